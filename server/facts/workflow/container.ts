import { get, getPath, isNull, listOf, mapOf, stringOf } from '../../languages/yaml/read';
import type { YamlMap, YamlNode, YamlScalar } from '../../languages/yaml/tree';
import { readField } from '../field';
import { absent } from '../reading';
import type { JobContainer } from '../workflowFact';

/** `container: image` or `{image, options, env}`; a service likewise, and GitLab's with `name` for the image. */
export function jobContainer(
  text: string,
  id: string,
  node: YamlNode | undefined,
  job: YamlMap,
  imageKey = 'image',
): JobContainer | undefined {
  const map = mapOf(node);
  const images = imagesOf(map === undefined ? node : get(map, imageKey), job);
  if (map === undefined && images.length === 0) return undefined;
  return {
    id,
    images,
    options: map === undefined ? absent() : readField(text, map, 'options', stringOf),
    env: mapOf(get(map, 'env')) ?? mapOf(get(map, 'variables')),
    map,
  };
}

/** The scalar itself; for `${{ matrix.os.image }}` those that the job's matrix has for it. */
function imagesOf(node: YamlNode | undefined, job: YamlMap): readonly YamlScalar[] {
  const target = node?.kind === 'alias' ? node.target : node;
  if (target?.kind !== 'scalar' || isNull(target) || target.value === '') return [];
  const keys = /^\$\{\{\s*matrix\.([\w.-]+)\s*\}\}$/.exec(target.value)?.[1]?.split('.');
  if (keys === undefined) return [target];
  const matrix = mapOf(getPath(job, 'strategy', 'matrix'));
  const [first = '', ...rest] = keys;
  const values = [
    ...(listOf(get(matrix, first))?.items ?? []).map((item) => getPath(item.node, ...rest)),
    ...(listOf(get(matrix, 'include'))?.items ?? []).map((item) => getPath(item.node, ...keys)),
  ];
  return values.flatMap((value) => (value?.kind === 'scalar' && value.value !== '' ? [value] : []));
}
