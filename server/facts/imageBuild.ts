import type { CommandFact } from './command';
import { hasFlag } from './flags';

const engines = new Set(['docker', 'podman', 'nerdctl', 'buildah', 'finch']);
const builders = new Set(['kaniko', 'executor', 'buildctl', 'img', 'jib', 'makisu']);

/** True for a command that pushes an image to a registry, or builds one with a program made for that. */
export function pushesImage(command: CommandFact): boolean {
  const words = command.operands.map((word) => word.value);
  const [verb = '', next = ''] = words;
  const { program } = command;
  if (engines.has(program)) return words.slice(0, 3).includes('push') || hasFlag(command, '--push');
  if (builders.has(program)) return true;
  if (program === 'crane') return ['push', 'append', 'copy', 'cp', 'mutate'].includes(verb);
  if (program === 'skopeo') return verb === 'copy' || verb === 'sync';
  if (program === 'oras' || program === 'helm' || program === 'regctl')
    return words.includes('push') || words.includes('copy');
  if (program === 'ko') return ['build', 'publish', 'apply', 'create', 'resolve'].includes(verb);
  if (program === 'pack') return verb === 'build' && hasFlag(command, '--publish');
  if (program === 'skaffold') return ['run', 'build', 'dev'].includes(verb);
  if (program === 'aws')
    return (
      verb === 'ecr' &&
      /^(put-image|upload-layer-part|initiate-layer-upload|complete-layer-upload)$/.test(next)
    );
  return program === 'make' && words.some((word) => word.includes('push'));
}

/** True for an image that builds and pushes images from inside a cluster, by its repository. */
export function isImageBuilder(repository: string): boolean {
  return repository === 'docker' || /kaniko|buildkit|buildah/.test(repository);
}

/**
 * Repositories that the commands build or load on this machine, or in a cluster on it (kind, minikube, k3d,
 * MicroK8s), and never push: an image of theirs comes from nowhere else, so its tag moves with the reader's
 * own builds only. A pushed one belongs to everybody.
 */
export function localRepositories(commands: readonly CommandFact[]): ReadonlySet<string> {
  const local = new Set<string>();
  const pushed = new Set<string>();
  for (const command of commands) {
    const words = command.operands.map((word) => word.value);
    const { program } = command;
    if (engines.has(program) && words.slice(0, 2).includes('build')) {
      for (const { name, value } of command.flags) {
        if (value !== undefined && /^(-t|--tag)$/.test(name)) {
          (hasFlag(command, '--push') ? pushed : local).add(repositoryOf(value.value));
        }
      }
    } else if (engines.has(program) && words.slice(0, 2).includes('push')) {
      pushed.add(repositoryOf(words[words.length - 1] ?? ''));
    } else if (
      /^(kind|k3d|minikube|microk8s)$/.test(program) &&
      /\b(load|import|build)\b/.test(words.slice(0, 2).join(' '))
    ) {
      const tag = command.flags.find(({ name }) => name === '-t' || name === '--tag')?.value;
      for (const word of tag === undefined ? words.slice(2) : [tag.value]) local.add(repositoryOf(word));
    }
  }
  for (const repository of pushed) local.delete(repository);
  return local;
}

/** A reference without tag and digest, and without what every engine puts in front of a local name. */
function repositoryOf(reference: string): string {
  return reference
    .replace(/@.*$/, '')
    .replace(/:[^:/]*$/, '')
    .replace(/^(?:docker\.io|localhost)\/(?:library\/)?/, '');
}
