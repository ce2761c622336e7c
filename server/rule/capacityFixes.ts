import { valueOf, type Reading } from '../facts/reading';
import { listStep } from '../languages/yaml/patch';
import { render, type Plain } from '../languages/yaml/render';
import type { Region } from '../regions/region';
import { mapRange } from '../text/sourceMap';
import { withStops, type FixEdit } from './fix';
import type { DocumentFacts } from './rule';

/**
 * Writes one more YAML document behind the one that a region is.
 *
 * The region of a document in a stream ends before the next `---`, so the edit is one of the stream that carries
 * it. Undefined for JSON. `stops` are values for the user to choose.
 */
export function documentBehind(
  region: Region,
  document: DocumentFacts,
  value: { readonly [key: string]: Plain },
  stops: readonly string[] = [],
): FixEdit | undefined {
  if (region.language !== 'yaml' || region.tree.root === undefined) return undefined;
  const rendered = render(value, 'block', listStep(region));
  const parent = document.regions.find((one) => one.embedded.some((step) => step.region === region));
  const step = parent?.embedded.find((one) => one.region === region);
  const isOfStream = region.context.carrier === 'yamlDocument' && parent?.language === 'yaml';
  const { text } = isOfStream ? parent : region;
  let at = region.text.trimEnd().length;
  if (isOfStream && step !== undefined) at = mapRange(step.map, { start: at, end: at }).start;
  const lineEnd = text.indexOf('\n', at);
  const end = lineEnd < 0 ? text.length : lineEnd;
  const edit = { range: { start: end, end }, text: `\n---\n${rendered}` };
  return withStops(isOfStream ? { ...edit, region: parent } : edit, ...stops);
}

/** What a LimitRange gives to containers that name nothing: requests, and limits of what the quota limits. */
export function limitRange(
  namespace: Reading<string>,
  quota: ReadonlySet<string>,
): { readonly [key: string]: Plain } {
  const hasStorage = quota.has('requests.ephemeral-storage') || quota.has('limits.ephemeral-storage');
  const storage = (size: string): { readonly [key: string]: Plain } =>
    hasStorage ? { 'ephemeral-storage': size } : {};
  return {
    apiVersion: 'v1',
    kind: 'LimitRange',
    metadata: metadataOf('defaults', namespace),
    spec: {
      limits: [
        {
          type: 'Container',
          defaultRequest: { cpu: '100m', memory: '128Mi', ...storage('128Mi') },
          default: { ...(quota.has('limits.cpu') ? { cpu: '1' } : {}), memory: '512Mi', ...storage('1Gi') },
        },
      ],
    },
  };
}

export function metadataOf(name: string, namespace: Reading<string>): { readonly [key: string]: Plain } {
  const known = valueOf(namespace);
  return { name, ...(known === undefined ? {} : { namespace: known }) };
}
