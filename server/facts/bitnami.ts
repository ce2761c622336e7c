import type { ImageReference } from './image';

/**
 * Which of Bitnami's catalogs on Docker Hub an image is from.
 *
 * Since 29 September 2025 `docker.io/bitnami` has no versions any more: those that were there moved to
 * `bitnamilegacy` as they were from 28 August on, and get no security fixes (bitnami/charts#35164, bitnami/containers#83267).
 */
export function bitnamiCatalog(reference: ImageReference): 'closed' | 'legacy' | undefined {
  if (!/^(registry-1\.|index\.)?docker\.io$/.test(reference.registry)) return undefined;
  if (reference.repository.startsWith('bitnami/')) return 'closed';
  return reference.repository.startsWith('bitnamilegacy/') ? 'legacy' : undefined;
}
