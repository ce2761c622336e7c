import { DidChangeConfigurationNotification, type Connection } from 'vscode-languageserver';
import { defaultConfig, profiles, type Config } from '../engine/config';
import type { Guard } from './guard';
import type { Host } from './host';
import { section } from './protocol';
import type { Session } from './session';

/**
 * The configuration of each document: asked of the client once per document and change, so that a folder
 * of a workspace may have its own.
 */
export class Settings {
  private readonly known = new Map<string, Promise<unknown>>();
  private pushed: unknown;
  /** Equal configurations are the same value, so that what was computed under one can be kept. */
  private readonly configs = new Map<string, Config>();

  constructor(
    private readonly connection: Connection,
    private readonly session: Session,
    private readonly host: Host,
    private readonly guard: Guard,
    private readonly onChange: () => void,
  ) {
    this.pushed = session.options.settings;
    connection.onDidChangeConfiguration((params) => {
      // Clients that are not asked send what changed along.
      const sent: unknown = params.settings;
      this.pushed =
        (sent as { readonly [name: string]: unknown } | null | undefined)?.[section] ?? this.pushed;
      this.known.clear();
      this.onChange();
    });
  }

  /** Asks to be told of changes; called once the client is ready. */
  async watch(): Promise<void> {
    if (!this.session.canRegisterConfiguration) return;
    await this.connection.client.register(DidChangeConfigurationNotification.type, { section });
  }

  async of(uri: string): Promise<Config> {
    const values = this.session.hasConfiguration ? await this.ask(uri) : this.pushed;
    return this.configOf(values);
  }

  forget(uri: string): void {
    this.known.delete(uri);
  }

  private ask(uri: string): Promise<unknown> {
    let answer = this.known.get(uri);
    if (answer === undefined) {
      answer = (async (): Promise<unknown> => {
        try {
          return (await this.connection.workspace.getConfiguration({ scopeUri: uri, section })) as unknown;
        } catch (error) {
          this.guard.report('workspace/configuration', error);
          return undefined;
        }
      })();
      this.known.set(uri, answer);
    }
    return answer;
  }

  /** Whatever is not a value we know counts as not set. */
  private configOf(values: unknown): Config {
    const { profile } = (typeof values === 'object' && values !== null ? values : {}) as {
      profile?: unknown;
    };
    const chosen = profiles.find((name) => name === profile) ?? defaultConfig.profile;
    const today = this.host.today();
    const key = `${chosen} ${today}`;
    let config = this.configs.get(key);
    if (config === undefined) this.configs.set(key, (config = { ...defaultConfig, profile: chosen, today }));
    return config;
  }
}
