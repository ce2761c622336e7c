import data from '../data/valueReferences.json';
import { entryOf, listOf, mapOf } from '../languages/yaml/read';
import type { YamlEntry, YamlMap } from '../languages/yaml/tree';
import { valuePathOf } from './chartSecret';
import type { SettingFact } from './fact';
import { wordsOf } from './secret/keyName';

/**
 * How a program whose configuration stands in values takes the place of a secret instead of the secret
 * (data/valueReferences.json).
 */
export type ValueReference = AlertmanagerFile | ArgocdSecret | GiteaVariable | OperatorSecret;

/** Alertmanager reads a file: `slack_api_url_file`. */
export interface AlertmanagerFile {
  readonly kind: 'alertmanagerFile';
  readonly field: string;
  /** The name of the file, which is the key of the Secret. */
  readonly file: string;
  /** `alertmanager` in a chart's values; undefined in a configuration that stands for itself. */
  readonly owner: YamlMap | undefined;
  /** True where the chart is kube-prometheus-stack, whose `alertmanagerSpec.secrets` are mounted. */
  readonly isOperators: boolean;
}

/** Argo CD puts in `$name:key`. */
export interface ArgocdSecret {
  readonly kind: 'argocdSecret';
  readonly key: string;
}

/** The Gitea chart makes a key of app.ini of a variable of the environment. */
export interface GiteaVariable {
  readonly kind: 'giteaVariable';
  readonly name: string;
  readonly key: string;
  /** The chart's `gitea`, and its entry `config`. */
  readonly owner: YamlMap;
  readonly config: YamlEntry;
}

/** The Prometheus operator takes a Secret's name and key where Prometheus takes the value. */
export interface OperatorSecret {
  readonly kind: 'operatorSecret';
}

/** The reference that a setting of YAML can have in its value's place; undefined for every other setting. */
export function valueReferenceOf(setting: SettingFact, fileName: string): ValueReference | undefined {
  if (setting.source !== 'yaml' || setting.entry === undefined || setting.maps.length === 0) return undefined;
  if (setting.entry.key.value !== setting.key) return undefined;
  const path = valuePathOf(setting).map((part) => part.replace(/\[\]$/, ''));
  return (
    alertmanagerFile(setting, path, fileName) ??
    argocdSecret(setting, path, fileName) ??
    giteaVariable(setting, path, fileName) ??
    operatorSecret(path)
  );
}

/** The map that holds the key at that place of the path. */
function mapOfKey({ maps }: SettingFact, path: readonly string[], index: number): YamlMap | undefined {
  return maps[maps.length - path.length + index];
}

function alertmanagerFile(
  setting: SettingFact,
  path: readonly string[],
  fileName: string,
): AlertmanagerFile | undefined {
  const { key } = setting;
  const top = topOfAlertmanager(path, key);
  const config = top === undefined ? undefined : mapOfKey(setting, path, top);
  if (top === undefined || config === undefined) return undefined;
  const isValues = path[top - 1] === 'config' && path[top - 2] === 'alertmanager';
  const isAlone = entryOf(config, 'receivers') !== undefined && entryOf(config, 'route') !== undefined;
  if (!isValues && !isAlone) return undefined;
  return {
    kind: 'alertmanagerFile',
    field: `${key}_file`,
    file: wordsOf(key).join('-'),
    owner: isValues ? mapOfKey(setting, path, top - 1) : undefined,
    isOperators: isValues && isOperators(setting, path, top, fileName),
  };
}

/** Where Alertmanager's configuration begins in the path, if the path ends in one of its secrets. */
function topOfAlertmanager(path: readonly string[], key: string): number | undefined {
  const { global, receivers, http } = data.alertmanager;
  const last = path.length - 1;
  const parent = path[last - 1] ?? '';
  if (parent === 'global' && global.includes(key)) return last - 1;
  const fields: { readonly [list: string]: readonly string[] | undefined } = receivers;
  if (
    path[last - 2] === 'receivers' &&
    Object.hasOwn(fields, parent) &&
    fields[parent]?.includes(key) === true
  ) {
    return last - 2;
  }
  const secrets: { readonly [map: string]: string } = http;
  const at = path.indexOf('http_config');
  if (at < 0 || !Object.hasOwn(secrets, parent) || secrets[parent] !== key || at !== last - 2)
    return undefined;
  if (path[at - 1] === 'global') return at - 1;
  return path[at - 2] === 'receivers' && (path[at - 1] ?? '').endsWith('_configs') ? at - 2 : undefined;
}

function isOperators(setting: SettingFact, path: readonly string[], top: number, fileName: string): boolean {
  const chart = mapOfKey(setting, path, top - 2);
  const alertmanager = mapOfKey(setting, path, top - 1);
  const prometheus = mapOf(entryOf(chart, 'prometheus')?.value);
  return (
    entryOf(alertmanager, 'alertmanagerSpec') !== undefined ||
    entryOf(prometheus, 'prometheusSpec') !== undefined ||
    path[top - 3] === 'kube-prometheus-stack' ||
    fileName.includes('kube-prometheus-stack')
  );
}

function argocdSecret(
  { key }: SettingFact,
  path: readonly string[],
  fileName: string,
): ArgocdSecret | undefined {
  const secret: { readonly [value: string]: string } = data.argocd.secret;
  const isValue = path[path.length - 2] === 'secret' && path[path.length - 3] === 'configs';
  if (isValue && Object.hasOwn(secret, key)) return { kind: 'argocdSecret', key: secret[key] ?? '' };
  return data.argocd.files.includes(fileName) ? { kind: 'argocdSecret', key } : undefined;
}

function giteaVariable(
  setting: SettingFact,
  path: readonly string[],
  fileName: string,
): GiteaVariable | undefined {
  const { key } = setting;
  const [gitea, config, section] = path.slice(-4);
  if (path.length < 4 || gitea !== 'gitea' || config !== 'config' || section === undefined) return undefined;
  // Keys of app.ini are written in capitals; another program's values below these names are not.
  if (!/^[A-Z][A-Z\d_]*$/.test(key) || !/^[\w.-]+$/.test(section)) return undefined;
  const owner = mapOfKey(setting, path, path.length - 3);
  const entry = owner?.entries.find((one) => one.key.value === 'config');
  if (owner === undefined || entry === undefined) return undefined;
  const isForgejo = [fileName, ...path].some((name) => /forgejo/i.test(name));
  const written = section.replaceAll('.', '_0X2E_').replaceAll('-', '_0X2D_').toUpperCase();
  return {
    kind: 'giteaVariable',
    name: `${isForgejo ? 'FORGEJO' : 'GITEA'}__${written}__${key}`,
    key: wordsOf(key).join('-'),
    owner,
    config: entry,
  };
}

function operatorSecret(path: readonly string[]): OperatorSecret | undefined {
  const [spec, list, auth, key] = path.slice(-4);
  const isAuth = auth === 'basicAuth' && key === 'password';
  const isList = list !== undefined && data.prometheusOperator.lists.includes(list);
  return spec === 'prometheusSpec' && isList && isAuth ? { kind: 'operatorSecret' } : undefined;
}

/** The Secrets that `alertmanagerSpec.secrets` names already. */
export function mountedSecrets(owner: YamlMap): number {
  const spec = mapOf(entryOf(owner, 'alertmanagerSpec')?.value);
  return listOf(entryOf(spec, 'secrets')?.value)?.items.length ?? 0;
}
