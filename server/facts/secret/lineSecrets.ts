import type { Fence } from '../../languages/markdown/blocks';
import { readFenceInfo } from '../../languages/markdown/fenceInfo';
import { fileOfHeredoc } from '../../languages/shell/embed';
import type { Region } from '../../regions/region';
import type { Range } from '../../text/range';
import type { SecretFact, SettingFact } from '../fact';
import { secretFact } from './candidate';
import { isGrafanaSecret, isOfGrafana, namesGrafana } from './grafana';
import { secretNameOf } from './keyName';
import { secretsOfLoginFile } from './loginFile';
import { isTranslation } from './translation';
import { secretValueOf } from './value';

/** Files of `key = value` lines that we have no parser for. */
const extensions = new Set(['cfg', 'cnf', 'conf', 'hcl', 'ini', 'properties', 'tf', 'tfvars', 'toml']);
const labels = new Set([...extensions, 'dosini', 'terraform']);
/** Longer lines are data. */
const longestLine = 2000;

/**
 * The secrets in `key = value` lines of configuration that a region carries as mere text: a `grafana.ini` or
 * `application.properties` in a ConfigMap or a here-document, a block of Helm values with `[sections]`, a fence labelled `ini`.
 *
 * Comments are passed over; in HCL, whose bare values are expressions, quoted values alone are read. Cost:
 * linear.
 */
export function secretsOfLines(region: Region, settings: readonly SettingFact[]): readonly SecretFact[] {
  const { text } = region;
  if (region.language === 'markdown') {
    return region.tree.blocks.codes.flatMap((code) => (code.kind === 'fence' ? ofFence(code, text) : []));
  }
  if (region.language === 'shell') {
    return region.tree.heredocs.flatMap(({ heredoc, command }) => {
      const target = fileOfHeredoc(command);
      const login = secretsOfLoginFile(text, linesIn(text, heredoc.body), target?.value ?? '');
      if (login !== undefined) return login;
      const file = target?.isStatic === true ? target.value : '';
      if (!extensions.has(extensionOf(file))) return [];
      const found = inLines(text, linesIn(text, heredoc.body), file);
      // Where the shell expands the lines, Grafana's own `$__file{…}` would not reach the file.
      return heredoc.isQuoted ? found : found.map((secret) => ({ ...secret, form: 'line' as const }));
    });
  }
  return settings.flatMap((setting) => {
    const { path, key, entry, valueRange } = setting;
    const value = entry?.value;
    if (value?.kind !== 'scalar' || value.style !== 'literal' || value.hasHole) return [];
    const file = entry?.key.value ?? key;
    const extension = extensionOf(file);
    const isConfiguration =
      extension === '' ? /^\s*\[\[?[\w. "-]+\]\]?\s*$/m.test(value.value) : extensions.has(extension);
    const owner = isOfGrafana(setting) ? 'grafana/' : '';
    return isConfiguration ? inLines(text, linesIn(text, valueRange), owner + path.join('/')) : [];
  });
}

function ofFence(fence: Fence, text: string): readonly SecretFact[] {
  const { language, fileName } = readFenceInfo(fence.info);
  if (/^(?:dockerfile|docker|containerfile)$/.test(language)) return inImageLines(text, fence.lines);
  if (!labels.has(language)) return [];
  return inLines(text, fence.lines, fileName === '' ? `fence.${language}` : fileName);
}

/** `ENV DB_PASSWORD=x` and `ARG API_TOKEN=x` of a Dockerfile, which stay in the image for all who pull it. */
function inImageLines(text: string, lines: readonly Range[]): readonly SecretFact[] {
  return lines.flatMap(({ start, end }) => {
    const line = text.slice(start, Math.min(end, start + longestLine));
    if (!/^\s*(?:ENV|ARG)\s/i.test(line)) return [];
    // `ENV NAME value`, the form without `=`, in which the rest of the line is the value.
    const alone = /^\s*ENV\s+([A-Za-z_]\w{0,80})[ \t]+([^\s=]+)\s*$/i.exec(line);
    if (alone !== null) {
      const [whole, key = '', value = ''] = alone;
      return inImage(key, value, start + whole.trimEnd().length - value.length);
    }
    return [...line.matchAll(/(?<=\s)([A-Za-z_]\w{0,80})=(["']?)([^\s"']+)\2(?=\s|$)/g)].flatMap((match) => {
      const [whole, key = '', quote = '', value = ''] = match;
      return inImage(key, value, start + match.index + whole.length - quote.length - value.length);
    });
  });
}

function inImage(key: string, value: string, at: number): readonly SecretFact[] {
  const name =
    key.startsWith('GF_') && isGrafanaSecret({ path: [key], key }) ? 'password' : secretNameOf(key);
  const what = name === undefined || isLonePass(key) ? undefined : secretValueOf(value, name, true);
  if (what === undefined) return [];
  return [
    secretFact({
      what,
      label: key.length > 60 ? 'value' : key,
      range: { start: at, end: at + value.length },
      form: 'line',
      isGrafanaAdmin: key === 'GF_SECURITY_ADMIN_PASSWORD',
    }),
  ];
}

/** `PASS=1` counts, and PWD is a folder. */
function isLonePass(key: string): boolean {
  return /^(?:pass|pw|pwd)$/i.test(key);
}

function extensionOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot < 0 ? '' : name.slice(dot + 1).toLowerCase();
}

function linesIn(text: string, range: Range): readonly Range[] {
  const lines: Range[] = [];
  for (let start = range.start; start < range.end;) {
    const next = text.indexOf('\n', start);
    const end = next < 0 ? range.end : Math.min(next, range.end);
    lines.push({ start, end });
    start = end + 1;
  }
  return lines;
}

function inLines(text: string, lines: readonly Range[], file: string): readonly SecretFact[] {
  const found: SecretFact[] = [];
  if (isTranslation(file)) return found;
  const isHcl = /\.(?:hcl|tf|tfvars|terraform)$/i.test(file);
  // Java's Properties take a colon as well.
  const separator = /\.properties$/i.test(file) ? /[=:]/ : /=/;
  let section = '';
  let variable = '';
  for (const { start, end } of lines) {
    if (end - start > longestLine) continue;
    const line = text.slice(start, end);
    const header = /^\s*\[\[?([\w. "-]+)\]/.exec(line)?.[1];
    if (header !== undefined) section = header.trim();
    if (isHcl) variable = variableAt(line) ?? variable;
    const equals = line.search(separator);
    const written = line.slice(0, Math.max(0, equals)).trim();
    if (!/^[A-Za-z_][\w.-]*$/.test(written)) continue;
    const key = written === 'default' && variable !== '' ? variable : written;
    const value = valueIn(line, equals + 1);
    if (value === undefined || (isHcl && !value.isQuoted)) continue;
    const secret = judge(section, key, value.text, file);
    if (secret === undefined) continue;
    found.push({ ...secret, range: { start: start + value.at, end: start + value.at + value.text.length } });
  }
  return found;
}

/** The name in `variable "db_password" {`, whose default stands in a line of its own; '' where another block begins. */
function variableAt(line: string): string | undefined {
  if (!/^[A-Za-z_]/.test(line)) return undefined;
  return /^variable[ \t]+"([\w-]{1,80})"/.exec(line)?.[1] ?? '';
}

/** What stands behind the `=`, without quotes and without a comment. */
function valueIn(
  line: string,
  from: number,
): { readonly text: string; readonly at: number; readonly isQuoted: boolean } | undefined {
  const at = from + (line.length - from - line.slice(from).trimStart().length);
  const quote = line.charAt(at);
  if (quote === '"' || quote === "'") {
    const close = line.indexOf(quote, at + 1);
    return close < 0 ? undefined : { text: line.slice(at + 1, close), at: at + 1, isQuoted: true };
  }
  const rest = line.slice(at);
  const comment = /\s[#;]/.exec(rest)?.index ?? rest.length;
  return { text: rest.slice(0, comment).trimEnd(), at, isQuoted: false };
}

function judge(section: string, key: string, value: string, file: string): SecretFact | undefined {
  // `[security] admin_password` is nobody else's.
  const isAdmin = section === 'security' && key === 'admin_password';
  const isGrafanas = isAdmin || namesGrafana(file);
  const isOwn = isGrafanas && isGrafanaSecret({ path: ['grafana.ini', section, key], key });
  const name = isOwn ? 'password' : secretNameOf(key);
  if (name === undefined || isLonePass(key)) return undefined;
  const what = secretValueOf(value, name, isOwn || /^[A-Z][A-Z0-9_]*$/.test(key));
  if (what === undefined) return undefined;
  return secretFact({
    what,
    label: key.length > 60 ? 'value' : key,
    range: { start: 0, end: 0 },
    form: isGrafanas ? 'grafanaLine' : 'line',
    isGrafanaAdmin: isAdmin,
  });
}
