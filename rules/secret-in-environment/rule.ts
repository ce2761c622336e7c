import {
  cite,
  defineRule,
  entryOf,
  get,
  insert,
  lineEndOf,
  listOf,
  mapOf,
  message,
  review,
  setEntry,
  textOf,
  type Fix,
  type Problem,
  type Region,
  type SettingFact,
  type YamlEntry,
  type YamlMap,
} from '#rule';

const title = 'Restart the pods when the Secret changes';
const annotation = 'reloader.stakater.com/auto';

export default defineRule({
  meta: {
    id: 'secret-in-environment',
    title: 'Secret that a running pod keeps',
    why: 'A pod sees the variables that it was started with, so a rotated secret does not reach it; and every process in it, its crash reports and debug pages have them at hand.',
    severity: 'info',
    confidence: 'certain',
    profile: 'strict',
    isMilderInDevelopment: true,
    reviewItem: [8, 17],
    languages: ['yaml', 'json'],
    references: cite(
      'CIS 1.12 5.4.1',
      'CIS EKS 1.8.0 4.4.1',
      'OWASP 2022 K08',
      'OWASP 2025 K03',
      'CWE-526',
      'CWE-324',
      'NSA/CISA 1.2 Secrets',
    ),
    fixes: [{ title, applicability: 'review' }],
  },
  visit: (report) => ({
    setting(setting, region) {
      const problem = variableProblem(setting) ?? mountProblem(setting);
      if (problem === undefined || isRestarted(setting)) return;
      report({ ...problem, fixes: () => restartFixes(setting, region) });
    },
  }),
});

/** `env[].valueFrom.secretKeyRef`, `envFrom[].secretRef`. */
function variableProblem({ key, path, maps, source }: SettingFact): Problem | undefined {
  if (source !== 'yaml' || key !== 'name') return undefined;
  const reference = path[path.length - 2];
  const holder = maps[maps.length - 2];
  const at = entryOf(holder, reference ?? '')?.key.range;
  if (at === undefined) return undefined;
  if (
    reference === 'secretKeyRef' &&
    path[path.length - 3] === 'valueFrom' &&
    path[path.length - 5] === 'env'
  ) {
    return { at, message: message('A running pod keeps this variable when the Secret changes') };
  }
  if (reference === 'secretRef' && path[path.length - 4] === 'envFrom') {
    return { at, message: message('A running pod keeps these variables when the Secret changes') };
  }
  return undefined;
}

/** `subPath` of a mounted Secret: the kubelet does not update such files. */
function mountProblem({ key, path, maps, entry }: SettingFact): Problem | undefined {
  if (key !== 'subPath' || path[path.length - 3] !== 'volumeMounts' || entry === undefined) return undefined;
  const name = textOf(maps[maps.length - 1], 'name');
  const volumes = maps.map((map) => listOf(get(map, 'volumes'))).find((list) => list !== undefined);
  const volume = volumes?.items.map(({ node }) => mapOf(node)).find((map) => textOf(map, 'name') === name);
  if (name === undefined || get(volume, 'secret') === undefined) return undefined;
  return {
    at: entry.range,
    message: message('A file mounted by subPath stays the same when the Secret changes'),
  };
}

/** An annotation of Reloader, or a checksum that changes the pod's template with the Secret. */
function isRestarted({ maps }: SettingFact): boolean {
  return maps.some((map) => {
    const annotations = mapOf(get(mapOf(get(map, 'metadata')), 'annotations'));
    const inTemplate = mapOf(get(mapOf(get(mapOf(get(map, 'template')), 'metadata')), 'annotations'));
    return [annotations, inTemplate].some(
      (one) =>
        one?.isOpen === true ||
        one?.entries.some(({ key }) => /^(?:[\w.]*reloader\.|checksum\/)/.test(key.value)),
    );
  });
}

function restartFixes({ maps }: SettingFact, region: Region): readonly Fix[] {
  const workload = maps.find((map) =>
    /^(?:Deployment|StatefulSet|DaemonSet|Rollout)$/.test(textOf(map, 'kind') ?? ''),
  );
  const metadata = mapOf(get(workload, 'metadata'));
  if (metadata === undefined) return [];
  const annotations = entryOf(metadata, 'annotations');
  const edits =
    annotations === undefined ? withAnnotations(metadata, region) : withOneMore(annotations, region);
  if (edits === undefined) return [];
  return [
    review(
      title,
      edits,
      'Reloader (stakater/Reloader) has to run in the cluster; it replaces the pods, it does not mount the Secret as a file.',
    ),
  ];
}

function withOneMore({ value }: YamlEntry, region: Region) {
  const map = mapOf(value);
  return map === undefined ? undefined : setEntry(region, map, annotation, '"true"');
}

function withAnnotations(metadata: YamlMap, region: Region) {
  const last = metadata.entries[metadata.entries.length - 1];
  if (metadata.isFlow || last === undefined) {
    return setEntry(region, metadata, 'annotations', `{ "${annotation}": "true" }`);
  }
  const pad = `\n${' '.repeat(metadata.indent)}`;
  return [insert(lineEndOf(region.text, last.range.end), `${pad}annotations:${pad}  ${annotation}: "true"`)];
}
