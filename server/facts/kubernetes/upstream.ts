import data from '../../data/upstreamRoles.json';
import { get, mapOf, textOf } from '../../languages/yaml/read';
import type { YamlMap } from '../../languages/yaml/tree';

const prefixes: readonly string[] = data.prefixes;

/**
 * True for a role or binding that comes with a well-known controller, as its project documents it: by its name,
 * by the label of the chart that it was rendered from, by the mark of Kubernetes' own defaults, or by a path
 * below `vendor/` or below a chart inside of a chart. Who installs the controller did not write it.
 */
export function isUpstreamRole(name: string, metadata: YamlMap | undefined, fileName: string): boolean {
  if (name.startsWith('system:')) return true;
  if (
    prefixes.some(
      (prefix) => name === prefix || name.startsWith(`${prefix}-`) || name.startsWith(`${prefix}:`),
    )
  )
    return true;
  const labels = mapOf(get(metadata, 'labels'));
  const chart = textOf(labels, 'helm.sh/chart') ?? textOf(labels, 'chart') ?? '';
  if (prefixes.some((prefix) => chart.startsWith(`${prefix}-`))) return true;
  if (textOf(labels, 'kubernetes.io/bootstrapping') !== undefined) return true;
  const path = fileName.replaceAll('\\', '/');
  return /(?:^|\/)(?:vendor|third_party)\//.test(path) || /(?:^|\/)charts\/.*\/charts\/[^/]+\//.test(path);
}
