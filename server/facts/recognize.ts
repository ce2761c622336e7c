import { get, getPath, listOf, mapOf, scalarOf, stringOf, textOf } from '../languages/yaml/read';
import type { YamlMap, YamlNode } from '../languages/yaml/tree';
import type { Region } from '../regions/region';
import type { Subject } from './fact';

type Kind = Exclude<Subject['kind'], 'manifest'>;

const subjects = new WeakMap<Region, Subject>();

/** What a YAML or JSON region is about; `unknown` for other languages and for fragments. */
export function subjectOf(region: Region): Subject {
  let subject = subjects.get(region);
  if (subject === undefined) {
    const isTree = region.language === 'yaml' || region.language === 'json';
    subject = isTree ? recognize(region.tree.root, region.context.fileName) : { kind: 'unknown' };
    subjects.set(region, subject);
  }
  return subject;
}

/**
 * What a tree is about: by `apiVersion` and `kind`, else by the file's name, else by its shape. A fragment
 * whose shape fits several is `unknown`.
 */
export function recognize(root: YamlNode | undefined, fileName: string): Subject {
  const map = mapOf(root);
  if (map === undefined) return { kind: isStepList(root) ? 'workflow' : 'unknown' };
  const object = objectOf(map);
  if (object !== undefined) return object;
  return { kind: kindOfName(fileName, map) ?? kindOfShape(map) };
}

/**
 * The Kubernetes object that a map describes (`apiVersion`, `kind`), or undefined. A Kustomization and a
 * CustomResourceDefinition are subjects of their own.
 */
export function objectOf(map: YamlMap): Subject | undefined {
  const resource = textOf(map, 'kind');
  if (resource === undefined || !/^[A-Z]\w*$/.test(resource)) return undefined;
  const apiVersion = textOf(map, 'apiVersion') ?? '';
  if (apiVersion.startsWith('kustomize.config.k8s.io/')) return { kind: 'kustomization' };
  if (resource === 'CustomResourceDefinition') return { kind: 'schema' };
  const metadata = mapOf(get(map, 'metadata'));
  return {
    kind: 'manifest',
    apiVersion,
    resource,
    name: textOf(metadata, 'name') ?? '',
    namespace: textOf(metadata, 'namespace') ?? '',
  };
}

function kindOfName(fileName: string, map: YamlMap): Kind | undefined {
  const path = fileName.replaceAll('\\', '/').toLowerCase();
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (name === '') return undefined;
  if (/^kustomization(?:\.ya?ml)?$/.test(name)) return 'kustomization';
  if (/^chart\.ya?ml$/.test(name)) return 'helmChart';
  if (/(?:^|[-_.])values(?:[-_.][\w.-]*)?\.(?:ya?ml|json)$/.test(name)) {
    return name.endsWith('.schema.json') ? 'schema' : 'helmValues';
  }
  if (/^\.?gitlab-ci[\w.-]*\.ya?ml$/.test(name)) return 'gitlabCi';
  if (/^(?:docker-)?compose[\w.-]*\.ya?ml$/.test(name)) return 'compose';
  if (/(?:^|\/)\.github\/workflows\/[^/]*$/.test(path)) return 'workflow';
  return /^action\.ya?ml$/.test(name) && get(map, 'runs') !== undefined ? 'workflow' : undefined;
}

function kindOfShape(map: YamlMap): Kind {
  const has = (key: string): boolean => get(map, key) !== undefined;
  if (isSchema(map) || isApiDescription(map)) return 'schema';
  const jobs = mapOf(get(map, 'jobs'));
  if (jobs !== undefined && (has('on') || has('true') || jobs.entries.some((e) => isJob(e.value))))
    return 'workflow';
  if (isJob(map) || isStepList(getPath(map, 'runs', 'steps')) || isStep(map)) return 'workflow';
  const statement = get(map, 'Statement');
  const statements =
    statement?.kind === 'list' ? statement.items.map((i) => mapOf(i.node)) : [mapOf(statement)];
  if (statements.some((s) => get(s, 'Effect') !== undefined)) return 'iamPolicy';
  if (isComposeServices(mapOf(get(map, 'services')))) return 'compose';
  if (isKustomization(map)) return 'kustomization';
  if (isGitlabCi(map)) return 'gitlabCi';
  if (/^v[12]$/.test(textOf(map, 'apiVersion') ?? '') && has('name') && has('version')) return 'helmChart';
  return isHelmValues(map) ? 'helmValues' : 'unknown';
}

/** A JSON Schema, or the part of a CustomResourceDefinition that is one: names of fields, not settings. */
export function isSchema(map: YamlMap): boolean {
  if (get(map, 'openAPIV3Schema') !== undefined) return true;
  if (textOf(map, '$schema')?.includes('json-schema.org') === true) return true;
  return get(map, 'properties')?.kind === 'map' && ['object', 'array'].includes(textOf(map, 'type') ?? '');
}

/** OpenAPI and AsyncAPI: what stands there under a field's name describes it, or is an example. */
function isApiDescription(map: YamlMap): boolean {
  const version = ['openapi', 'swagger', 'asyncapi'].some((key) => scalarOf(get(map, key)) !== undefined);
  return version && get(map, 'info')?.kind === 'map';
}

function isJob(node: YamlNode | undefined): boolean {
  const map = mapOf(node);
  return map !== undefined && isStepList(get(map, 'steps'));
}

function isStepList(node: YamlNode | undefined): boolean {
  return listOf(node)?.items.some((item) => isStep(mapOf(item.node))) ?? false;
}

function isStep(map: YamlMap | undefined): boolean {
  return scalarOf(get(map, 'uses')) !== undefined || scalarOf(get(map, 'run')) !== undefined;
}

const serviceKeys = [
  'build',
  'ports',
  'environment',
  'env_file',
  'volumes',
  'depends_on',
  'restart',
  'networks',
  'container_name',
];

function isComposeServices(services: YamlMap | undefined): boolean {
  return (
    services?.entries.some(({ value }) => {
      const service = mapOf(value);
      const hasImage = get(service, 'image')?.kind === 'scalar';
      return (
        service !== undefined && (hasImage || serviceKeys.some((key) => get(service, key) !== undefined))
      );
    }) ?? false
  );
}

function isKustomization(map: YamlMap): boolean {
  const hasList = (key: string): boolean => listOf(get(map, key)) !== undefined;
  if (hasList('secretGenerator') || hasList('configMapGenerator') || hasList('patchesStrategicMerge'))
    return true;
  if (isKustomizeImages(get(map, 'images'))) return true;
  const resources = listOf(get(map, 'resources'))?.items;
  const isPaths =
    resources !== undefined && resources.length > 0 && resources.every((i) => stringOf(i.node) !== undefined);
  const others = [
    'namespace',
    'namePrefix',
    'nameSuffix',
    'commonLabels',
    'labels',
    'patches',
    'components',
    'bases',
  ];
  return (
    isPaths &&
    get(map, 'verbs') === undefined &&
    (map.entries.length === 1 || others.some((key) => get(map, key)))
  );
}

function isKustomizeImages(node: YamlNode | undefined): boolean {
  return (
    listOf(node)?.items.some((item) => {
      const image = mapOf(item.node);
      return (
        get(image, 'name') !== undefined && ['newTag', 'newName', 'digest'].some((key) => get(image, key))
      );
    }) ?? false
  );
}

function isGitlabCi(map: YamlMap): boolean {
  const isScript = (node: YamlNode | undefined): boolean => node?.kind === 'list' || node?.kind === 'scalar';
  const jobs = map.entries
    .map((e) => mapOf(e.value))
    .filter((job) => job !== undefined && isScript(get(job, 'script')));
  if (jobs.length === 0) return false;
  const keys = [
    'stage',
    'image',
    'only',
    'rules',
    'before_script',
    'tags',
    'needs',
    'artifacts',
    'variables',
  ];
  return listOf(get(map, 'stages')) !== undefined || jobs.some((job) => keys.some((key) => get(job, key)));
}

/** The few things that nearly every chart's values have, at the top or one level down in an umbrella. */
function isHelmValues(map: YamlMap): boolean {
  const isChart = (values: YamlMap | undefined): boolean =>
    scalarOf(get(values, 'replicaCount')) !== undefined ||
    get(mapOf(get(values, 'image')), 'repository') !== undefined;
  return isChart(map) || map.entries.some((entry) => isChart(mapOf(entry.value)));
}
