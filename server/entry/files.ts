import fs from 'node:fs';
import path from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { exclusionOf, languageOfDocument } from '../languages/documents';
import type { LanguageId } from '../languages/language';

/** A file of ours on the disk. */
export interface SourceFile {
  readonly path: string;
  /** Relative to the working directory, `/`-separated: how outputs name it. */
  readonly name: string;
  readonly language: LanguageId;
  readonly text: string;
}

export interface Skipped {
  readonly file: string;
  readonly reason: string;
}

/** Larger files are no texts that people write; the largest in public use that we know has 2.7 MB. */
const maxBytes = 10_000_000;

/** Throws with a sentence for the user when a path named on the command line is not there. */
export class MissingPath extends Error {}

/**
 * Lists the files of ours below the given paths, in the order of their names. A file that is named itself
 * is read whatever `.gitignore` says, and must be of a kind that we know.
 *
 * Links are followed to files, not to folders, so that no walk runs in circles. What cannot be read is
 * reported to `skip` and the walk goes on.
 */
export function* walkFiles(
  paths: readonly string[],
  cwd: string,
  options: { readonly respectIgnoreFiles: boolean; readonly skip: (skipped: Skipped) => void },
): Generator<SourceFile> {
  // All of them first, so that nothing is done before a mistake is known.
  const named = paths.map((given) => {
    const absolute = path.resolve(cwd, given);
    try {
      return { absolute, stat: fs.statSync(absolute) };
    } catch (error) {
      const reason = (error as NodeJS.ErrnoException).code;
      throw new MissingPath(
        reason === 'ENOENT' || reason === 'ENOTDIR'
          ? `No such file or folder: ${given}`
          : `Cannot read ${given}: ${reasonOf(error)}`,
      );
    }
  });
  const seen = new Set<string>();
  for (const { absolute, stat } of named) {
    const files = stat.isDirectory()
      ? walkFolder(absolute, options.respectIgnoreFiles ? ignoresAbove(absolute) : [], {
          ...options,
          skip: ({ file, reason }) => options.skip({ file: nameOf(file, cwd) || '.', reason }),
        })
      : [absolute];
    for (const file of files) {
      if (seen.has(file)) continue;
      seen.add(file);
      const source = readSource(file, cwd, !stat.isDirectory(), options.skip);
      if (source !== undefined) yield source;
    }
  }
}

interface IgnoreFile {
  readonly folder: string;
  readonly rules: Ignore;
}

function* walkFolder(
  folder: string,
  inherited: readonly IgnoreFile[],
  options: { readonly respectIgnoreFiles: boolean; readonly skip: (skipped: Skipped) => void },
): Generator<string> {
  let entries: fs.Dirent[];
  try {
    entries = fs.readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    options.skip({ file: folder, reason: `cannot be read (${reasonOf(error)})` });
    return;
  }
  const own = options.respectIgnoreFiles ? readIgnoreFiles(folder) : undefined;
  const ignores = own === undefined ? inherited : [...inherited, own];
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const full = path.join(folder, entry.name);
    const isFolder = entry.isDirectory();
    // Never read by default, even without a .gitignore: the same table as the editor's.
    if (exclusionOf(isFolder ? `${entry.name}/` : entry.name) !== undefined) continue;
    if (ignores.some((file) => isIgnored(file, full, isFolder))) continue;
    if (isFolder) yield* walkFolder(full, ignores, options);
    else if (entry.isFile() || (entry.isSymbolicLink() && isFile(full))) yield full;
  }
}

function isFile(file: string): boolean {
  try {
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}

function isIgnored({ folder, rules }: IgnoreFile, full: string, isFolder: boolean): boolean {
  const relative = path.relative(folder, full).split(path.sep).join('/');
  return rules.ignores(isFolder ? `${relative}/` : relative);
}

function readIgnoreFiles(folder: string): IgnoreFile | undefined {
  const texts: string[] = [];
  for (const name of ['.gitignore', '.ignore']) {
    try {
      texts.push(fs.readFileSync(path.join(folder, name), 'utf8'));
    } catch {
      // Most folders have none.
    }
  }
  return texts.length === 0 ? undefined : { folder, rules: ignore().add(texts.join('\n')) };
}

/** The ignore files of the folders above, up to the repository that the folder lies in. */
function ignoresAbove(folder: string): IgnoreFile[] {
  const above: IgnoreFile[] = [];
  if (fs.existsSync(path.join(folder, '.git'))) return above;
  let top = path.dirname(folder);
  for (let last = folder; top !== last; last = top, top = path.dirname(top)) {
    const file = readIgnoreFiles(top);
    if (file !== undefined) above.unshift(file);
    if (fs.existsSync(path.join(top, '.git'))) return above;
  }
  // Outside a repository nothing above the folder speaks for it.
  return [];
}

function readSource(
  file: string,
  cwd: string,
  isNamed: boolean,
  skip: (skipped: Skipped) => void,
): SourceFile | undefined {
  const name = nameOf(file, cwd);
  const extension = path.extname(file);
  const byName = languageOfDocument({ fileName: name });
  // Only a file without extension can be a script by its first line.
  if (byName === undefined && extension !== '' && !isNamed) return undefined;
  try {
    const stat = fs.statSync(file);
    if (!stat.isFile()) {
      skip({ file: name, reason: 'not a regular file' });
      return undefined;
    }
    if (byName === undefined && !startsLikeScript(file)) {
      if (isNamed) skip({ file: name, reason: 'not a kind of file that Security Hints reads' });
      return undefined;
    }
    if (stat.size > maxBytes) {
      skip({ file: name, reason: `larger than ${maxBytes / 1_000_000} MB` });
      return undefined;
    }
    const bytes = fs.readFileSync(file);
    const text = decode(bytes);
    if (text === undefined) {
      skip({ file: name, reason: 'not UTF-8 text' });
      return undefined;
    }
    const language = byName ?? languageOfDocument({ fileName: name, firstLine: text.split('\n', 1)[0] });
    return language === undefined ? undefined : { path: file, name, language, text };
  } catch (error) {
    skip({ file: name, reason: `cannot be read (${reasonOf(error)})` });
    return undefined;
  }
}

export function nameOf(file: string, cwd: string): string {
  return path.relative(cwd, file).split(path.sep).join('/');
}

function startsLikeScript(file: string): boolean {
  const descriptor = fs.openSync(file, 'r');
  try {
    const start = Buffer.alloc(2);
    return fs.readSync(descriptor, start, 0, 2, 0) === 2 && start.toString('latin1') === '#!';
  } finally {
    fs.closeSync(descriptor);
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text of the bytes, its byte order mark kept; undefined when they are no UTF-8. */
export function decode(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  const words: { readonly [code: string]: string } = {
    EACCES: 'permission denied',
    EPERM: 'permission denied',
    ENOENT: 'no longer there',
    ELOOP: 'a link that leads to itself',
    EISDIR: 'a folder',
  };
  return (code && words[code]) ?? code ?? String(error);
}

/**
 * Writes a file so that at any moment it is the old or the new one: a temporary file beside it, renamed.
 * Mode and, through a link, the link itself are kept. Throws with a sentence when it cannot, or when the
 * file is no longer what was read.
 */
export function replaceFile(file: string, before: string, after: string): void {
  const target = fs.realpathSync(file);
  const stat = fs.statSync(target);
  if (decode(fs.readFileSync(target)) !== before) throw new Error('changed while it was being read');
  // Whoever took the write permission off meant it, for the administrator too.
  if ((stat.mode & 0o222) === 0) throw new Error('the file is read-only');
  fs.accessSync(target, fs.constants.W_OK);
  const temporary = path.join(path.dirname(target), `.${path.basename(target)}.${process.pid}.tmp`);
  try {
    fs.writeFileSync(temporary, after, { mode: stat.mode, flag: 'wx' });
    fs.chmodSync(temporary, stat.mode);
    fs.renameSync(temporary, target);
  } catch (error) {
    fs.rmSync(temporary, { force: true });
    throw error;
  }
}
