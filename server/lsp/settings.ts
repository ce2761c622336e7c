import { DidChangeConfigurationNotification, type Connection } from 'vscode-languageserver';
import { defaultConfig, profiles, type Config } from '../engine/config';
import type { FileConfig } from '../engine/configFile';
import type { ConfigFiles, FoundConfig } from './configFiles';
import type { Guard } from './guard';
import type { Host } from './host';
import { section } from './protocol';
import type { Session } from './session';

/** What holds for a document: the editor's settings, and the nearest configuration file, which wins. */
export interface DocumentConfig {
  readonly config: Config;
  readonly file: FoundConfig | undefined;
}

/**
 * The configuration of each document. The editor's settings are asked of the client once per folder of the workspace
 * and change, since each may have its own; a document outside of all is asked for by itself.
 */
export class Settings {
  private readonly known = new Map<string, Promise<unknown>>();
  private pushed: unknown;
  /** Equal configurations are the same value, so that what was computed under one can be kept. */
  private readonly configs = new WeakMap<object, Map<string, Config>>();

  constructor(
    private readonly connection: Connection,
    private readonly session: Session,
    private readonly host: Host,
    private readonly guard: Guard,
    private readonly files: ConfigFiles,
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

  async of(uri: string): Promise<DocumentConfig> {
    const [values, file] = await Promise.all([
      this.session.hasConfiguration ? this.ask(this.session.folders.folderOf(uri) ?? uri) : this.pushed,
      this.files.of(uri),
    ]);
    return { config: this.configOf(values, file?.config), file };
  }

  forget(uri: string): void {
    this.known.delete(uri);
  }

  /** The workspace has other folders now. */
  forgetFolders(): void {
    this.known.clear();
  }

  private ask(scopeUri: string): Promise<unknown> {
    let answer = this.known.get(scopeUri);
    if (answer === undefined) {
      answer = (async (): Promise<unknown> => {
        try {
          return (await this.connection.workspace.getConfiguration({ scopeUri, section })) as unknown;
        } catch (error) {
          this.guard.report('workspace/configuration', error);
          return undefined;
        }
      })();
      this.known.set(scopeUri, answer);
    }
    return answer;
  }

  /** Whatever is not a value we know counts as not set. */
  private configOf(values: unknown, file: FileConfig | undefined): Config {
    const { profile } = (typeof values === 'object' && values !== null ? values : {}) as {
      profile?: unknown;
    };
    const chosen = file?.profile ?? profiles.find((name) => name === profile) ?? defaultConfig.profile;
    const today = this.host.today();
    const key = `${chosen} ${today}`;
    const owner = file ?? this;
    let configs = this.configs.get(owner);
    if (configs === undefined) this.configs.set(owner, (configs = new Map<string, Config>()));
    let config = configs.get(key);
    if (config === undefined) {
      config = { profile: chosen, today, ...(file === undefined ? {} : { rules: file.rules }) };
      configs.set(key, config);
    }
    return config;
  }
}
