import type { SecretFact } from '../../facts/fact';
import { entryOf, mapOf, walkYaml } from '../../languages/yaml/read';
import { renderEntries, styleOf } from '../../languages/yaml/render';
import type { YamlEntry, YamlMap } from '../../languages/yaml/tree';
import type { Region } from '../../regions/region';
import { contains } from '../../text/range';
import { message } from '../finding';
import { replace, review, withStops, type Fix, type FixEdit } from '../fix';
import { fromExistingSecret, isEmpty, removals, secretName } from './chartSecretValues';
import { rotate } from './rotate';

/**
 * The whole `ldap.config` of Grafana's chart to `ldap.existingSecret`, a Secret that holds the file under `ldap-toml`
 * (charts/grafana/values.yaml). Undefined elsewhere, and where the chart is told of a Secret already.
 */
export function ldapFix(secret: SecretFact, region: Region): Fix | undefined {
  if (region.language !== 'yaml' && region.language !== 'json') return undefined;
  let found: { readonly map: YamlMap; readonly entry: YamlEntry } | undefined;
  walkYaml(region.tree.root, (node) => {
    if (node.kind !== 'map') return;
    const map = mapOf(entryOf(node, 'ldap')?.value);
    const entry = map?.entries.find(({ key }) => key.value === 'config');
    if (map !== undefined && entry !== undefined && contains(entry.range, secret.range))
      found = { map, entry };
  });
  const edits = found === undefined ? undefined : editsOf(found.map, found.entry, region);
  if (edits === undefined) return undefined;
  const note = message(
    "Move the whole text to the key ldap-toml of a Secret first, which must exist in the release's namespace. {rotate}",
    { rotate },
  );
  return review(fromExistingSecret, edits, note);
}

function editsOf(map: YamlMap, entry: YamlEntry, region: Region): readonly FixEdit[] | undefined {
  const { key, value, range } = entry;
  if (key.anchor !== undefined || value?.anchor !== undefined || value?.kind !== 'scalar') return undefined;
  const told = map.entries.find((one) => one.key.value === 'existingSecret');
  // An empty name is the chart's default.
  const isTold = told === undefined ? entryOf(map, 'existingSecret') !== undefined : !isEmpty(told);
  if (isTold) return undefined;
  const written = withStops(
    replace(range, renderEntries({ existingSecret: secretName }, styleOf(map, region.text))),
    secretName,
  );
  if (told === undefined) return [written];
  const gone = removals([{ map, child: told }], region);
  return gone.length === 0 ? undefined : [written, ...gone];
}
