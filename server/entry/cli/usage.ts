import { parseArgs, type ParseArgsConfig } from 'node:util';

/** What the user can put right: printed as one line, exit code 2. */
export class UsageError extends Error {}

/** Parses a command's arguments; an option that is not there is a UsageError in one line. */
export function parseOptions<T extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: T,
) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    // Node adds advice about `--` in further sentences.
    throw new UsageError(`${message.split('. ')[0]}. See security-hints --help`);
  }
}

/** The option's value, checked against the words that it may be. */
export function oneOf<T extends string>(
  name: string,
  value: string | undefined,
  words: readonly T[],
  otherwise: T,
): T {
  if (value === undefined) return otherwise;
  const found = words.find((word) => word === value);
  if (found === undefined) throw new UsageError(`--${name} is one of ${words.join(', ')}; "${value}" is not`);
  return found;
}
