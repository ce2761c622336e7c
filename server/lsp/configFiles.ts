import { DidChangeWatchedFilesNotification, type Connection } from 'vscode-languageserver';
import type { FileConfig } from '../engine/configFile';
import type { Documents } from './documents';
import type { Engine } from './engine';
import { schemeOf } from './folderPaths';
import type { Guard } from './guard';
import type { Host } from './host';
import { configFileName, readFileMethod, type ReadFileParams, type ReadFileResult } from './protocol';
import type { Session } from './session';

/** A configuration file that holds for a document. */
export interface FoundConfig {
  readonly uri: string;
  readonly text: string;
  readonly config: FileConfig;
  /** URI of a document: true when the file excludes it. */
  readonly excludes: (uri: string) => boolean;
}

/** A look for the file of a folder, or else of the folders above. It fails only where the engine does. */
interface Lookup {
  readonly found: Promise<FoundConfig | undefined>;
  isDone: boolean;
  file: FoundConfig | undefined;
}

/** How long findings wait for a file that is far away. A disk answers within a hundredth of it. */
const patienceMilliseconds = 200;

/**
 * The configuration files of the documents' folders: the nearest one in a document's folder or above holds, alone.
 * One that is open in the editor holds as it stands there, saved or not.
 *
 * Files are read by the host where it has a disk, and by our own client elsewhere: only it knows virtual
 * workspaces, and may have to ask a far machine. Findings do not wait for that: a folder that is still looked at counts
 * as one without a file of its own, and is looked at again when the answer says otherwise.
 *
 * What is known is forgotten when a file changes.
 */
export class ConfigFiles {
  private byFolder = new Map<string, Lookup>();

  constructor(
    private readonly connection: Connection,
    private readonly session: Session,
    private readonly documents: Documents,
    private readonly host: Host,
    private readonly guard: Guard,
    private readonly loadEngine: () => Promise<Engine>,
    private readonly onChange: () => void,
  ) {
    connection.onDidChangeWatchedFiles(({ changes }) => {
      if (changes.some(({ uri }) => isConfigFile(uri))) this.forget();
    });
  }

  /** Asks to be told of changes on the disk; called once the client is ready. */
  async watch(): Promise<void> {
    if (!this.session.canWatchFiles) return;
    await this.connection.client.register(DidChangeWatchedFilesNotification.type, {
      watchers: [{ globPattern: `**/${configFileName}` }],
    });
  }

  /** A document was opened, changed or closed. */
  touched(uri: string): void {
    if (isConfigFile(uri)) this.forget();
  }

  of(uri: string): Promise<FoundConfig | undefined> {
    const folder = folderOf(this.session.folders.fileOf(uri));
    return folder === undefined || isConfigFile(uri) ? Promise.resolve(undefined) : this.nearestSoon(folder);
  }

  /** What was looked for may be found now: to be called when files or the workspace's folders changed. */
  forget(): void {
    this.byFolder = new Map();
    this.onChange();
  }

  private async nearestSoon(folder: string): Promise<FoundConfig | undefined> {
    const { byFolder } = this;
    const { found, isDone } = this.nearest(folder);
    if (isDone) return found;
    const late = Symbol();
    const answer = await Promise.race([found, this.host.sleep(patienceMilliseconds).then(() => late)]);
    if (typeof answer !== 'symbol') return answer;
    const above = this.knownAbove(folder);
    if (above === undefined) return found;
    found.then((file) => {
      if (file !== above.file && byFolder === this.byFolder) this.onChange();
    }, ignore);
    return above.file;
  }

  /** The nearest folder of which the file is known by now, or that it has none. */
  private knownAbove(folder: string): Lookup | undefined {
    for (let at: string | undefined = folder; at !== undefined; at = folderOf(at)) {
      const lookup = this.byFolder.get(at);
      if (lookup?.isDone === true) return lookup;
    }
    return undefined;
  }

  private nearest(folder: string): Lookup {
    let lookup = this.byFolder.get(folder);
    if (lookup === undefined) {
      const begun: Lookup = { found: this.find(folder), isDone: false, file: undefined };
      begun.found.then((file) => Object.assign(begun, { isDone: true, file }), ignore);
      this.byFolder.set(folder, (lookup = begun));
    }
    return lookup;
  }

  private async find(folder: string): Promise<FoundConfig | undefined> {
    const uri = `${folder}/${configFileName}`;
    // In a virtual workspace each look costs a request to somewhere: its own folders are enough.
    if (schemeOf(uri) !== 'file' && !this.session.folders.pathOf(uri).isInFolder) return undefined;
    const parent = folderOf(folder);
    // Asked for at the same time: where a look is a request, the first text of a folder waits for one, not for each.
    const above = parent === undefined ? undefined : this.nearest(parent).found;
    const text = this.documents.get(uri)?.text.getText() ?? (await this.read(uri));
    if (text === undefined) return above;
    const engine = await this.loadEngine();
    const { config } = engine.readConfig(text);
    const isExcluded = engine.excluder(config.exclude);
    return {
      uri,
      text,
      config,
      excludes: (document) => isExcluded(pathBelow(folder, this.session.folders.fileOf(document))),
    };
  }

  private async read(uri: string): Promise<string | undefined> {
    try {
      if (schemeOf(uri) === 'file' && this.host.readFile !== undefined) return await this.host.readFile(uri);
      if (this.session.options.isOwnClient !== true) return undefined;
      const params: ReadFileParams = { uri };
      return (await this.connection.sendRequest<ReadFileResult>(readFileMethod, params)).text ?? undefined;
    } catch (error) {
      this.guard.report(`Reading ${configFileName}`, error);
      return undefined;
    }
  }
}

/** Whoever asked hears of it. */
const ignore = (): void => undefined;

export function isConfigFile(uri: string): boolean {
  return uri.endsWith(`/${configFileName}`);
}

/** The folder of a file or folder, without a slash at its end; undefined for the root and for what has no path. */
function folderOf(uri: string): string | undefined {
  const authority = /^[\w+.-]+:(?:\/\/[^/]*)?/.exec(uri)?.[0];
  if (authority === undefined) return undefined;
  const slash = uri.lastIndexOf('/');
  return slash < authority.length ? undefined : uri.slice(0, slash);
}

function pathBelow(folder: string, uri: string): string {
  const path = uri.startsWith(`${folder}/`) ? uri.slice(folder.length + 1) : '';
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
