import type { ImageRole } from '../fact';

const roles: { readonly [key: string]: ImageRole | undefined } = {
  containers: 'container',
  ephemeralContainers: 'container',
  initContainers: 'initContainer',
  // Argo Workflows: one container, a script, or sidecars of a template. Tekton: steps of a task, and their template.
  container: 'container',
  script: 'container',
  sidecars: 'container',
  steps: 'container',
  stepTemplate: 'container',
};

/**
 * What runs the image of a map at `path`, by the list of containers that the map is an item of (Kubernetes
 * API, PodSpec), in any kind that embeds a pod's template; undefined outside of such lists.
 */
export function containerRoleOf(path: readonly string[]): ImageRole | undefined {
  const last = path[path.length - 1] ?? '';
  const isItem = last.startsWith('[');
  const key = isItem ? (path[path.length - 2] ?? '') : last;
  const role = roles[key];
  return isItem || /^(?:container|script|stepTemplate)$/.test(key) ? role : undefined;
}
