import { mapOf, scalarOf, get } from '../../languages/yaml/read';
import type { YamlScalar } from '../../languages/yaml/tree';
import type { RegionOf } from '../../regions/region';
import type { ImageFact } from '../fact';
import { isImageText, referenceImage } from '../imageFields';
import { stepsOf, workflowOf } from './index';

const docker = 'docker://';

/**
 * The images of a workflow, an action or a pipeline: of containers and services, of steps that use one, of an action that
 * is one. Each once, where it is written, in the order of the text.
 */
export function workflowImages(region: RegionOf<'yaml'> | RegionOf<'json'>): readonly ImageFact[] {
  const workflow = workflowOf(region);
  if (workflow === undefined) return [];
  const role = workflow.form === 'gitlab' ? 'ci' : 'workflow';
  const scalars = new Set<YamlScalar>();
  for (const { container, services } of workflow.jobs) {
    for (const { images } of [...(container === undefined ? [] : [container]), ...services]) {
      for (const image of images) scalars.add(image);
    }
  }
  for (const { uses } of stepsOf(region)) if (uses?.form === 'docker') scalars.add(uses.scalar);
  // `image: Dockerfile` builds one.
  const action = scalarOf(get(mapOf(get(workflow.map, 'runs')), 'image'));
  if (action?.value.startsWith(docker) === true) scalars.add(action);
  return [...scalars]
    .filter(isImageText)
    .flatMap((scalar) => {
      const skip = scalar.value.startsWith(docker) ? docker.length : 0;
      return referenceImage(region, scalar, role, skip) ?? [];
    })
    .sort((a, b) => a.range.start - b.range.start);
}
