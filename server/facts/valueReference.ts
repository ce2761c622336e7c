import data from '../data/valueReferences.json';
import { entryOf, listOf, mapOf } from '../languages/yaml/read';
import type { YamlEntry, YamlMap } from '../languages/yaml/tree';
import { chartsNamedBy, valuePathOf } from './chartSecret';
import type { SettingFact } from './fact';
import { isParameter } from './parameter';
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
  /** True in a chart's values, false in a configuration that stands for itself. */
  readonly isValues: boolean;
  /** `alertmanager` in a chart's values, where they are YAML. */
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
  /** The chart's `gitea`, and its entry `config`, where the values are YAML. */
  readonly owner: YamlMap | undefined;
  readonly config: YamlEntry | undefined;
}

/** The Prometheus operator takes a Secret's name and key where Prometheus takes the value. */
export interface OperatorSecret {
  readonly kind: 'operatorSecret';
}

/**
 * The reference that a setting of YAML, an entry of `--set` or a parameter can have in its value's place; undefined
 * for every other setting.
 */
export function valueReferenceOf(setting: SettingFact, fileName: string): ValueReference | undefined {
  const { source, entry, maps, key } = setting;
  const isNested = source === 'yaml' && entry?.key.value === key && maps.length > 0;
  if (!isNested && source !== 'set' && !isParameter(setting)) return undefined;
  const place = { setting, path: valuePathOf(setting).map((part) => part.replace(/\[\]$/, '')), fileName };
  return alertmanagerFile(place) ?? argocdSecret(place) ?? giteaVariable(place) ?? operatorSecret(place);
}

interface Place {
  readonly setting: SettingFact;
  readonly path: readonly string[];
  readonly fileName: string;
}

/** The map that holds the key at that place of the path; undefined where the path is written with dots. */
function mapOfKey({ setting, path }: Place, index: number): YamlMap | undefined {
  const { maps } = setting;
  return isParameter(setting) ? undefined : maps[maps.length - path.length + index];
}

function alertmanagerFile(place: Place): AlertmanagerFile | undefined {
  const { path } = place;
  const key = path[path.length - 1] ?? '';
  const top = topOfAlertmanager(path, key);
  if (top === undefined) return undefined;
  const config = mapOfKey(place, top);
  const isValues = path[top - 1] === 'config' && path[top - 2] === 'alertmanager';
  const isAlone = entryOf(config, 'receivers') !== undefined && entryOf(config, 'route') !== undefined;
  if (!isValues && !isAlone) return undefined;
  return {
    kind: 'alertmanagerFile',
    field: `${key}_file`,
    file: wordsOf(key).join('-'),
    isValues,
    owner: isValues ? mapOfKey(place, top - 1) : undefined,
    isOperators: isValues && isOperators(place, top),
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

function isOperators(place: Place, top: number): boolean {
  const { setting, path, fileName } = place;
  const prometheus = mapOf(entryOf(mapOfKey(place, top - 2), 'prometheus')?.value);
  return (
    entryOf(mapOfKey(place, top - 1), 'alertmanagerSpec') !== undefined ||
    entryOf(prometheus, 'prometheusSpec') !== undefined ||
    [path[top - 3] ?? '', fileName, ...chartsNamedBy(setting)].some((name) =>
      name.includes('kube-prometheus-stack'),
    )
  );
}

function argocdSecret({ path, fileName }: Place): ArgocdSecret | undefined {
  const keys: { readonly [value: string]: string } = data.argocd.secret;
  const secret = path.lastIndexOf('secret');
  if (secret > 0 && path[secret - 1] === 'configs') {
    const value = path.slice(secret + 1).join('.');
    return Object.hasOwn(keys, value) ? { kind: 'argocdSecret', key: keys[value] ?? '' } : undefined;
  }
  const key = path[path.length - 1] ?? '';
  return data.argocd.files.includes(fileName) ? { kind: 'argocdSecret', key } : undefined;
}

function giteaVariable(place: Place): GiteaVariable | undefined {
  const { setting, path, fileName } = place;
  const [gitea, config, section, key] = path.slice(-4);
  if (gitea !== 'gitea' || config !== 'config' || section === undefined || key === undefined)
    return undefined;
  // Keys of app.ini are written in capitals; another program's values below these names are not.
  if (!/^[A-Z][A-Z\d_]*$/.test(key) || !/^[\w.-]+$/.test(section)) return undefined;
  const owner = mapOfKey(place, path.length - 3);
  const isForgejo = [fileName, ...path, ...chartsNamedBy(setting)].some((name) => /forgejo/i.test(name));
  const written = section.replaceAll('.', '_0X2E_').replaceAll('-', '_0X2D_').toUpperCase();
  return {
    kind: 'giteaVariable',
    name: `${isForgejo ? 'FORGEJO' : 'GITEA'}__${written}__${key}`,
    key: wordsOf(key).join('-'),
    owner,
    config: owner?.entries.find((one) => one.key.value === 'config'),
  };
}

function operatorSecret({ path }: Place): OperatorSecret | undefined {
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
