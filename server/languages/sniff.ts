import { languageOfDocument, shellOfShebang } from './documents';
import type { LanguageId } from './language';

/** What an untagged text may be taken for. */
export type SniffedLanguage = Extract<LanguageId, 'yaml' | 'json' | 'shell' | 'dotenv'>;

/**
 * The language of a text that nobody named, by its shape; undefined where it is not plain.
 *
 * Conservative: command output, other programming languages and prose are undefined, and so is a single
 * `key: value` line. Reads the first lines only. Takes any string. Cost: linear.
 */
export function sniffLanguage(text: string): SniffedLanguage | undefined {
  const lines = significantLines(text);
  const first = lines[0];
  if (first === undefined) return undefined;
  if (text.startsWith('#!')) return shellOfShebang(first) === undefined ? undefined : 'shell';
  if (looksLikeJson(text)) return 'json';
  if (/^(?:apiVersion|kind):(?:\s|$)/.test(first) || /^---(?:\s|$)/.test(first)) return 'yaml';
  if (isPromptLine(first) || startsWithCommand(first) || isFlagRun(first)) return 'shell';
  if (isPowerShellDownload(first) || opensSubshell(first, lines[1])) return 'shell';
  if (isEnvFile(lines)) return 'dotenv';
  return looksLikeYaml(lines) ? 'yaml' : undefined;
}

/** More lines than this say nothing new about a text's language. */
const linesToRead = 200;

/** Lines that are neither blank nor a comment; a shebang counts. */
function significantLines(text: string): readonly string[] {
  const lines: string[] = [];
  for (let start = 0; start < text.length && lines.length < linesToRead;) {
    const next = text.indexOf('\n', start);
    const end = next < 0 ? text.length : next;
    // A line of a thousand characters is no key, command or prompt beyond that.
    const line = text.slice(start, Math.min(end, start + 1000)).trimEnd();
    const inside = line.trimStart();
    if (inside !== '' && (!inside.startsWith('#') || (start === 0 && inside.startsWith('#!'))))
      lines.push(line);
    start = end + 1;
  }
  return lines;
}

function looksLikeJson(text: string): boolean {
  const inside = text.trim();
  const last = inside[inside.length - 1];
  if (inside.startsWith('{{')) return false;
  if (inside.startsWith('{')) return last === '}' && /^\{\s*(?:"|\}|\/\/)/.test(inside);
  return inside.startsWith('[') && last === ']' && /^\[\s*[{"]/.test(inside);
}

/** `$ kubectl`, `user@host:~$ kubectl`. */
function isPromptLine(line: string): boolean {
  return /^\$ \S/.test(line) || /^\[?[\w.-]{1,40}@[\w.-]{1,60}[^$#%>]{0,60}[$#%] \S/.test(line);
}

/** Programs that no prose, output or YAML begins a line with as they stand here, an argument behind them. */
const commandWords = new Set(
  `kubectl helm curl wget docker podman nerdctl eksctl aws gcloud az sudo export apt-get apt yum dnf apk brew git gh
   terraform kustomize kubeadm kops minikube kind k3d oc flux argocd istioctl cilium openssl ssh scp ssh-keygen tar
   chmod chown mkdir cat echo npm npx pip pip3 systemctl source cosign crane skopeo psql mysql redis-cli mongosh
   docker-compose ansible-playbook jq sha256sum shasum gpg unzip eval bash sh printf sops`
    .trim()
    .split(/\s+/),
);

function startsWithCommand(line: string): boolean {
  const [word, next] = line.trimStart().split(/\s+/, 2);
  if (word === undefined) return false;
  if (/^\s*(?:[A-Z_][A-Z0-9_]*=\$\(|[A-Za-z_]\w*="\$[({])/.test(line) || /^\s*set -[a-z]/.test(line))
    return true;
  if (!commandWords.has(word) || next === undefined) return false;
  // `git version 2.39`, `echo: command not found` and `docker is …` are output or prose.
  return !/^(?:is|are|and|or|was|has|will|can|version|command|should|uses?|provides?|:|=|-)$/.test(next);
}

/** `(` alone above a command or an assignment: what steps with a value of their own stand in, so that a fix is read again. */
function opensSubshell(first: string, second: string | undefined): boolean {
  if (first.trim() !== '(' || second === undefined) return false;
  return startsWithCommand(second) || (/^\s*[A-Za-z_]\w*=["'$\w/]/.test(second) && !second.endsWith(','));
}

/**
 * `irm https://get.x.io | iex`: of PowerShell only the pipelines that begin with a download are read, as their words are
 * those of a shell, too.
 */
export function isPowerShellDownload(line: string): boolean {
  return /^\s*(?:iwr|irm|invoke-webrequest|invoke-restmethod)\s+\S/i.test(line);
}

/** `--ssh-access \`: manuals show the options of a command without the command. */
function isFlagRun(line: string): boolean {
  return line.endsWith('\\') && /^\s*--[a-z]/.test(line);
}

/** True when a command follows, as far as its first word says: for prompts that could also be comments. */
export function isCommandLine(line: string): boolean {
  return startsWithCommand(line);
}

function isEnvFile(lines: readonly string[]): boolean {
  return (
    lines.length > 1 &&
    lines.every((line) => /^(?:export )?[A-Z_][A-Z0-9_]*=(?:"[^"]*"|'[^']*'|[^\s;|&"'`()]*)$/.test(line))
  );
}

function looksLikeYaml(lines: readonly string[]): boolean {
  let keys = 0;
  let opensBlock = false;
  let padded = 0;
  let parentIndent = -1;
  for (const line of lines) {
    const indent = line.length - line.trimStart().length;
    const inside = line.trimStart();
    if (parentIndent >= 0) {
      // A block below `key:` is deeper, or a list at the same depth.
      if (indent > parentIndent || (indent === parentIndent && inside.startsWith('- '))) opensBlock = true;
    }
    parentIndent = -1;
    if (inside.startsWith('{{')) continue;
    const entry = /^(?:- )*["']?[A-Za-z_][\w./-]*["']?:(?: +(\S.*))?$/.exec(inside);
    if (entry === null) {
      if (indent === 0 && !inside.startsWith('- ')) return false;
      continue;
    }
    keys++;
    if (entry[1] === undefined || /^[|>][+-]?\d?$/.test(entry[1])) parentIndent = indent;
    if (/:\s{2,}\S/.test(inside)) padded++;
  }
  // `kubectl describe` and other reports align their values with blanks.
  return keys >= 2 && opensBlock && padded * 2 < keys;
}

/**
 * The language of a file by its name, `other` where the name says that it is none of ours, undefined where
 * it says nothing.
 */
export function languageOfFileName(name: string): LanguageId | 'other' | undefined {
  const language = languageOfDocument({ fileName: name });
  if (language !== undefined) return language;
  const base = name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
  return /\.[A-Za-z][A-Za-z0-9]{0,9}$/.test(base) || base === 'Dockerfile' || base === 'Makefile'
    ? 'other'
    : undefined;
}

const fenceWords: { readonly [word: string]: LanguageId | undefined } = {
  yaml: 'yaml',
  yml: 'yaml',
  'yaml+jinja': 'yaml',
  'helm-yaml': 'yaml',
  helm: 'yaml',
  json: 'json',
  jsonc: 'json',
  json5: 'json',
  sh: 'shell',
  bash: 'shell',
  shell: 'shell',
  zsh: 'shell',
  shellscript: 'shell',
  ksh: 'shell',
  console: 'shell',
  'shell-session': 'shell',
  shellsession: 'shell',
  terminal: 'shell',
  bats: 'shell',
  'sh-session': 'shell',
  commandline: 'shell',
  azurecli: 'shell',
  'azurecli-interactive': 'shell',
  dotenv: 'dotenv',
  env: 'dotenv',
  markdown: 'markdown',
  md: 'markdown',
  mdx: 'markdown',
};

/** Words that name no language of their own: the content decides. */
const openWords = new Set(
  ` ini properties code none conf config cli example kubernetes k8s manifest compose docker-compose ansible template
    gotmpl jinja jinja2 eksctl kubectl aws docker curl github-actions workflow`.split(/\s+/),
);

/**
 * The language that a fence's info word names (lower case): `other` for one that we do not read, undefined
 * where the word leaves it to the content.
 */
export function languageOfFence(word: string): LanguageId | 'other' | undefined {
  if (Object.hasOwn(fenceWords, word)) return fenceWords[word];
  return openWords.has(word) ? undefined : 'other';
}
