import fs from 'node:fs';
import path from 'node:path';
import { configFileName, readConfigFile, type FileConfig } from '../engine/configFile';
import { excluder } from '../engine/exclude';
import { formatMessage } from '../rule/finding';
import { linesOf, toLineAndCharacter } from '../text/lines';
import { decode } from './files';

/** The configuration file that holds for a document. */
export interface FoundConfig {
  readonly config: FileConfig;
  /** Absolute path of a document: true when the file excludes it. */
  readonly excludes: (file: string) => boolean;
}

/** Throws with a sentence for the user: the file is there, but cannot be read or understood. */
export class BrokenConfig extends Error {}

/** Configuration files on the disk: the nearest one in a document's folder or above holds, alone. */
export class ConfigFiles {
  private readonly byFolder = new Map<string, FoundConfig | undefined>();

  /** `only`: the one that was named on the command line, for all documents. */
  constructor(
    private readonly known: ReadonlySet<string>,
    private readonly only?: string,
  ) {}

  /** The file that holds for a document; undefined where there is none. */
  of(file: string): FoundConfig | undefined {
    const folder = this.only === undefined ? path.dirname(file) : path.dirname(path.resolve(this.only));
    return this.only === undefined ? this.nearest(folder) : this.in(folder, path.resolve(this.only));
  }

  private nearest(folder: string): FoundConfig | undefined {
    const own = this.in(folder, path.join(folder, configFileName));
    if (own !== undefined) return own;
    const parent = path.dirname(folder);
    const inherited = parent === folder ? undefined : this.nearest(parent);
    this.byFolder.set(folder, inherited);
    return inherited;
  }

  private in(folder: string, file: string): FoundConfig | undefined {
    if (this.byFolder.has(folder)) return this.byFolder.get(folder);
    const text = this.read(file);
    if (text === undefined) return undefined;
    const { config, problems } = readConfigFile(text, this.known);
    const [first] = problems;
    if (first !== undefined) {
      const { line, character } = toLineAndCharacter(linesOf(text), first.at.start);
      const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
      throw new BrokenConfig(`${file}:${line + 1}:${character + 1}: ${formatMessage(first.message)}${more}`);
    }
    const isExcluded = excluder(config.exclude);
    const found: FoundConfig = {
      config,
      excludes: (document) => isExcluded(path.relative(folder, document).split(path.sep).join('/')),
    };
    this.byFolder.set(folder, found);
    return found;
  }

  private read(file: string): string | undefined {
    try {
      const text = decode(fs.readFileSync(file));
      if (text === undefined) throw new BrokenConfig(`${file} is not UTF-8 text`);
      return text;
    } catch (error) {
      if (error instanceof BrokenConfig) throw error;
      const { code, message } = error as NodeJS.ErrnoException;
      if (this.only === undefined && (code === 'ENOENT' || code === 'ENOTDIR')) return undefined;
      throw new BrokenConfig(code === 'ENOENT' ? `No such file: ${file}` : `Cannot read ${file}: ${message}`);
    }
  }
}
