import type { SecretFact, SettingFact } from '../../facts/fact';
import { expandsGrafanaVariables } from '../../facts/secret/grafana';
import { hasParameter, isAnchored } from '../../facts/parameter';
import { wordsOf } from '../../facts/secret/keyName';
import { entryOf, textOf } from '../../languages/yaml/read';
import type { Region } from '../../regions/region';
import type { Range } from '../../text/range';
import { message } from '../finding';
import { insert, replace, review, withStops, type Fix, type FixEdit } from '../fix';
import { chartSecretFix, fromExistingSecret } from './chartSecret';
import { referringFix } from './referringCredential';
import { fromSecret, podSecretNote } from './referenceNotes';
import { rotate } from './rotate';
import { fromFile, usePlaceholder } from './textCredential';
import { required, variableNameOf } from './variableName';

export const fromRepositorySecret = "Read the value from the repository's secrets";
export const requireVariable = 'Require the variable when the stack starts';
export const fromComposeSecret = 'Read the value from a Compose secret';
export const dropFallback = 'Drop the default value';

/** Rewrites of a secret that a YAML, JSON or environment file sets. */
export function settingFixes(secret: SecretFact, region: Region): readonly Fix[] {
  const { setting } = secret;
  const { text, language, context } = region;
  if (setting === undefined) return [];
  const isJson = language === 'json';
  if (secret.what === 'fallback') return [withoutFallback(secret, text)].filter((fix) => fix !== undefined);
  const value = wholeValue(secret, setting, text);
  const isPart = value === undefined;
  const isGrafanas = expandsGrafanaVariables(setting);
  // The shell would expand what a variable's place is taken by, before the file is written.
  if (context.isExpanded === true && (isGrafanas || /^(?:workflowEnv|composeEnv)$/.test(setting.source))) {
    return defined(isPart ? undefined : chartSecretFix(setting, region), placeholder(secret, setting, text));
  }
  const referring = isPart ? undefined : referringFix(setting, region);
  if (referring !== undefined) return [referring];
  const isVariable = setting.source === 'containerEnv' || setting.path.some((key) => /env/i.test(key));
  if (setting.entry?.key.value === 'value' && isVariable && setting.subject.kind !== 'workflow') {
    return [fromSecretKey(setting, isJson) ?? placeholder(secret, setting, text)];
  }
  switch (setting.source) {
    case 'workflowEnv':
      return [fromRepository(secret, setting, region)];
    case 'composeEnv':
      // A kustomization's literals are read as they stand.
      if (setting.subject.kind === 'kustomization') return [placeholder(secret, setting, text)];
      return defined(
        put(
          secret,
          setting,
          text,
          requireVariable,
          required(variableNameOf(secret)),
          message(
            'Compose reads the variable from its environment or from .env, which stays out of the repository. {rotate}',
            { rotate },
          ),
        ),
        secret.isGrafanaAdmin ? fromComposeFile(setting, text) : undefined,
      );
    case 'dotenv':
      return [
        review(
          usePlaceholder,
          [replace(secret.range, '')],
          message('Keep the filled-in file out of the repository. {rotate}', { rotate }),
        ),
      ];
    default:
      break;
  }
  if (setting.subject.kind === 'workflow') return [fromRepository(secret, setting, region)];
  if (secret.isGrafanaAdmin && !isPart) {
    const chart = fromParameter(setting, text) ?? fromChartSecret(setting, isJson);
    if (chart !== undefined) return [chart];
  }
  if (isGrafanas && !isPart) {
    return defined(
      put(
        secret,
        setting,
        text,
        fromFile,
        '$__file{/etc/secrets/‹name›/‹key›}',
        message('Mount the Secret with extraSecretMounts first. {rotate}', { rotate }),
        '‹name›',
        '‹key›',
      ),
      chartSecretFix(setting, region),
    );
  }
  return defined(isPart ? undefined : chartSecretFix(setting, region), placeholder(secret, setting, text));
}

function defined(...fixes: readonly (Fix | undefined)[]): readonly Fix[] {
  return fixes.filter((fix) => fix !== undefined);
}

/** The range of the value with its quotes, when the secret is all of it. */
function wholeValue(secret: SecretFact, { valueRange }: SettingFact, text: string): Range | undefined {
  const before = text.slice(valueRange.start, secret.range.start);
  const after = text.slice(secret.range.end, valueRange.end);
  return /^["']?$/.test(before) && /^["']?$/.test(after.trimEnd()) ? valueRange : undefined;
}

/** Puts `replacement` in the secret's place, with quotes where YAML needs them. */
function put(
  secret: SecretFact,
  setting: SettingFact,
  text: string,
  title: string,
  replacement: string,
  note: NonNullable<Fix['note']>,
  ...stops: readonly string[]
): Fix {
  const isQuoted = /^["']/.test(text.slice(setting.valueRange.start, setting.valueRange.start + 1));
  const isWhole = wholeValue(secret, setting, text) !== undefined;
  const map = setting.maps[setting.maps.length - 1];
  // Braces end a plain scalar in a flow map, and a quote belongs around a whole one only.
  const quote = !isQuoted && isWhole && map?.isFlow === true ? '"' : '';
  return review(title, [withStops(replace(secret.range, quote + replacement + quote), ...stops)], note);
}

/** The repository's secrets, where GitHub expands them: not in an action's file, nor in the `with` of a called workflow. */
function fromRepository(secret: SecretFact, setting: SettingFact, { text, context }: Region): Fix {
  const { path, subject } = setting;
  const isCall = path.length === 4 && path[0] === 'jobs' && path[2] === 'with';
  if (subject.kind !== 'workflow' || isCall || /(?:^|[/\\])action\.ya?ml$/.test(context.fileName)) {
    return placeholder(secret, setting, text);
  }
  const step = setting.maps[setting.maps.length - 2];
  const isLogin = /login/.test(textOf(step, 'uses') ?? '');
  const isRegistry = (isLogin || setting.path.includes('credentials')) && setting.key === 'password';
  // GitHub keeps names with this prefix for itself (docs.github.com, "Naming your secrets").
  const name = isRegistry ? 'REGISTRY_PASSWORD' : variableNameOf(secret).replace(/^GITHUB_/, 'GH_');
  const expression = `\${{ secrets.${name} }}`;
  const note = message("Create the secret in the repository's settings first. {rotate}", { rotate });
  return put(secret, setting, text, fromRepositorySecret, expression, note);
}

/** `value: x` of a container's variable to `valueFrom.secretKeyRef`, block or flow as the item is. */
function fromSecretKey(setting: SettingFact, isJson: boolean): Fix | undefined {
  const key = wordsOf(setting.key).join('-');
  const secretName = '‹secret name›';
  if (setting.entry?.key.value !== 'value') return undefined;
  const reference = { secretKeyRef: { name: secretName, key } };
  const edit = entryEdit(setting, { valueFrom: reference }, isJson);
  if (edit === undefined) return undefined;
  return review(fromSecret, [withStops(edit, secretName, key)], podSecretNote);
}

export const chartNote = message(
  "The Secret must exist in the release's namespace with these keys. Grafana takes the password only when its database is first created: on a running one, change it with grafana cli admin reset-admin-password. {rotate}",
  { rotate },
);

/** `adminPassword: x` of the grafana chart to `admin.existingSecret`, Bitnami's `admin.password` to its own form. */
function fromChartSecret(setting: SettingFact, isJson: boolean): Fix | undefined {
  const map = setting.maps[setting.maps.length - 1];
  const name = setting.entry?.key.value;
  const stop = 'grafana-admin';
  const admin: Fields =
    name === 'password'
      ? { existingSecret: stop, existingSecretPasswordKey: 'admin-password' }
      : { admin: { existingSecret: stop, userKey: 'admin-user', passwordKey: 'admin-password' } };
  if (name !== 'password' && (name !== 'adminPassword' || entryOf(map, 'admin') !== undefined))
    return undefined;
  const edit = entryEdit(setting, admin, isJson);
  return edit && review(fromExistingSecret, [withStops(edit, stop)], chartNote);
}

/** Argo CD's `{name: grafana.adminPassword, value: x}`. */
function fromParameter(setting: SettingFact, text: string): Fix | undefined {
  const { entry, keyRange, key, valueRange } = setting;
  if (entry?.key.value !== 'value' || !key.endsWith('adminPassword') || isAnchored(setting)) return undefined;
  if (hasParameter(setting, key.replace('adminPassword', 'admin.existingSecret'))) return undefined;
  const name = text.slice(keyRange.start, keyRange.end);
  const stop = 'grafana-admin';
  const edits = [
    replace(keyRange, name.replace('adminPassword', 'admin.existingSecret')),
    withStops(replace(valueRange, stop), stop),
  ];
  return review(fromExistingSecret, edits, chartNote);
}

interface Fields {
  readonly [key: string]: string | Fields;
}

/** Puts fields in the place of the setting's entry, in the style of its map. */
function entryEdit({ entry, maps }: SettingFact, fields: Fields, isJson: boolean): FixEdit | undefined {
  const map = maps[maps.length - 1];
  if (entry === undefined || map === undefined || entry.key.anchor !== undefined) return undefined;
  // Somebody else may refer to the value by its anchor.
  if (entry.value?.anchor !== undefined) return undefined;
  return replace(
    entry.range,
    isJson ? jsonOf(fields) : map.isFlow ? flowOf(fields) : blockOf(fields, map.indent),
  );
}

function jsonOf(fields: Fields): string {
  return JSON.stringify(fields, null, ' ').replace(/\n\s*/g, ' ').slice(2, -2);
}

function flowOf(fields: Fields): string {
  const pairs = Object.entries(fields).map(
    ([key, value]) => `${key}: ${typeof value === 'string' ? scalarOf(value) : `{ ${flowOf(value)} }`}`,
  );
  return pairs.join(', ');
}

function blockOf(fields: Fields, indent: number): string {
  const pad = ' '.repeat(indent + 2);
  const lines = Object.entries(fields).map(
    ([key, value]) =>
      `${key}:${typeof value === 'string' ? ` ${scalarOf(value)}` : `\n${pad}${blockOf(value, indent + 2)}`}`,
  );
  return lines.join(`\n${' '.repeat(indent)}`);
}

function scalarOf(text: string): string {
  return /^[\w-]+$/.test(text) ? text : `"${text}"`;
}

/** `GF_SECURITY_ADMIN_PASSWORD` to its `__FILE` form with a Compose secret, where the whole file is visible. */
function fromComposeFile(setting: SettingFact, text: string): Fix | undefined {
  const { maps, entry } = setting;
  const [root, , service, environment] = maps;
  if (
    root === undefined ||
    service === undefined ||
    environment === undefined ||
    entry === undefined ||
    maps.length !== 4
  ) {
    return undefined;
  }
  const environmentEntry = entryOf(service, 'environment');
  const last = root.entries[root.entries.length - 1];
  if (environmentEntry === undefined || last === undefined || maps.some((map) => map.isFlow || map.isOpen))
    return undefined;
  if (entryOf(service, 'secrets') !== undefined || entryOf(root, 'secrets') !== undefined) return undefined;
  const pad = ' '.repeat(service.indent);
  const rootPad = ' '.repeat(root.indent);
  const file = './grafana_admin_password.txt';
  const top = `\n\n${rootPad}secrets:\n${rootPad}  grafana_admin:\n${rootPad}    file: ${file}`;
  const edits: FixEdit[] = [
    replace(entry.range, `${entry.key.value}__FILE: /run/secrets/grafana_admin`),
    insert(lineEnd(text, environmentEntry.range.end), `\n${pad}secrets:\n${pad}  - grafana_admin`),
    withStops(insert(lineEnd(text, last.range.end), top), file),
  ];
  return review(
    fromComposeSecret,
    edits,
    message('Keep the file out of the repository. {rotate}', { rotate }),
  );
}

/** The end of the line, behind a comment that stands there. */
function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end;
}

/** `${X:-literal}` and `${X-literal}` to `${X:?set X}`, a chart's `default "literal"` to `required "set x"`. */
export function withoutFallback(secret: SecretFact, text: string): Fix | undefined {
  const template = withoutTemplateFallback(secret, text);
  if (template !== undefined) return template;
  const open = text.lastIndexOf('${', secret.range.start);
  const match = /^\$\{(\w+):?[-=]$/.exec(text.slice(open, secret.range.start));
  const name = match?.[1];
  if (open < 0 || name === undefined || text.charAt(secret.range.end) !== '}') return undefined;
  const edit = replace({ start: open, end: secret.range.end + 1 }, required(name));
  return review(
    dropFallback,
    [edit],
    message(
      'Without a value the command ends with a message instead of running with one that everybody knows. {rotate}',
      { rotate },
    ),
  );
}

/** `required` stops the release with the message where the value is empty, in the places that `default` stands in. */
function withoutTemplateFallback({ range, label }: SecretFact, text: string): Fix | undefined {
  const line = text.slice(text.lastIndexOf('\n', range.start) + 1, range.start);
  const word = /\bdefault[ \t]+(["`])$/.exec(line);
  const quote = word?.[1];
  if (word === null || quote === undefined || text.charAt(range.end) !== quote) return undefined;
  const behind = text.slice(range.end + 1, lineEnd(text, range.end)).split('}}', 1)[0] ?? '';
  const action = line.slice(Math.max(0, line.lastIndexOf('{{'))) + behind;
  const value = /\.Values\.([\w.]+)/.exec(action)?.[1] ?? label;
  const start = range.start - word[0].length;
  return review(
    dropFallback,
    [replace({ start, end: range.end + 1 }, `required ${quote}set ${value}${quote}`)],
    message(
      'Without the value the release stops with a message instead of running with one that everybody knows. {rotate}',
      { rotate },
    ),
  );
}

/** A quoted placeholder: nothing that anybody could log in with. */
function placeholder(secret: SecretFact, setting: SettingFact, text: string): Fix {
  const stop = '‹value from the secret store›';
  const whole = wholeValue(secret, setting, text);
  const isBlock = /^[|>]/.test(text.slice(setting.valueRange.start, setting.valueRange.start + 1));
  const edit =
    (whole !== undefined && setting.entry !== undefined) || isBlock
      ? replace(setting.valueRange, `"${stop}"`)
      : replace(secret.range, stop);
  return review(
    usePlaceholder,
    [withStops(edit, stop)],
    message('The real value belongs in a secret store. {rotate}', { rotate }),
  );
}
