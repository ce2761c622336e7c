import type { RegionContext } from '../../languages/language';
import type { YamlMap } from '../../languages/yaml/tree';
import type { Range } from '../../text/range';
import { environmentOfName } from '../environmentName';
import type { SecretFact, SecretKind, SettingFact, Subject } from '../fact';
import { decodeBase64 } from './base64';
import { secretFact } from './candidate';
import { connectionsIn } from './connectionString';
import { isGrafanaAdmin, isGrafanaSecret } from './grafana';
import { isReferenceMap, secretNameOf, wordsOf, type SecretName } from './keyName';
import { privateKeysIn } from './privateKey';
import { looksGenerated } from './randomness';
import { kindOfToken, tokensIn } from './token';
import { isLanguageFile, isTranslation } from './translation';
import { secretValueOf } from './value';
import { withoutQuotes } from './wordPart';

/** Longest name that a label repeats. */
const longestLabel = 60;

/**
 * The secret that a setting holds, if any: a literal under a secret's name, the fallback of
 * `${DB_PASSWORD:-literal}`, or a shape that shows only once the value is decoded (base64 of a Secret,
 * escapes of a YAML string).
 *
 * Settings of commands (`--password x`) are read by commandSecrets.ts, which knows the programs; those in a
 * container's list of arguments here, `before` being the setting in front of this one.
 */
export function secretOfSetting(
  setting: SettingFact,
  before: SettingFact | undefined,
  text: string,
  context: RegionContext,
): SecretFact | undefined {
  if (isOfCommand(setting) || isAboutReferences(setting)) return undefined;
  if (isArgument(setting)) return secretOfArgument(setting, before, text, context);
  const name = nameOf(setting);
  const range = withoutQuotes(text, setting.valueRange);
  const { fallback } = setting;
  if (fallback !== undefined && name !== undefined) {
    const what = secretValueOf(fallback.value, name, true);
    if (what !== undefined) return build(setting, context, 'fallback', fallback.range);
  }
  if (setting.value.state !== 'known' || isTagged(setting)) return undefined;
  const written = setting.value.value;
  const value = decodedOf(setting, written);
  if (value === undefined) return undefined;
  if (value !== text.slice(range.start, range.end) || value.startsWith(encodedKey)) {
    const shaped = shapeOf(value, setting, context, range);
    if (shaped !== undefined) return shaped;
  }
  if (
    /^\.?dockerc(?:onfigjson|fg)$/i.test(setting.key) &&
    holdsRegistryPassword(decodeBase64(value) ?? value)
  ) {
    return build(setting, context, 'literal', range);
  }
  if (isForEyes(setting, context)) return undefined;
  if (name === undefined) {
    const isLiteral =
      isSecretData(setting) && looksGenerated(value) && !isPublicName(setting.key) && !isListed(value);
    return isLiteral ? build(setting, context, 'literal', range) : undefined;
  }
  const what = secretValueOf(value, name, isCertain(setting, name));
  // An access key is the user's name in a pair, so `minio` is none to worry about.
  if (what === 'default' && wordsOf(setting.key).join(' ').endsWith('access key')) return undefined;
  return what === undefined ? undefined : build(setting, context, what, range);
}

/** An item of a container's `command` or `args`, which no shell reads. */
function isArgument({ key, entry, source }: SettingFact): boolean {
  return entry === undefined && source === 'yaml' && /^(?:args|command|entrypoint)$/.test(key);
}

/** `--password=x`, or `x` behind the item `--password`. */
function secretOfArgument(
  setting: SettingFact,
  before: SettingFact | undefined,
  text: string,
  context: RegionContext,
): SecretFact | undefined {
  if (setting.value.state !== 'known') return undefined;
  const { value } = setting.value;
  const range = withoutQuotes(text, setting.valueRange);
  const joined = /^--?([A-Za-z][\w.-]{0,60})=(?=\S)/.exec(value);
  const behind = before?.value.state === 'known' && isArgument(before) ? before.value.value : '';
  const flag =
    joined?.[1] ?? (value.startsWith('-') ? undefined : /^--?([A-Za-z][\w.-]{0,60})$/.exec(behind)?.[1]);
  const name = flag === undefined ? undefined : secretNameOf(flag);
  if (flag === undefined || name === undefined || text.slice(range.start, range.end) !== value)
    return undefined;
  const from = joined?.[0].length ?? 0;
  const what = secretValueOf(value.slice(from), name, true);
  if (what === undefined) return undefined;
  const secret = build(setting, context, what, { start: range.start + from, end: range.end });
  return { ...secret, label: flag };
}

/** `!vault`, `!reference`, `!Ref`: an application's tag says that the value stands for another. */
function isTagged({ entry }: SettingFact): boolean {
  const tag = entry?.value?.tag;
  return tag !== undefined && !/^(?:!!|tag:yaml\.org|!$)/.test(tag);
}

/** Flags, and the `--from-literal` of kubectl, are the business of commandSecrets.ts. */
export function isOfCommand({ source, command }: SettingFact): boolean {
  return source === 'flag' || (source === 'set' && /^(?:kubectl|oc|kustomize)$/.test(command?.program ?? ''));
}

function build(setting: SettingFact, context: RegionContext, what: SecretKind, range: Range): SecretFact {
  return secretFact({
    what,
    label: labelOf(setting),
    range,
    form: 'setting',
    setting,
    command: setting.command,
    word: setting.word,
    isGrafanaAdmin: isGrafanaAdmin(setting, context.fileName),
    isHarmless: isThrowaway(setting, context, what),
  });
}

/** How base64 of `-----BEGIN ` starts. */
const encodedKey = 'LS0tLS1CRUdJTi';

/** What the value is by its own shape, where that does not show in the text as it is written. */
function shapeOf(
  value: string,
  setting: SettingFact,
  context: RegionContext,
  range: Range,
): SecretFact | undefined {
  const inner = value.startsWith(encodedKey) ? (decodeBase64(value) ?? value) : value;
  const [key] = privateKeysIn(inner);
  if (key !== undefined) {
    return { ...build(setting, context, 'privateKey', range), label: key.label, isShapeVerified: true };
  }
  const [token] = tokensIn(value);
  if (token !== undefined) {
    return {
      ...build(setting, context, kindOfToken(token), range),
      label: token.label,
      isHarmless: token.isHarmless,
      isShapeVerified: true,
    };
  }
  const [connection] = connectionsIn(value);
  if (connection !== undefined) {
    return {
      ...build(setting, context, connection.isDefault ? 'default' : 'connectionString', range),
      isHarmless: connection.isReservedHost,
    };
  }
  return undefined;
}

function labelOf(setting: SettingFact): string {
  const key = ownKeyOf(setting);
  return key.length > longestLabel ? `${key.slice(0, longestLabel)}…` : key;
}

/** The name that is set; GitLab writes a variable's value into a map of its own: `DB_PASSWORD: { value: x }`. */
function ownKeyOf({ key, path, subject }: SettingFact): string {
  const [parent, above] = [path[path.length - 2], path[path.length - 3]];
  const isVariable = subject.kind === 'gitlabCi' && key === 'value' && above === 'variables';
  return isVariable && parent !== undefined ? parent : key;
}

/** True for a Docker configuration (`auths.<registry>.auth`, `password`, `identitytoken`) with a credential in it. */
function holdsRegistryPassword(text: string): boolean {
  const pairs = text.matchAll(/"(?:auth|password|identitytoken)"\s*:\s*"([^"\\]{1,4096})"/g);
  return [...pairs].some(([, value = '']) => secretValueOf(value, 'password', true) !== undefined);
}

/** The kind of secret that the setting's name announces; an item of `passwords` has its list's. */
function nameOf(setting: SettingFact): SecretName | undefined {
  const { path } = setting;
  const key = ownKeyOf(setting);
  if (isGrafanaSecret(setting)) return 'password';
  const isItem = /^\[\d+\]$/.test(path[path.length - 1] ?? '');
  const name = secretNameOf(key);
  const words = wordsOf(key);
  if (isItem) return /(?:passwords|tokens)$/i.test(key) ? name : undefined;
  // Bitnami's Pgpool takes `user1;user2` and `x;y` in one text.
  if (words.join('') === 'passwords') return 'secret';
  // A plural is a map or list of them, or a count.
  if (/^(?:passwords|tokens)$/.test(words[words.length - 1] ?? '')) return undefined;
  // `auths.<registry>.auth` of a Docker configuration is base64 of user:password.
  if (words.join('') === 'auth' && path.includes('auths')) return 'secret';
  // `pass=1` counts tests; PWD is a folder.
  if (words.length === 1 && /^(?:pass|pw|pwd)$/.test(words[0] ?? '')) return 'secret';
  return name;
}

function isCertain(setting: SettingFact, name: SecretName): boolean {
  const { source, key } = setting;
  // Nobody describes a password in a `--set`; other names stand there for names of Secrets, too.
  if ((name === 'password' && source === 'set') || isGrafanaSecret(setting)) return true;
  // Shouted names are those of environment variables, wherever they stand.
  return /^[A-Z][A-Z0-9_]*$/.test(key) || !/^(?:yaml|configMapData|set)$/.test(source);
}

function isSecretData({ source }: SettingFact): boolean {
  return source === 'secretData' || source === 'secretStringData';
}

function decodedOf(setting: SettingFact, value: string): string | undefined {
  return setting.source === 'secretData' ? decodeBase64(value) : value;
}

/** Kinds whose fields say where a secret is kept, or that hold it encrypted. */
const referringKinds = new Set([
  'SealedSecret',
  'ExternalSecret',
  'ClusterExternalSecret',
  'SecretStore',
  'ClusterSecretStore',
  'PushSecret',
  'SecretProviderClass',
  'VaultStaticSecret',
  'VaultDynamicSecret',
  'VaultPKISecret',
  'CustomResourceDefinition',
  'Role',
  'ClusterRole',
]);

function isAboutReferences({ subject, path, maps }: SettingFact): boolean {
  if (subject.kind === 'schema' || (subject.kind === 'manifest' && referringKinds.has(subject.resource)))
    return true;
  if (path.slice(0, -1).some(isReferenceMap)) return true;
  return maps[0] !== undefined && isEncrypted(maps[0]);
}

const encrypted = new WeakMap<YamlMap, boolean>();

/** SOPS adds a map of this name at the top; what it left in the clear was left so on purpose. */
function isEncrypted(root: YamlMap): boolean {
  let isSops = encrypted.get(root);
  if (isSops === undefined) {
    isSops = root.entries.some(({ key, value }) => key.value === 'sops' && value?.kind === 'map');
    encrypted.set(root, isSops);
  }
  return isSops;
}

/** True for a text that a program shows, such as the label of a field. */
function isForEyes({ source, maps }: SettingFact, { fileName }: RegionContext): boolean {
  if (source !== 'yaml' || fileName === '') return false;
  const keys = maps[0]?.entries.slice(0, 2).map(({ key }) => key.value) ?? [];
  return isTranslation(fileName) || isLanguageFile(fileName, keys);
}

/** Names of a Secret's entries that are no secret themselves. */
function isPublicName(key: string): boolean {
  const words = wordsOf(key);
  return /^(?:user|username|login|email|mail|host|hostname|port|database|db|name|namespace|url|uri|endpoint|server|address|region|zone|bucket|crt|cert|certificate|ca|pub|public|id|arn|version|type|json|yaml|yml|conf|config|ini|xml|properties|sh|sql|txt)$/.test(
    words[words.length - 1] ?? '',
  );
}

/** A list of hosts or addresses, which only looks generated. */
function isListed(value: string): boolean {
  return /[,;|]|:\/\//.test(value) || /^\d+(?:\.\d+){3}/.test(value) || /^[\w.+-]+@[\w.-]+$/.test(value);
}

/**
 * True where the value guards nothing that lasts: a service of a CI job; in a Compose file for development what
 * somebody made up. Default passwords and Grafana's are milder in development by their rules' own word (see
 * engine/environment.ts).
 */
function isThrowaway(setting: SettingFact, context: RegionContext, what: SecretKind): boolean {
  if (isKind(setting.subject, 'workflow', 'gitlabCi'))
    return setting.path.includes('services') && setting.key !== 'password';
  if (what === 'default' || what === 'fallback' || isGrafanaAdmin(setting, context.fileName)) return false;
  const isCompose = setting.source === 'composeEnv' || setting.subject.kind === 'compose';
  return isCompose && environmentOfName(context.fileName)?.kind === 'development';
}

function isKind(subject: Subject, ...kinds: readonly Subject['kind'][]): boolean {
  return kinds.includes(subject.kind);
}
