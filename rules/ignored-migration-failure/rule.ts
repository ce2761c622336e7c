import {
  cite,
  defineRule,
  message,
  migrationOf,
  remove,
  removeChild,
  replace,
  review,
  scriptsBehind,
  setsErrexit,
  toleranceOf,
  type CommandFact,
  type DocumentFacts,
  type Fix,
  type Range,
  type Region,
  type ReportIn,
} from '#rule';

const title = 'Let a failed migration fail';

/** What ends with success whatever came before it. */
function isExcuse({ program, operands }: CommandFact): boolean {
  return /^(true|:|echo|printf)$/.test(program) || (program === 'exit' && operands[0]?.value === '0');
}

function checkList(
  command: CommandFact,
  next: CommandFact,
  region: Region,
  document: DocumentFacts,
  report: ReportIn,
): void {
  if (!isExcuse(next) || next.pipedTo !== undefined) return;
  const { end } = command.pipelineRange;
  const between = region.text.slice(end, next.pipelineRange.start);
  if (command.joins === '||' && next.joinedBy === '||' && next.joins !== '&&') {
    const start = end + between.indexOf('||');
    report({
      at: { start, end: next.pipelineRange.end },
      region,
      message: message(
        'Behind "|| {program}" a failed migration counts as success, and the release goes on',
        {
          program: next.program,
        },
      ),
      fixes: () => fixesOf(command, [remove({ start: end, end: next.pipelineRange.end })]),
    });
    return;
  }
  const isSameLine = command.joins === ';' && next.joinedBy === ';' && !between.includes('\n');
  if (!isSameLine || next.joins !== undefined || setsErrexit(region, document)) return;
  const start = end + between.indexOf(';');
  report({
    at: { start, end: next.pipelineRange.end },
    region,
    message: message(
      '"; {program}" ends with success when the migration has failed, and the release goes on',
      {
        program: next.program,
      },
    ),
    fixes: () => fixesOf(command, [replace({ start: end, end: start + 1 }, ' &&')]),
  });
}

function fixesOf(command: CommandFact, edits: Fix['edits']): readonly Fix[] {
  return command.isEditable ? [review(title, edits)] : [];
}

/** What a `set` does to errexit; undefined for any other command, and where it says nothing about it. */
function errexitOf({ program, flags, args }: CommandFact): boolean | undefined {
  if (program !== 'set') return undefined;
  const isNamed = (sign: string): boolean =>
    args.some(({ value }, at) => value === 'errexit' && args[at - 1]?.value === `${sign}o`);
  if (args.some(({ value }) => value === '+e') || isNamed('+')) return false;
  return flags.some(({ name }) => name === '-e') || isNamed('-') ? true : undefined;
}

function looksAtStatus({ args, assignments }: CommandFact): boolean {
  return (
    args.some(({ value }) => value.includes('$?')) ||
    assignments.some(({ value }) => value?.value.includes('$?') === true)
  );
}

/** The line of a command that stands alone on it, with its line break. */
function lineOf(text: string, { start, end }: Range): Range | undefined {
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const to = text.indexOf('\n', end);
  const isAlone =
    text.slice(from, start).trim() === '' && text.slice(end, to < 0 ? text.length : to).trim() === '';
  return isAlone && to >= 0 ? { start: from, end: to + 1 } : undefined;
}

function checkScript(
  commands: readonly CommandFact[],
  region: Region,
  document: DocumentFacts,
  report: ReportIn,
): void {
  const lastLook = commands.reduce((last, command, index) => (looksAtStatus(command) ? index : last), -1);
  /** The `set +e` in force, until it has been reported. */
  let off: CommandFact | undefined;
  let waiting: CommandFact | undefined;
  commands.forEach((command, index) => {
    if (waiting !== undefined && command.parent === undefined && command.pipedFrom === undefined) {
      checkList(waiting, command, region, document, report);
      waiting = undefined;
    }
    const isOn = errexitOf(command);
    if (isOn !== undefined) off = isOn ? undefined : command;
    if (command.parent !== undefined || command.isCondition) return;
    if (migrationOf(command, region) === undefined) return;
    waiting = command;
    if (off === undefined || lastLook > index || command.joins === '&&' || command.joins === '||') return;
    reportSwitch(off, command, region, report);
    off = undefined;
  });
}

function reportSwitch(off: CommandFact, command: CommandFact, region: Region, report: ReportIn): void {
  report({
    at: off.range,
    region,
    related: [{ at: command.range, message: message('The migration runs here') }],
    message: message('With set +e the lines behind a failed migration run all the same'),
    fixes: () => {
      const line = lineOf(region.text, off.range);
      return line === undefined || off.args.length > 1 ? [] : fixesOf(off, [remove(line)]);
    },
  });
}

/** A workflow's step that may fail. */
function checkSteps(
  document: DocumentFacts,
  commandsIn: ReadonlyMap<Region, readonly CommandFact[]>,
  report: ReportIn,
): void {
  for (const { fact, region } of document.all('setting')) {
    const map = fact.key === 'continue-on-error' ? fact.maps.at(-1) : undefined;
    const entry = map === undefined ? undefined : toleranceOf(map);
    if (map === undefined || entry === undefined || entry !== fact.entry) continue;
    const migrates = scriptsBehind(region, map, 'run').some((script) =>
      commandsIn.get(script)?.some((command) => migrationOf(command, script) !== undefined),
    );
    if (!migrates) continue;
    report({
      at: entry.range,
      region,
      message: message(
        'With continue-on-error a failed migration counts as success, and the release goes on',
      ),
      fixes: () => {
        const edits = removeChild(region, map, entry);
        return edits === undefined ? [] : [review(title, edits)];
      },
    });
  }
}

export default defineRule({
  meta: {
    id: 'ignored-migration-failure',
    title: 'Failure of a database migration is ignored',
    why: 'The new release starts on a schema that it does not know, and its errors show up far from the cause, or corrupt data.',
    severity: 'low',
    confidence: 'certain',
    profile: 'recommended',
    reviewItem: 15,
    languages: ['shell', 'yaml'],
    references: cite('CWE-252', 'CWE-755', 'Kubescape NSA C-0002'),
    fixes: [{ title, applicability: 'review' }],
  },
  reads: ['command', 'setting'],
  read(document, report) {
    const byRegion = new Map<Region, CommandFact[]>();
    for (const { fact, region } of document.all('command')) {
      const list = byRegion.get(region);
      if (list === undefined) byRegion.set(region, [fact]);
      else list.push(fact);
    }
    for (const [region, commands] of byRegion) checkScript(commands, region, document, report);
    checkSteps(document, byRegion, report);
  },
});
