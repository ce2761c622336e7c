import { isExampleHost } from '../address';
import { isDefaultPassword } from './defaults';
import { placeholderOf } from './placeholder';
import { looksFilled } from './randomness';

/** A password inside a URL or another connection string. */
export interface FoundConnection {
  /** The password itself. */
  readonly start: number;
  readonly end: number;
  /** "postgres", "https", "jdbc"; '' when the string does not say. */
  readonly scheme: string;
  readonly user: string;
  readonly host: string;
  readonly isDefault: boolean;
  /** The host can be nobody's (RFC 2606, 5737, 6761) or is the reader's own machine. */
  readonly isReservedHost: boolean;
}

/** Longest user, password or host that is read. */
const longest = 256;

/**
 * The passwords of all connection strings in the text: `scheme://user:password@host`, a `password`
 * parameter of a URL or JDBC string, `Server=…;Password=…`, what drivers for Oracle and MySQL take. In order.
 *
 * Placeholders and references are none, and neither is what spells out the grammar: `user:password@`, and the word for a
 * password in an address whose format is told.
 * Linear: each candidate reads a bounded piece around it.
 */
export function connectionsIn(text: string): readonly FoundConnection[] {
  return [...urlsIn(text), ...parametersIn(text), ...driverNamesIn(text)].sort((a, b) => a.start - b.start);
}

function urlsIn(text: string): readonly FoundConnection[] {
  const found: FoundConnection[] = [];
  for (let at = text.indexOf('://'); at >= 0; at = text.indexOf('://', at + 3)) {
    const scheme = /[A-Za-z][A-Za-z0-9+.-]*$/.exec(text.slice(Math.max(0, at - 30), at))?.[0] ?? '';
    if (scheme === '') continue;
    const from = at + 3;
    const authority = /^[^\s"'`<>/?#\\|,]*/.exec(text.slice(from, from + 2 * longest))?.[0] ?? '';
    const atSign = authority.lastIndexOf('@');
    const colon = authority.indexOf(':');
    if (atSign < 0 || colon < 0 || colon > atSign) continue;
    const password = authority.slice(colon + 1, atSign);
    const host = authority
      .slice(atSign + 1)
      .replace(/[.,;:!]*$/, '')
      .replace(/:\d+$/, '');
    if (isWordForPassword.test(password) && isToldAsFormat(text, at - scheme.length)) continue;
    const connection = judge(password, from + colon + 1, scheme, authority.slice(0, colon), host);
    if (connection !== undefined) found.push(connection);
  }
  return found;
}

const isWordForPassword = /^(?:pass(?:word|wd)?|pwd|secret|token)$/i;

/** "a format like `amqp://guest:password@host`", or an example right behind `<user>:<password>@<host>`. */
function isToldAsFormat(text: string, start: number): boolean {
  const line = /[^\n]*$/.exec(text.slice(Math.max(0, start - 160), start))?.[0] ?? '';
  if (/:\/\/<[^<>]*>:<[^<>]*>@/.test(line)) return true;
  const sentence = /[^.!?]*$/.exec(line.slice(-60))?.[0] ?? '';
  return /\b(?:formats?|formatted|forms?|syntax|patterns?|schema|looks? like)\b/i.test(sentence);
}

const parameter = /(?:password|passwd|pwd)[ \t]{0,4}=[ \t]{0,4}([^;&\s"'`<>()]{1,256})/gi;

function parametersIn(text: string): readonly FoundConnection[] {
  const found: FoundConnection[] = [];
  for (const match of text.matchAll(parameter)) {
    const lead = /(?:[;?&]|["' \t])[ \t]{0,4}$/.exec(
      text.slice(Math.max(0, match.index - 5), match.index),
    )?.[0];
    if (lead === undefined) continue;
    const value = match[1] ?? '';
    const start = match.index + match[0].length - value.length;
    const before = text.slice(Math.max(0, match.index - longest), match.index - lead.length);
    const line = before.slice(before.lastIndexOf('\n') + 1);
    if (!/[;?&]/.test(lead)) {
      const behind = text.slice(start, start + longest).split('\n', 1)[0] ?? '';
      const connection = keywordsIn(line + lead + behind)
        ? judge(value, start, 'postgres', '', '')
        : undefined;
      if (connection !== undefined) found.push(connection);
      continue;
    }
    const url = /([A-Za-z][A-Za-z0-9+.:-]*):\/\/([^\s/?;,:"']*)[^\s"']*$/.exec(line);
    const pairs = /(?:server|host|data source|address|endpoint)[ \t]*=[ \t]*([^;"']*)/i.exec(line);
    if (lead.startsWith(';') ? url === null && pairs === null : url === null) continue;
    // A parameter of a web address opens a page or a meeting, not a system: `?pwd=…` of an invitation.
    if (url !== null && /^https?$/i.test(url[1] ?? '')) continue;
    const host = url?.[2] ?? pairs?.[1] ?? '';
    const connection = judge(value, start, url?.[1] ?? '', '', host);
    if (connection !== undefined) found.push(connection);
  }
  return found;
}

/** libpq's `host=db user=booking password=x dbname=booking` (postgresql.org/docs, 33.1.1.1). */
function keywordsIn(line: string): boolean {
  const keys = line.match(/(?:^|["'\s])(?:host|hostaddr|port|dbname|user|sslmode)=(?=[^\s"'])/g);
  return keys !== null && new Set(keys.map((key) => key.replace(/^["'\s]/, ''))).size >= 2;
}

/**
 * `jdbc:oracle:thin:user/password@…` (Oracle Database JDBC Developer's Guide, "Thin-style service names") and
 * `user:password@tcp(host:3306)/…` (go-sql-driver/mysql, "DSN").
 */
function driverNamesIn(text: string): readonly FoundConnection[] {
  const found: FoundConnection[] = [];
  for (const match of text.matchAll(
    /jdbc:oracle:(?:thin|oci8?):([^\s"'`/@]{0,256})\/([^\s"'`/@]{1,256})@(?:\/\/)?([\w.-]*)/g,
  )) {
    const [whole, user = '', password = '', host = ''] = match;
    const at = match.index + whole.indexOf('/', whole.indexOf(user)) + 1;
    const connection = judge(password, at, 'oracle', user, host);
    if (connection !== undefined) found.push(connection);
  }
  for (const match of text.matchAll(/@(?:tcp|unix)\(([^\s()"'`]{0,256})\)/g)) {
    const before = text.slice(Math.max(0, match.index - longest), match.index);
    const pair = /(?:^|[\s"'`=(])([\w.-]{1,64}):([^\s"'`]{1,190})$/.exec(before);
    const [, user = '', password = ''] = pair ?? [];
    if (pair === null) continue;
    const host = (match[1] ?? '').replace(/:\d+$/, '');
    const connection = judge(password, match.index - password.length, 'mysql', user, host);
    if (connection !== undefined) found.push(connection);
  }
  return found;
}

function judge(
  password: string,
  start: number,
  scheme: string,
  user: string,
  host: string,
): FoundConnection | undefined {
  const decoded = decodePercent(password);
  if (placeholderOf(user) !== undefined && user !== '' && !/^[a-z]$/i.test(user)) return undefined;
  if (placeholderOf(decoded) !== undefined || looksFilled(decoded)) return undefined;
  if (/[[\]{}$]/.test(decoded) && /^[[{$]/.test(decoded)) return undefined;
  if (placeholderOf(host) === 'angle' || placeholderOf(host) === 'template') return undefined;
  const isGrammar = /^(?:user(?:name)?|usr|login|u)?$/i.test(user) && isWordForPassword.test(decoded);
  if (isGrammar && scheme !== '' && user !== '') return undefined;
  return {
    start,
    end: start + password.length,
    scheme: scheme.toLowerCase(),
    user,
    host,
    isDefault: isDefaultPassword(decoded),
    isReservedHost: isReservedHost(host),
  };
}

function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A host that can be nobody's (RFC 2606, 5737, 3849), or the machine at hand (RFC 6761). */
function isReservedHost(host: string): boolean {
  const name = host
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/:\d+$/, '');
  return (
    isExampleHost(name) || /^(?:(?:[\w-]+\.)*localhost|127\.[\d.]+|0\.0\.0\.0|::1|2001:db8:.*)$/.test(name)
  );
}
