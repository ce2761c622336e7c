import { get, listOf, scalarOf, textOf } from '../languages/yaml/read';
import type { YamlEntry, YamlMap, YamlNode, YamlScalar } from '../languages/yaml/tree';
import type { RegionOf } from '../regions/region';
import type { ImageFact, ImageRole, Subject } from './fact';
import { isImageText, kustomizeImage, loneTag, referenceImage, splitImage } from './imageFields';
import { containerRoleOf } from './kubernetes/workload';
import { isSchema, objectOf, subjectOf } from './recognize';
import { workflowImages } from './workflow/images';

type YamlRegion = RegionOf<'yaml'> | RegionOf<'json'>;

/** What a map is inside of: keys from the root on, and the subject of the object around it. */
interface Place {
  readonly map: YamlMap;
  readonly path: readonly string[];
  readonly subject: Subject;
}

/** The images of a YAML or JSON region, in the order of its text; each once, where it is defined. */
export function yamlImagesOf(region: YamlRegion): readonly ImageFact[] {
  const root = region.tree.root;
  const images: ImageFact[] = [];
  const { kind } = subjectOf(region);
  if (kind === 'workflow' || kind === 'gitlabCi') return workflowImages(region);
  if (root === undefined || kind === 'schema') return images;
  const walk = (node: YamlNode | undefined, path: readonly string[], subject: Subject): void => {
    if (node?.kind === 'list') {
      node.items.forEach((item, index) => walk(item.node, [...path, `[${index}]`], subject));
    } else if (node?.kind === 'map') {
      if (isSchema(node)) return;
      const own = objectOf(node) ?? subject;
      for (const entry of node.entries) {
        images.push(...imagesOfEntry(region, { map: node, path, subject: own }, entry));
        walk(entry.value, [...path, entry.key.value], own);
      }
    }
  };
  walk(root, [], subjectOf(region));
  return images;
}

function imagesOfEntry(region: YamlRegion, place: Place, { key, value }: YamlEntry): readonly ImageFact[] {
  const { map, path, subject } = place;
  const single = (image: ImageFact | undefined): readonly ImageFact[] => (image === undefined ? [] : [image]);
  if (key.hasHole || value === undefined) return [];
  if (key.value === 'image' && isImageText(value)) {
    const tagKey = tagKeyBeside(place, value);
    if (tagKey !== undefined) return single(splitImage(region, map, 'helmValues', 'image', tagKey));
    return single(imageAt(region, place, value));
  }
  if (key.value === 'name' && value.kind === 'scalar' && isNamedSplit(place)) {
    return single(splitImage(region, map, 'helmValues', 'name'));
  }
  if (value.kind === 'scalar' && isLoneTag(place, key.value)) {
    return single(loneTag(region, map, value, 'helmValues'));
  }
  if (/[a-z\d]Image$|_image$/.test(key.value) && isImageText(value) && isValues(subject)) {
    return isTagged(value.value) ? single(referenceImage(region, value, 'helmValues')) : [];
  }
  if (key.value === 'value' && isImageText(value) && isImagePatch(map)) {
    return single(referenceImage(region, value, 'container'));
  }
  if (key.value === 'repository' && value.kind === 'scalar' && isSplit(map, path, subject)) {
    return single(splitImage(region, map, 'helmValues'));
  }
  if (subject.kind === 'kustomization' && key.value === 'images' && path.length === 0) {
    return (listOf(value)?.items ?? []).flatMap((item) => {
      const own = item.node?.kind === 'map' ? kustomizeImage(region, item.node) : undefined;
      return own === undefined ? [] : [own];
    });
  }
  if (key.value === 'reference' && path[path.length - 1] === 'image' && isImageText(value)) {
    return path.includes('volumes') ? single(referenceImage(region, value, 'volume')) : [];
  }
  if (subject.kind === 'compose' && key.value === 'cache_from') return cacheImages(region, value);
  return [];
}

function imageAt(region: YamlRegion, place: Place, value: YamlScalar): ImageFact | undefined {
  const { map, subject } = place;
  switch (subject.kind) {
    case 'compose':
      return referenceImage(region, value, get(map, 'build') === undefined ? 'compose' : 'composeBuild');
    case 'manifest':
      return manifestImage(region, place, value);
    case 'helmValues':
      return isTagged(value.value) || looksLikeImage(value.value)
        ? referenceImage(region, value, 'helmValues')
        : undefined;
    default:
      return fragmentImage(region, place, value);
  }
}

/**
 * In an object, an `image` of a container, or one that has a tag or a digest: what else is called so may
 * be a machine image, a picture or a name.
 */
function manifestImage(region: YamlRegion, place: Place, value: YamlScalar): ImageFact | undefined {
  const role = containerRoleOf(place.path);
  const image = referenceImage(region, value, role ?? 'container');
  if (image === undefined || role !== undefined) return image;
  return isTagged(value.value) ? image : undefined;
}

function fragmentImage(region: YamlRegion, place: Place, value: YamlScalar): ImageFact | undefined {
  const { map, path } = place;
  const role: ImageRole =
    containerRoleOf(path) ?? (get(map, 'build') === undefined ? 'container' : 'composeBuild');
  const image = referenceImage(region, value, role);
  if (containerRoleOf(path) !== undefined || isTagged(value.value)) return image;
  const companions = [
    'command',
    'args',
    'ports',
    'env',
    'volumeMounts',
    'imagePullPolicy',
    'environment',
    'resources',
  ];
  const isContainer = companions.some((key) => get(map, key) !== undefined);
  if (isContainer) return image;
  // A person or a page has a name and an image too.
  const isAlone = map.entries.length === 1 || get(map, 'name') !== undefined;
  return isAlone && looksLikeImage(value.value) ? image : undefined;
}

/** Names of Docker's official images that manuals use most. */
const officialImages = new Set(
  (
    'alpine amazonlinux bash busybox caddy centos couchdb curl debian docker elasticsearch fedora golang ' +
    'grafana haproxy hello-world httpd influxdb jenkins kibana mariadb memcached mongo mysql nats nginx node ' +
    'openjdk perl php postgres python rabbitmq redis registry ruby rust sonarqube tomcat traefik ubuntu ' +
    'vault wordpress zookeeper'
  ).split(' '),
);

/** Without a tag, and with nothing around that says container: a path in a registry, or a name all know. */
function looksLikeImage(text: string): boolean {
  if (text.includes('${')) return true;
  if (/\.(?:png|jpe?g|svg|gif|webp|avif|ico|qcow2|img|iso)$/i.test(text)) return false;
  return officialImages.has(text) || /^[a-z0-9][\w.-]*(?::\d+)?\/[a-z0-9]/.test(text);
}

function isValues({ kind }: Subject): boolean {
  return kind === 'helmValues' || kind === 'unknown';
}

/** The key beside `image: nginx` that holds its tag in the values of some charts. */
function tagKeyBeside({ map, subject }: Place, image: YamlScalar): string | undefined {
  if (!isValues(subject) || isTagged(image.value)) return undefined;
  return ['tag', 'imageTag', 'image_tag', 'version'].find((key) => scalarOf(get(map, key)) !== undefined);
}

/** `image: {name: nginx, tag: latest}`. */
function isNamedSplit({ map, path, subject }: Place): boolean {
  const isImage = (path[path.length - 1] ?? '').toLowerCase().endsWith('image');
  return isImage && isValues(subject) && get(map, 'repository') === undefined && hasText(map, 'tag');
}

/** `imageTag: latest`, and `image.tag` among the Helm parameters of an Application of Argo CD. */
function isLoneTag({ map, path, subject }: Place, key: string): boolean {
  if (/(?:^|[a-z\d_])image_?tag$/i.test(key)) return isValues(subject) && !hasText(map, 'image');
  const isParameter = key === 'value' && path[path.length - 2] === 'parameters' && path.includes('helm');
  return isParameter && /(?:^|\.)\w*image\.tag$/i.test(textOf(map, 'name') ?? '');
}

/** An operation of a JSON patch (RFC 6902) that writes an image. */
function isImagePatch(map: YamlMap): boolean {
  return /^(?:add|replace)$/.test(textOf(map, 'op') ?? '') && /\/image$/.test(textOf(map, 'path') ?? '');
}

function hasText(map: YamlMap, key: string): boolean {
  return (textOf(map, key) ?? '') !== '';
}

function isTagged(text: string): boolean {
  const name = text.slice(text.lastIndexOf('/') + 1);
  return name.includes(':') || name.includes('@');
}

/** `repository` is an image's where a tag, a digest or a registry stands beside it, or `image` above it. */
function isSplit(map: YamlMap, path: readonly string[], subject: Subject): boolean {
  if (!['helmValues', 'unknown', 'manifest'].includes(subject.kind)) return false;
  const above = (path[path.length - 1] ?? '').toLowerCase();
  if (above.endsWith('image')) return true;
  const beside = (key: string): boolean => scalarOf(get(map, key)) !== undefined;
  return (
    beside('tag') &&
    (beside('registry') || beside('pullPolicy') || beside('digest') || map.entries.length === 2)
  );
}

/** `build.cache_from` of Compose: images whose layers are built upon; `type=registry,ref=…` is no reference. */
function cacheImages(region: YamlRegion, value: YamlNode): readonly ImageFact[] {
  return (listOf(value)?.items ?? []).flatMap(({ node }) => {
    const image =
      isImageText(node) && !node.value.includes('=') ? referenceImage(region, node, 'compose') : undefined;
    return image === undefined ? [] : [image];
  });
}
