import { message, type Message } from '../text/message';
import type { LanguageId } from './language';

/**
 * What a document of one language is called: by editors (language ids, those of other extensions and of
 * other editors among them) and on disk. The one table behind the editor's selectors and the command
 * line's walk, so that both read the same files.
 */
export interface DocumentKind {
  readonly language: LanguageId;
  readonly languageIds: readonly string[];
  /** With the dot, lower case. */
  readonly extensions: readonly string[];
  /** Whole file names; matched without regard to case. */
  readonly names: readonly string[];
}

const documentKinds: readonly DocumentKind[] = [
  {
    language: 'markdown',
    languageIds: ['markdown', 'mdx'],
    extensions: ['.md', '.mdx', '.markdown'],
    names: [],
  },
  {
    language: 'yaml',
    languageIds: [
      'yaml',
      'ansible',
      'azure-pipelines',
      'dockercompose',
      'github-actions-workflow',
      'gitlab',
      'helm',
      'helm-template',
    ],
    extensions: ['.yaml', '.yml'],
    names: ['Kustomization'],
  },
  { language: 'json', languageIds: ['json', 'jsonc'], extensions: ['.json', '.jsonc'], names: [] },
  {
    language: 'shell',
    // Neovim says `sh`, Helix says `bash`.
    languageIds: ['shellscript', 'bash', 'bats', 'sh', 'zsh'],
    extensions: ['.sh', '.bash', '.zsh', '.bats'],
    names: [
      '.bash_aliases',
      '.bash_profile',
      '.bashrc',
      '.envrc',
      '.profile',
      '.zprofile',
      '.zshenv',
      '.zshrc',
    ],
  },
  // `properties` is what files.associations makes of env files where no extension knows them.
  { language: 'dotenv', languageIds: ['dotenv', 'env', 'properties'], extensions: ['.env'], names: ['.env'] },
];

/** Everything known about a document before its text is read. */
export interface DocumentName {
  /** Path or bare name; `/` or `\` between folders. */
  readonly fileName: string;
  /** As the editor says; absent on the command line. */
  readonly languageId?: string | undefined;
  /** The first line of the text, where it is at hand: shebangs name the shell of files without extension. */
  readonly firstLine?: string | undefined;
}

/**
 * The language a document is read in; `undefined` when it is none of ours.
 *
 * An editor's language id is a person's choice and wins; then the file's name; then a shebang. Ids made of
 * parts (`yaml.docker-compose` of Neovim) count by their first known part.
 */
export function languageOfDocument({
  fileName,
  languageId,
  firstLine,
}: DocumentName): LanguageId | undefined {
  for (const part of (languageId ?? '').toLowerCase().split('.')) {
    const kind = documentKinds.find((k) => k.languageIds.includes(part));
    if (kind !== undefined) return kind.language;
  }
  const name = baseName(fileName).toLowerCase();
  const named = documentKinds.find((kind) => hasNameOf(kind, name));
  if (named !== undefined) return named.language;
  return firstLine !== undefined && shellOfShebang(firstLine) !== undefined ? 'shell' : undefined;
}

function hasNameOf(kind: DocumentKind, name: string): boolean {
  if (kind.names.some((n) => n.toLowerCase() === name)) return true;
  if (kind.extensions.some((extension) => name.endsWith(extension))) return true;
  // `.env.production`, `.env.example`: the ending is the environment's name.
  return kind.language === 'dotenv' && /^\.env\.[\w-]+$/.test(name) && !/\.(?:[cm]?[jt]s|py)$/.test(name);
}

/**
 * The shell that a shebang line names, `undefined` for other interpreters and other lines.
 *
 * Reads `#!/bin/sh`, `#!/usr/bin/env bash`, `#!/usr/bin/env -S bash -e`.
 */
export function shellOfShebang(line: string): 'bash' | 'sh' | 'zsh' | undefined {
  if (!line.startsWith('#!')) return undefined;
  const words = line.slice(2).trim().split(/\s+/);
  let program = baseName(words[0] ?? '');
  if (program === 'env')
    program = baseName(words.slice(1).find((w) => !w.startsWith('-') && !w.includes('=')) ?? '');
  if (program === 'bash' || program === 'bats') return 'bash';
  if (program === 'zsh') return 'zsh';
  return ['sh', 'ash', 'dash', 'ksh'].includes(program) ? 'sh' : undefined;
}

/** Folders that hold other people's text. */
const excludedFolders = new Set(['.git', 'node_modules', 'vendor']);

/**
 * Why a file is not read although its language is known; `undefined` when it is read.
 *
 * `path` is relative to the workspace or to the scanned folder: what lies above is none of our business.
 */
export function exclusionOf(path: string): Message | undefined {
  const parts = path.split(/[\\/]/);
  const name = (parts.pop() ?? '').toLowerCase();
  const folder = parts.find((part) => excludedFolders.has(part));
  if (folder !== undefined) return message('files below {folder} are not ours', { folder });
  if (/\.min\.[a-z]+$/.test(name)) return message('minified file');
  if (/[.-]lock(?:\.(?:json|ya?ml|jsonc))?$/.test(name) || name === 'npm-shrinkwrap.json')
    return message('lock file');
  return undefined;
}

/** Every language id of the table, for an editor's selectors. */
export function allLanguageIds(): readonly string[] {
  return documentKinds.flatMap((kind) => kind.languageIds);
}

/** Glob patterns (LSP 3.17, `Pattern`) for documents whose language id says nothing to us. */
export function allFilePatterns(): readonly string[] {
  const extensions = documentKinds.flatMap((kind) => kind.extensions.map((extension) => extension.slice(1)));
  const names = documentKinds.flatMap((kind) => kind.names);
  return [`**/*.{${extensions.join(',')}}`, `**/{${names.join(',')}}`, '**/.env.*'];
}

/**
 * Globs of the files that wake the extension when a folder holds one, so that the server is there before the
 * first document is opened. JSON is left out: any project has some, and it seldom is ours.
 */
export function wakingPatterns(): readonly string[] {
  const kinds = documentKinds.filter(({ language }) => language !== 'json');
  const extensions = kinds.flatMap((kind) => kind.extensions.map((extension) => extension.slice(1)));
  return [`**/*.{${[...extensions].sort().join(',')}}`, '**/Kustomization', '.security-hints.yaml'];
}

function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}
