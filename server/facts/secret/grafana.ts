import type { YamlMap } from '../../languages/yaml/tree';
import type { CommandFact } from '../command';
import type { SettingFact } from '../fact';
import { wordsOf } from './keyName';

/**
 * True when the setting is the password of Grafana's administrator: `adminPassword` below `grafana` or
 * beside other keys of the grafana chart, `admin_password` of `grafana.ini`, `admin.password` of Bitnami's
 * chart, `GF_SECURITY_ADMIN_PASSWORD`.
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
    hasGrafanaNeighbors(setting) ||
    runsGrafana(setting.command)
  );
}

export function namesGrafana(text: string): boolean {
  return /grafana/i.test(text);
}

/** Keys that the grafana chart has beside `adminPassword`, and hardly another one. */
const chartKeys = new Set([
  'grafana.ini',
  'dashboardproviders',
  'sidecar',
  'assertnoleakedsecrets',
  'ldap',
  'dashboardsconfigmaps',
]);

const chartMaps = new WeakMap<YamlMap, boolean>();

function hasGrafanaNeighbors({ maps }: SettingFact): boolean {
  return maps.some((map) => {
    let isChart = chartMaps.get(map);
    if (isChart === undefined) {
      isChart = map.entries.some(({ key }) => chartKeys.has(key.value.toLowerCase()));
      chartMaps.set(map, isChart);
    }
    return isChart;
  });
}

function runsGrafana(command: CommandFact | undefined): boolean {
  return command?.args.some((word) => namesGrafana(word.value)) ?? false;
}
