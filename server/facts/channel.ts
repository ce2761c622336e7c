import { textOf } from '../languages/yaml/read';
import type { Region } from '../regions/region';
import { lineEndAt } from '../text/lines';
import type { Range } from '../text/range';
import { isLocalHost } from './address';
import type { CommandFact, Flag } from './command';
import type { SettingFact, Subject } from './fact';
import { valueOf } from './reading';

/** How a client is told to talk to a server, where the text shows that it is not encrypted or not checked. */
export interface ChannelFact {
  readonly kind: 'channel';
  readonly what: 'sslMode' | 'ssl' | 'scheme' | 'kafka' | 'chartTls' | 'verification';
  /** The setting: `sslmode`, `security.protocol`, `redis`. */
  readonly name: string;
  /** As written: `disable`, `false`, `redis`. */
  readonly value: string;
  readonly range: Range;
  /** What would stand there instead, where that is certain: `verify-full`, `rediss`. */
  readonly secure: string | undefined;
  /** True in a Compose file, where the network is one machine's. */
  readonly isOneMachine: boolean;
  readonly subject: Subject['kind'];
  /** For an option of a command: both, so that it can be taken out. */
  readonly command: CommandFact | undefined;
  readonly flag: Flag | undefined;
}

interface Shape {
  readonly what: ChannelFact['what'];
  readonly pattern: RegExp;
  readonly secure: (value: string) => string | undefined;
}

/** Each pattern is linear, and names the setting and its value. */
const shapes: readonly Shape[] = [
  {
    what: 'sslMode',
    pattern: /\b(sslmode)=(disable|allow|prefer)(?![\w-])/dg,
    secure: () => 'verify-full',
  },
  {
    what: 'sslMode',
    pattern: /\b(ssl-?mode)=(DISABLED|PREFERRED)(?![\w-])/dgi,
    secure: () => 'VERIFY_IDENTITY',
  },
  { what: 'ssl', pattern: /[?&;](ssl|tls|useSSL|encrypt)=(false)(?![\w-])/dg, secure: () => 'true' },
  {
    what: 'kafka',
    pattern: /\b(security\.protocol)=(PLAINTEXT|SASL_PLAINTEXT)(?![\w-])/dg,
    secure: secureProtocol,
  },
];

const schemes: { readonly [scheme: string]: string | undefined } = {
  http: 'https',
  redis: 'rediss',
  amqp: 'amqps',
  mqtt: 'mqtts',
  ldap: 'ldaps',
};

function secureProtocol(value: string): string {
  return value.startsWith('SASL') ? 'SASL_SSL' : 'SSL';
}

/**
 * Channels that settings and commands of a region show to be plain or unchecked, in the order of the text.
 *
 * A host on the same machine or pod, and an address inside of a probe, are left out. Cost: linear.
 */
export function channelsOf(
  region: Region,
  facts: { readonly setting: readonly SettingFact[]; readonly command: readonly CommandFact[] },
): readonly ChannelFact[] {
  const found = new Map<number, ChannelFact>();
  const add = (fact: ChannelFact): void => {
    if (!found.has(fact.range.start)) found.set(fact.range.start, fact);
  };
  const local = localServers(facts.setting);
  for (const setting of facts.setting) {
    const kind = setting.subject.kind;
    const named = local.has(setting.key) ? undefined : ofName(setting, region.text);
    if (named !== undefined) add(named);
    if (!isProbe(setting.path)) {
      for (const fact of inText(region.text, setting.valueRange, kind)) add(fact);
      if (isUsed(setting)) for (const fact of addressesIn(region.text, setting, kind)) add(fact);
    }
  }
  for (const command of facts.command) {
    if (!command.isEditable || isOfThisMachine(command)) continue;
    for (const { range } of command.args) for (const fact of inText(region.text, range, 'unknown')) add(fact);
    for (const fact of [...ofFlags(command), ...ofMysql(command)]) add(fact);
  }
  return [...found.values()].sort((a, b) => a.range.start - b.range.start);
}

/** Names of modes whose server, `PGHOST` for `PGSSLMODE`, is on the same machine or pod wherever it is set. */
function localServers(settings: readonly SettingFact[]): ReadonlySet<string> {
  const isLocal = new Map<string, boolean>();
  for (const { key, value } of settings) {
    if (!/HOST(?:NAME)?$/i.test(key)) continue;
    const isOwn = /^(?:localhost|127\.|\/)/.test(valueOf(value) ?? '');
    isLocal.set(key, isOwn && isLocal.get(key) !== false);
  }
  const isBeside = (key: string): boolean => {
    const start = key.replace(/SSL_?MODE$/i, '');
    return start !== key && (isLocal.get(`${start}HOST`) ?? isLocal.get(`${start}host`)) === true;
  };
  return new Set(settings.map(({ key }) => key).filter(isBeside));
}

/** What a connection string to a database, cache or broker begins with, or holds. */
const connection = /\b(?:jdbc:|mongodb|mysql|mariadb|postgres|sqlserver|mssql|redis|amqp|clickhouse)|@tcp\(/i;

function inText(text: string, range: Range, subject: Subject['kind']): readonly ChannelFact[] {
  const own = text.slice(range.start, range.end);
  if (!own.includes('=') || isBesideIt(own)) return [];
  return shapes.flatMap(({ what, pattern, secure }) =>
    (what === 'ssl' && !connection.test(own) ? [] : [...own.matchAll(pattern)])
      .filter(({ index }) => what === 'ssl' || isSetting(own, index))
      .map((match): ChannelFact => {
        const [start, end] = match.indices?.[2] ?? [0, 0];
        const value = match[2] ?? '';
        return {
          ...channel(
            what,
            match[1] ?? '',
            value,
            { start: range.start + start, end: range.start + end },
            subject,
          ),
          secure: secure(value),
        };
      }),
  );
}

/** False in a sentence about it, "sslmode=disable is forbidden": among settings, options or in an address it is one. */
function isSetting(text: string, at: number): boolean {
  // In code marks it is quoted, not set.
  if (/`[^`\s]*$/.test(text.slice(Math.max(0, at - 60), at))) return false;
  const line = text.slice(text.lastIndexOf('\n', at) + 1, lineEndAt(text, at));
  const words = line.split(/\s+/).filter((word) => word !== '');
  return (
    words.every((word) => word.includes('=')) ||
    words.some((word) => /^["']?(?:host|user|dbname|port|password)=/.test(word)) ||
    words.some((word) => /^--?[a-z]/i.test(word)) ||
    text.slice(text.lastIndexOf(' ', at) + 1, at).includes(':')
  );
}

/** True where the server is on the same machine or pod: a loopback name, a socket. */
function isBesideIt(text: string): boolean {
  return /(?:@|\/\/|\bhost=)(?:localhost|127\.\d|\[::1\]|\/)|(?:^|[\s"'])postgres(?:ql)?:\/\/\//.test(text);
}

function isOfThisMachine({ args }: CommandFact): boolean {
  return args.some(({ value }) => /^(?:--host=)?(?:localhost|127\.0\.0\.1)$/.test(value));
}

/** True where the map around it names a server on the same machine or pod. */
function isBesideServer({ maps, command }: SettingFact): boolean {
  if (command !== undefined && isOfThisMachine(command)) return true;
  const map = maps[maps.length - 1];
  return ['host', 'hostname', 'server', 'address'].some((key) =>
    /^(?:localhost|127\.|\/)/.test(textOf(map, key) ?? ''),
  );
}

const sslModeKey = /(?:^|[_.-])ssl[_-]?mode$/i;

/** A setting whose name says it: `PGSSLMODE=disable`, `sslmode: prefer`, `--ssl-mode=DISABLED`, `tls.enabled: false`. */
function ofName(setting: SettingFact, text: string): ChannelFact | undefined {
  if (isBesideServer(setting)) return undefined;
  const { key, path, subject, valueRange } = setting;
  const value = valueOf(setting.value);
  if (value === undefined) return undefined;
  const parent = path[path.length - 2] ?? '';
  const of = (what: ChannelFact['what'], secure: string | undefined): ChannelFact => ({
    ...channel(what, key, value, innerOf(text, valueRange), subject.kind),
    secure,
  });
  if (sslModeKey.test(key) || key === 'PGSSLMODE' || /_SSLMODE$/.test(key)) {
    if (/^(?:disable|allow|prefer)$/.test(value)) return of('sslMode', 'verify-full');
    return /^(?:DISABLED|PREFERRED)$/.test(value) ? of('sslMode', 'VERIFY_IDENTITY') : undefined;
  }
  if (/^(?:insecureSkipVerify|insecure_skip_verify|tlsInsecureSkipVerify|InsecureSkipVerify)$/.test(key))
    return value === 'true' && setting.source === 'yaml' && !path.includes('trafficPolicy')
      ? of('verification', 'false')
      : undefined;
  if (/(?:^|[_.-])security[._]?protocol$|_SECURITY_PROTOCOL$/i.test(key))
    return /^(?:SASL_)?PLAINTEXT$/.test(value) ? of('kafka', secureProtocol(value)) : undefined;
  if (
    /^KAFKA_(?:CFG_)?(?:ADVERTISED_LISTENERS|LISTENER_SECURITY_PROTOCOL_MAP)$/.test(key) &&
    /(?:^|[\s,:])(?:SASL_)?PLAINTEXT(?:$|[\s,:])/.test(value)
  )
    return of('kafka', undefined);
  const isChart = setting.source === 'set' || (setting.source === 'yaml' && subject.kind !== 'manifest');
  return key === 'enabled' && parent === 'tls' && value === 'false' && isChart
    ? of('chartTls', 'true')
    : undefined;
}

/** Without the quotes around it. */
function innerOf(text: string, range: Range): Range {
  const isQuoted = /^(["'])[^"']*\1$/.test(text.slice(range.start, range.end));
  return isQuoted ? { start: range.start + 1, end: range.end - 1 } : range;
}

/** Settings that a program goes by; a command's own options and words are tried out by people. */
function isUsed({ source, command }: SettingFact): boolean {
  return source !== 'flag' && source !== 'set' && command === undefined;
}

const address = /\b(http|redis|amqp|mqtt|ldap):\/\/(?:[^\s"'@/]*@)?([\w.-]+)/dg;

function addressesIn(
  text: string,
  { valueRange }: SettingFact,
  subject: Subject['kind'],
): readonly ChannelFact[] {
  const own = text.slice(valueRange.start, valueRange.end);
  if (!own.includes('://')) return [];
  return [...own.matchAll(address)].flatMap((match): readonly ChannelFact[] => {
    const [, scheme = '', host = ''] = match;
    const isService = /\.svc(?:\.cluster\.local)?\.?$/.test(host);
    const isBeside = /^(?:localhost|127\.)/.test(host);
    if (scheme === 'http' ? !isService : isBeside || !(isLocalHost(host) || isService)) return [];
    const [start, end] = match.indices?.[1] ?? [0, 0];
    const range = { start: valueRange.start + start, end: valueRange.start + end };
    return [{ ...channel('scheme', host, scheme, range, subject), secure: schemes[scheme] }];
  });
}

function isProbe(path: readonly string[]): boolean {
  return path.some((key) => /(?:probe|healthcheck|lifecycle)$/i.test(key));
}

/** Options that leave encryption or its check away; what curl, kubectl and their like do is read as downloads are. */
const plainFlags: { readonly [program: string]: RegExp | undefined } = {
  argocd: /^--(?:insecure|plaintext)$/,
  grpcurl: /^-(?:plaintext|insecure)$/,
  etcdctl: /^--insecure-(?:skip-tls-verify|transport)$/,
  vault: /^-tls-skip-verify$/,
  oras: /^--(?:plain-http|insecure)$/,
  cosign: /^--allow-(?:insecure|http)-registry$/,
  skopeo: /^--(?:src-|dest-)?tls-verify$/,
  crane: /^--insecure$/,
  istioctl: /^--(?:plaintext|insecure)$/,
  influx: /^--skip-verify$/,
};

/** Clients of MySQL and MariaDB. */
const mysqlClients =
  /^(?:mysql|mysqldump|mysqladmin|mysqlimport|mysqlcheck|mysqlshow|mariadb(?:-(?:dump|admin|import|check|show))?)$/;

/**
 * `--skip-ssl` and its synonyms `--disable-ssl`, `--ssl=0`: what clients of MariaDB take, and those of MySQL up to 5.7
 * (MySQL 8.0 has `--ssl-mode` alone). Both know the two options that encrypt and check, too.
 */
function ofMysql(command: CommandFact): readonly ChannelFact[] {
  // Without a host they talk to a socket of this machine.
  const hasHost = command.flags.some(({ name }) => name === '--host' || name.startsWith('-h'));
  if (!mysqlClients.test(command.program) || !hasHost) return [];
  return command.flags.flatMap((flag): readonly ChannelFact[] => {
    const { name, value, range } = flag;
    const isSkipped = (name === '--skip-ssl' || name === '--disable-ssl') && value === undefined;
    const isOff = name === '--ssl' && value !== undefined && /^(?:0|off|false)$/i.test(value.value);
    if (!isSkipped && !isOff) return [];
    const written = isOff ? `${name}=${value.value}` : name;
    const fact = channel('ssl', written, '', range, 'unknown');
    return [{ ...fact, secure: '--ssl --ssl-verify-server-cert', command, flag }];
  });
}

function ofFlags(command: CommandFact): readonly ChannelFact[] {
  const pattern = Object.hasOwn(plainFlags, command.program) ? plainFlags[command.program] : undefined;
  if (pattern === undefined) return [];
  if (command.args.some(({ value }) => /(?:^|\/\/|@)(?:localhost|127\.0\.0\.1)(?:$|[:/])/.test(value)))
    return [];
  return command.flags.flatMap((flag): readonly ChannelFact[] => {
    const { name, value, range } = flag;
    const isOff = value !== undefined && /^(?:false|0)$/.test(value.value);
    if (!pattern.test(name) || isOff !== name.endsWith('tls-verify')) return [];
    return [{ ...channel('verification', name, value?.value ?? '', range, 'unknown'), command, flag }];
  });
}

function channel(
  what: ChannelFact['what'],
  name: string,
  value: string,
  range: Range,
  subject: Subject['kind'],
): ChannelFact {
  return {
    kind: 'channel',
    what,
    name,
    value,
    range,
    secure: undefined,
    isOneMachine: subject === 'compose',
    subject,
    command: undefined,
    flag: undefined,
  };
}
