import type { Flag, Word } from '../command';
import { partOfWord } from '../../languages/shell/words';
import { programs, type Program } from './programs';

/** The words of a command told apart. */
export interface ReadFlags {
  readonly flags: readonly Flag[];
  readonly operands: readonly Word[];
}

/**
 * Tells options, their values and operands apart, as the program itself would.
 *
 * Which options take the next word is known for the programs of programs/ only: elsewhere an option's
 * value is what is attached to it, and the next word is an operand. A lone run of flags (program '') has no
 * operands, so there a word behind an option is its value. Behind `--` all words are operands.
 */
export function readFlags(program: string, args: readonly Word[], regionText: string): ReadFlags {
  const flags: Flag[] = [];
  const operands: Word[] = [];
  let spec = specOf(program);
  for (let i = 0; i < args.length; i++) {
    const word = args[i] as Word;
    if (word.value === '--') {
      operands.push(...args.slice(i + 1));
      break;
    }
    if (!isFlagWord(word)) {
      operands.push(word);
      // `docker run`, `docker compose exec`: a subcommand may have options of its own.
      const longer = [program, ...operands.map(({ value }) => value)].join(' ');
      if (operands.length <= 2 && Object.hasOwn(programs, longer)) spec = programs[longer] ?? spec;
      if (operands.length >= (spec.stopAfter ?? Infinity)) {
        operands.push(...args.slice(i + 1));
        break;
      }
      continue;
    }
    const next = args[i + 1];
    const read = readFlagWord(word, spec, regionText);
    const last = read[read.length - 1] as PartFlag;
    const takesNext = last.value === undefined && next !== undefined && takesValue(spec, last.name, next);
    for (const flag of read) {
      const value = takesNext && flag === last ? next : flag.value;
      const end = value === next && takesNext ? next.range.end : word.range.end;
      flags.push({ name: flag.name, word, value, range: { start: word.range.start, end } });
    }
    if (takesNext) i++;
    // `bash -c '…' name args`: what is behind the command is not bash's.
    if (spec.stopAfter === 1 && last.name === '-c' && takesNext) {
      operands.push(...args.slice(i + 1));
      break;
    }
  }
  return { flags, operands };
}

const unknownProgram: Program = { values: [], style: 'getopt' };
const flagRun: Program = { values: 'all', style: 'getopt' };

function specOf(program: string): Program {
  if (program === '') return flagRun;
  if (Object.hasOwn(programs, program)) return programs[program] ?? unknownProgram;
  // python3.12, python2
  if (/^python[\d.]*$/.test(program)) return programs.python ?? unknownProgram;
  return unknownProgram;
}

/** `-` alone is standard input. */
export function isFlagWord(word: Word): boolean {
  return (
    word.value.length > 1 &&
    word.value.startsWith('-') &&
    word.expansions[0]?.range.start !== word.range.start
  );
}

interface PartFlag {
  readonly name: string;
  readonly value: Word | undefined;
}

function takesValue(spec: Program, name: string, next: Word): boolean {
  if (spec.switches?.includes(name) === true) return false;
  if (spec.values !== 'all') return spec.values.includes(name);
  return !isFlagWord(next);
}

function readFlagWord(word: Word, spec: Program, text: string): readonly PartFlag[] {
  const { value } = word;
  const equals = value.indexOf('=');
  if (value.startsWith('--') || spec.style === 'single') {
    if (equals < 0) return [{ name: value, value: undefined }];
    return [{ name: value.slice(0, equals), value: partOfWord(word, equals + 1, value.length, text) }];
  }
  if (spec === unknownProgram || spec.values === 'all') return readUnknown(word, text);
  const out: PartFlag[] = [];
  for (let i = 1; i < value.length; i++) {
    const name = `-${value[i] as string}`;
    const hasValue =
      (spec.values.includes(name) && spec.switches?.includes(name) !== true) ||
      spec.attached?.includes(name) === true;
    if (!hasValue || i + 1 >= value.length) {
      out.push({ name, value: undefined });
      continue;
    }
    const from = spec.style === 'pflag' && value[i + 1] === '=' ? i + 2 : i + 1;
    out.push({ name, value: partOfWord(word, from, value.length, text) });
    break;
  }
  return out;
}

/** Of an unknown program, up to four letters behind a dash are a bundle, anything else is one flag. */
function readUnknown(word: Word, text: string): readonly PartFlag[] {
  const { value } = word;
  if (/^-[A-Za-z]{1,4}$/.test(value)) {
    return Array.from(value.slice(1), (letter) => ({ name: `-${letter}`, value: undefined }));
  }
  const equals = value.indexOf('=');
  if (equals < 0) return [{ name: value, value: undefined }];
  return [{ name: value.slice(0, equals), value: partOfWord(word, equals + 1, value.length, text) }];
}
