import type { CommandFact } from '../command';

/**
 * True for a command that lacks what its program cannot do without: a text that names an option with its program
 * (`docker run --privileged`, `chmod 777`, `curl -k`) does not tell to run it.
 *
 * By the synopses of Docker's, kubectl's and coreutils' manuals. A program that is not among them lacks nothing.
 */
export function isMention({ program, operands }: CommandFact): boolean {
  const words = operands.map(({ value }) => value);
  return words.length < neededBy(program, words);
}

function neededBy(program: string, words: readonly string[]): number {
  switch (program) {
    case 'docker':
    case 'podman':
    case 'nerdctl':
    case 'finch': {
      const group = /^(?:container|image|service)$/.test(words[0] ?? '') ? 1 : 0;
      return /^(?:run|create|pull|exec)$/.test(words[group] ?? '') ? group + 2 : 1;
    }
    case 'kubectl':
    case 'oc':
      if (words[0] === 'create' && /^(?:cluster)?role(?:binding)?$/.test(words[1] ?? '')) return 3;
      return /^(?:run|debug)$/.test(words[0] ?? '') ? 2 : 1;
    case 'chmod':
    case 'chown':
    case 'chgrp':
      return 2;
    case 'curl':
    case 'wget':
    case 'ssh':
      return 1;
    default:
      return 0;
  }
}
