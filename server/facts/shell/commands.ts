import type { RegionOf } from '../../regions/region';
import type { ShellCommand } from '../../languages/shell/tree';
import { partOfWord } from '../../languages/shell/words';
import type { CommandFact, ShellAssignment, Word } from '../command';
import { isFlagWord, readFlags } from './flagsOf';
import { isMention } from './mention';
import { wrappers } from './programs';

type Draft = { -readonly [K in keyof CommandFact]: CommandFact[K] };

const known = new WeakMap<RegionOf<'shell'>, readonly CommandFact[]>();

/**
 * The commands of a region, those inside substitutions and functions too, in the order of the text.
 *
 * Ranges are the region's own offsets. Built once per region.
 */
export function commandsOf(region: RegionOf<'shell'>): readonly CommandFact[] {
  let commands = known.get(region);
  if (commands === undefined) known.set(region, (commands = readCommands(region)));
  return commands;
}

function readCommands(region: RegionOf<'shell'>): readonly CommandFact[] {
  const facts = new Map<ShellCommand, Draft>();
  for (const command of region.tree.commands) facts.set(command, readCommand(command, region.text));
  const factOf = (command: ShellCommand | undefined): Draft | undefined =>
    command === undefined ? undefined : facts.get(command);
  for (const [command, fact] of facts) {
    fact.pipedFrom = factOf(command.pipedFrom);
    fact.pipedTo = factOf(command.pipedTo);
    fact.inner = command.inner.flatMap((inner) => factOf(inner) ?? []);
    const outer = factOf(command.parent?.command);
    if (command.parent !== undefined && outer !== undefined) {
      fact.parent = { command: outer, via: command.parent.via };
    }
  }
  const commands = [...facts.values()];
  // What a sentence only names is no command; a part of one that is whole may be: `curl … | bash`.
  const [first] = commands;
  return region.context.carrier === 'inlineCode' && first !== undefined && isMention(first) ? [] : commands;
}

function readCommand(command: ShellCommand, text: string): Draft {
  const { words, timeWord } = command;
  const unwrapped = unwrap(words, text);
  const first = words[unwrapped.at];
  const isFlagRun = first !== undefined && unwrapped.at === 0 && isFlagWord(first);
  const programWord = isFlagRun ? undefined : first;
  const program = programWord === undefined ? '' : programName(programWord);
  const args = isFlagRun ? words : words.slice(unwrapped.at + 1 + (isDashed(words, unwrapped.at) ? 1 : 0));
  const { flags, operands } = readFlags(program, args, text);
  return {
    kind: 'command',
    range: command.range,
    program,
    programWord,
    wrappers: [...(timeWord === undefined ? [] : [timeWord]), ...words.slice(0, unwrapped.at)],
    runsAsRoot: unwrapped.runsAsRoot,
    assignments: [...command.assignments, ...unwrapped.assignments],
    declarations: command.declarations,
    args,
    flags,
    operands,
    redirects: command.redirects,
    pipedFrom: undefined,
    pipedTo: undefined,
    pipelineRange: command.pipelineRange,
    joinedBy: command.joinedBy,
    joins: command.joins,
    statementRange: command.statementRange,
    parent: undefined,
    inner: [],
    isCondition: command.isCondition,
    isTopLevel: command.isTopLevel,
    inFunction: command.inFunction,
    isEditable: command.isEditable,
  };
}

/** `minikube kubectl -- get pods`: the dashes are minikube's. */
function isDashed(words: readonly Word[], at: number): boolean {
  return at > 0 && words[at - 1]?.value === 'minikube' && words[at + 1]?.value === '--';
}

/** `/usr/bin/curl` and `curl.exe` are curl; what an expansion names is as written. */
function programName({ value, isStatic }: Word): string {
  if (!isStatic) return value;
  const name = value.slice(value.lastIndexOf('/') + 1);
  if (name === 'microk8s.kubectl') return 'kubectl';
  return name === '' ? value : name.replace(/\.exe$/i, '');
}

interface Unwrapped {
  /** Index of the program's word; that of the last wrapper when it runs nothing. */
  readonly at: number;
  readonly runsAsRoot: boolean;
  readonly assignments: readonly ShellAssignment[];
}

/** Walks over `sudo -u x`, `env A=b`, `timeout 5` and the like to what they run. */
function unwrap(words: readonly Word[], text: string): Unwrapped {
  let at = 0;
  let runsAsRoot = false;
  const assignments: ShellAssignment[] = [];
  for (;;) {
    const word = words[at];
    if (word === undefined || !word.isStatic) break;
    const name = programName(word);
    // The kubectl that a distribution brings along.
    if (/^(?:k3s|rke2|microk8s|minikube)$/.test(name) && words[at + 1]?.value === 'kubectl') {
      at++;
      break;
    }
    const wrapper = Object.hasOwn(wrappers, name) ? wrappers[name] : undefined;
    if (wrapper === undefined) break;
    let next = at + 1;
    let user: string | undefined;
    let isQuery = false;
    let operands = wrapper.operands;
    const found: ShellAssignment[] = [];
    for (; next < words.length; next++) {
      const part = words[next] as Word;
      if (part.value === '--') {
        next++;
        break;
      }
      if (isFlagWord(part)) {
        if (wrapper.query.includes(part.value)) isQuery = true;
        // `-Eu root`: the last of a bundle may take the next word.
        const last = /^-[A-Za-z]+$/.test(part.value) ? `-${part.value.slice(-1)}` : part.value;
        const takesNext = wrapper.values.includes(last);
        if (last === '-u' || last === '--user') user = words[next + 1]?.value;
        else if (part.value.startsWith('--user=')) user = part.value.slice('--user='.length);
        if (takesNext) next++;
        continue;
      }
      const assignment = name === 'env' || name === 'sudo' ? assignmentOf(part, text) : undefined;
      if (assignment !== undefined) found.push(assignment);
      else if (operands > 0) operands--;
      else break;
    }
    if (isQuery || next >= words.length) break;
    assignments.push(...found);
    if (name === 'sudo' || name === 'doas')
      runsAsRoot = user === undefined || user === 'root' || user === '#0';
    at = next;
  }
  return { at, runsAsRoot, assignments };
}

function assignmentOf(word: Word, text: string): ShellAssignment | undefined {
  const name = /^[A-Za-z_]\w*(?==)/.exec(word.value)?.[0];
  if (name === undefined) return undefined;
  const nameWord = partOfWord(word, 0, name.length, text);
  const value = partOfWord(word, name.length + 1, word.value.length, text);
  return { name, nameRange: nameWord.range, value, range: word.range };
}
