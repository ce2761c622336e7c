import type { CommandFact, Flag } from './command';

/** True when one of the flags, written with their dashes, is set. */
export function hasFlag(command: CommandFact, ...names: readonly string[]): boolean {
  return command.flags.some((flag) => names.includes(flag.name));
}

/** The first of the flags, written with their dashes, that is set. */
export function findFlag(command: CommandFact, ...names: readonly string[]): Flag | undefined {
  return command.flags.find((flag) => names.includes(flag.name));
}
