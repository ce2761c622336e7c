import data from '../../data/grafanaSecrets.json';
import type { YamlMap } from '../../languages/yaml/tree';
import { chartOf } from '../chartSecret';
import type { CommandFact } from '../command';
import type { SettingFact } from '../fact';
import { wordsOf } from './keyName';

/**
 * True when the setting is the password of Grafana's administrator: `adminPassword` below `grafana` or
 * beside other keys of the grafana chart, `admin_password` of `grafana.ini`, `admin.password` of Bitnami's
 * chart, what an object that names the chart sets, `GF_SECURITY_ADMIN_PASSWORD`.
 */
export function isGrafanaAdmin(setting: SettingFact, fileName: string): boolean {
  const key = wordsOf(setting.key).join('');
  if (key === 'gfsecurityadminpassword') return true;
  const parents = setting.path.slice(0, -1);
  const isAdmin =
    key === 'adminpassword' ||
    key === 'grafanaadminpassword' ||
    (key === 'password' && wordsOf(parents[parents.length - 1] ?? '').join('') === 'admin');
  if (!isAdmin) return false;
  return (
    key.startsWith('grafana') ||
    parents.some(namesGrafana) ||
    namesGrafana(fileName) ||
    isOfGrafana(setting) ||
    runsGrafana(setting.command)
  );
}

/** `smtp password`, `auth.generic_oauth client_secret`: the keys of grafana.ini that hold a secret. */
const iniSecrets: ReadonlySet<string> = new Set(
  Object.entries(data.keys).flatMap(([section, keys]) => keys.map((key) => `${section} ${key}`)),
);

/** The same as Grafana names them in its environment: `GF_AUTH_GENERIC_OAUTH_CLIENT_SECRET`. */
const variables: ReadonlySet<string> = new Set(
  [...iniSecrets].map((name) => `GF_${name.replace(/[ .-]/g, '_').toUpperCase()}`),
);

/**
 * True where Grafana takes a secret and nothing else, so that any literal is one: a key of `grafana.ini` that
 * its chart guards, the environment variable of such a key, a field of a data source's `secureJsonData`.
 */
export function isGrafanaSecret({ path, key }: Pick<SettingFact, 'path' | 'key'>): boolean {
  const parent = path[path.length - 2] ?? '';
  if (variables.has(key) || parent === 'secureJsonData') return true;
  return path.includes('grafana.ini') && iniSecrets.has(`${parent} ${key}`);
}

/**
 * True where Grafana itself puts in `$__file{…}` and `$__env{…}`: in grafana.ini and in the provisioning of
 * data sources (grafana.com/docs, "Variable expansion"; pkg/services/provisioning/values).
 */
export function expandsGrafanaVariables({ path, key }: SettingFact): boolean {
  if (path.includes('grafana.ini')) return true;
  const isSource = path[path.length - 2] === 'secureJsonData' || key === 'basicAuthPassword';
  return isSource && path.some((name) => /^(?:additionalD|d)ata[sS]ources$/.test(name));
}

export function namesGrafana(text: string): boolean {
  return /grafana/i.test(text);
}

/** Keys that the grafana chart has beside `adminPassword`, and hardly another one. */
const chartKeys = new Set([
  'grafana.ini',
  'dashboardproviders',
  'assertnoleakedsecrets',
  'dashboardsconfigmaps',
]);
/** Those that other charts have, too: Gitea's has `ldap` beside `admin.password`. */
const sharedKeys = new Set(['ldap', 'sidecar']);

/** True for a value of Grafana's chart, by the values beside it or by the object that names the chart. */
export function isOfGrafana(setting: SettingFact): boolean {
  return hasGrafanaNeighbors(setting) || isOfGrafanasChart(setting);
}

function isOfGrafanasChart({ maps }: SettingFact): boolean {
  return maps.some((map) => /(?:^|\/)grafana$/.test(chartOf(map) ?? ''));
}

const chartMaps = new WeakMap<YamlMap, boolean>();

function hasGrafanaNeighbors({ maps }: SettingFact): boolean {
  return maps.some((map) => {
    let isChart = chartMaps.get(map);
    if (isChart === undefined) {
      const keys = map.entries.map(({ key }) => key.value.toLowerCase());
      isChart =
        keys.some((key) => chartKeys.has(key)) ||
        (keys.includes('adminpassword') && keys.some((key) => sharedKeys.has(key)));
      chartMaps.set(map, isChart);
    }
    return isChart;
  });
}

function runsGrafana(command: CommandFact | undefined): boolean {
  return command?.args.some((word) => namesGrafana(word.value)) ?? false;
}
