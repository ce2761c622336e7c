import {
  cite,
  anchorFixes,
  checkTitles,
  compareFixes,
  defineRule,
  fileStories,
  hasFlag,
  heedFixes,
  integrityCheckOf,
  keepFailureFixes,
  malformedFlag,
  message,
  setsErrexit,
  spellingFixes,
  unusedFixes,
  useFixes,
  useTitles,
  type CommandFact,
  type DocumentFacts,
  type FileEvent,
  type FileStory,
  type FileUse,
  type IntegrityCheck,
  type Region,
  type ReportIn,
} from '#rule';

/** Collisions are cheap for these, and for one of them so is a second file with the same sum by design. */
const weak = /^(md5|sha1|ck|sha)$/;

function isDangerous({ fact }: FileEvent<FileUse>): boolean {
  return fact.kind !== 'applied' && fact.kind !== 'renamed';
}

/** True where only a person, or nobody, looks at whether the command succeeded. */
function isUnheeded(command: CommandFact, region: Region, document: DocumentFacts): boolean {
  return (
    (command.joins === 'newline' || command.joins === ';') &&
    !command.isCondition &&
    command.isTopLevel &&
    command.parent === undefined &&
    command.pipedTo === undefined &&
    // Who types line by line sees what a line says before the next one.
    region.context.carrier !== 'transcript' &&
    !setsErrexit(region, document)
  );
}

/** The command that begins the next pipeline of the same region. */
type NextOf = (command: CommandFact) => CommandFact | undefined;

/** The commands of a region behind a place in it that use a downloaded file. */
type UsesAfter = (region: Region, offset: number) => readonly CommandFact[];

function checkCommands(
  document: DocumentFacts,
  report: ReportIn,
  nextOf: NextOf,
  usesAfter: UsesAfter,
): void {
  for (const { fact: command, region } of document.all('command')) {
    const check = integrityCheckOf(command);
    if (check === undefined || check.kind === 'read') continue;
    reportSpelling(command, region, report);
    if (check.kind === 'shown') continue;
    reportExcuse(command, region, report, nextOf, usesAfter);
    reportLooseMatch(command, region, report);
    if (!hasFlag(command, '--status', '-s') || check.method === 'signature' || check.method === 'own')
      continue;
    const next = nextOf(command);
    if (next === undefined || looksAtStatus(next) || !isUnheeded(command, region, document)) continue;
    report({
      at: command.range,
      region,
      message: message('--status prints nothing, and nothing here looks at the exit status'),
      fixes: (context) => heedFixes(context, command, [next]),
    });
  }
}

function reportSpelling(command: CommandFact, region: Region, report: ReportIn): void {
  const flag = malformedFlag(command);
  if (flag === undefined) return;
  report({
    at: flag.range,
    region,
    message: message('{program} reads -check as -c -h and refuses it, so nothing is compared', {
      program: command.program,
    }),
    fixes: (context) => spellingFixes(context, command),
  });
}

function reportExcuse(
  command: CommandFact,
  region: Region,
  report: ReportIn,
  nextOf: NextOf,
  usesAfter: UsesAfter,
): void {
  if (command.joins !== '||') return;
  const next = nextOf(command);
  if (next === undefined) return;
  const isSilent = /^(true|:)$/.test(next.program);
  // Words about it stop nothing either, where the file is used behind them.
  const isSaid =
    /^(echo|printf)$/.test(next.program) &&
    next.joinedBy === '||' &&
    (next.joins === 'newline' || next.joins === ';') &&
    next.pipedTo === undefined &&
    region.context.carrier !== 'transcript' &&
    usesAfter(region, next.range.end).length > 0;
  if (!isSilent && !isSaid) return;
  report({
    at: command.range,
    region,
    message: message('Behind "|| {program}" a failed check counts as success', { program: next.program }),
    fixes: (context) => keepFailureFixes(context, command, next, usesAfter(region, next.range.end)),
  });
}

/** `grep kubectl SHA256SUMS`: also matches `kubectl.sbom` and `kubectl-convert`. */
function reportLooseMatch({ pipedFrom }: CommandFact, region: Region, report: ReportIn): void {
  if (pipedFrom === undefined || !/^[ef]?grep$/.test(pipedFrom.program) || pipedFrom.pipedFrom !== undefined)
    return;
  const [pattern, file] = pipedFrom.operands;
  if (pattern === undefined || file === undefined || hasFlag(pipedFrom, '-w', '-x', '-e', '-f', '-F')) return;
  if (pattern.value.endsWith('$')) return;
  report({
    at: pattern.range,
    region,
    severity: 'low',
    message: message(
      'This pattern also matches longer names, and the check then fails or looks at another file',
    ),
    fixes: () => anchorFixes(pipedFrom, pattern),
  });
}

function looksAtStatus(command: CommandFact): boolean {
  return (
    command.args.some((word) => word.value.includes('$?')) ||
    command.assignments.some(({ value }) => value?.value === '$?')
  );
}

function checkStory(story: FileStory, document: DocumentFacts, report: ReportIn, nextOf: NextOf): void {
  const uses = story.uses.filter(isDangerous);
  const [firstUse] = uses;
  const checks = story.checks.filter(({ fact }) => fact.kind !== 'read' && fact.method !== 'own');
  const [first] = checks;
  if (firstUse === undefined || first === undefined) return;
  const strongest = checks.find(({ fact }) => fact.kind === 'compared' && !weak.test(fact.method)) ?? first;
  const { fact: check, region } = strongest;
  const { command } = check;
  const related = [
    { at: firstUse.fact.command.range, region: firstUse.region, message: message('The file is used here') },
  ];
  if (checks.every(({ order }) => order > firstUse.order)) {
    report({
      at: first.fact.command.range,
      region: first.region,
      related,
      message: message('The check comes after the file has been used, when it is too late'),
      fixes: (context) => useFixes(context, story),
    });
  } else if (check.kind === 'shown') {
    const [file] = check.files;
    report({
      at: command.range,
      region,
      related,
      message: message('The sum is printed and compared with nothing'),
      fixes: (context) => (file === undefined ? [] : compareFixes(context, command, file, story)),
    });
  } else if (check.kind === 'compared' && weak.test(check.method)) {
    report({
      at: command.range,
      region,
      related,
      message: message('{method} does not tell two files apart that somebody made to look alike', {
        method: check.method.toUpperCase(),
      }),
      fixes: (context) => useFixes(context, story),
    });
  }
  reportUnheeded(strongest, uses, document, report, nextOf);
}

function reportUnheeded(
  { fact: check, region, order }: FileEvent<IntegrityCheck>,
  uses: readonly FileEvent<FileUse>[],
  document: DocumentFacts,
  report: ReportIn,
  nextOf: NextOf,
): void {
  const { command } = check;
  if (check.kind === 'shown' || !isUnheeded(command, region, document) || hasFlag(command, '--status', '-s'))
    return;
  const later = uses.filter((use) => use.region === region && use.order > order);
  const [next] = later;
  const follower = nextOf(command);
  if (next === undefined || (follower !== undefined && looksAtStatus(follower))) return;
  report({
    at: command.range,
    region,
    related: [{ at: next.fact.command.range, message: message('It is used here all the same') }],
    message: message('When this check fails, the lines behind it go on all the same'),
    fixes: (context) =>
      heedFixes(
        context,
        command,
        later.map((use) => use.fact.command),
      ),
  });
}

/** Lists of sums and signatures that are downloaded and that no later command mentions. */
function checkUnused(stories: readonly FileStory[], document: DocumentFacts, report: ReportIn): void {
  const last = new Map<string, number>();
  document.all('command').forEach(({ fact }, order) => {
    for (const word of [...fact.args, ...fact.redirects.flatMap(({ target }) => target ?? [])]) {
      for (const part of word.value.split(/[\s/"'=@()<>|]+/)) if (part !== '') last.set(part, order);
    }
  });
  const isAnyUsed = stories.some(({ uses }) => uses.some(isDangerous));
  for (const story of stories) {
    const { download } = story;
    const name = download.fact.file?.name.replace(/^.*\//, '') ?? '';
    if (!isAnyUsed || !sumsFile.test(name) || /[$*{]/.test(name)) continue;
    if ((last.get(name) ?? -1) > download.order) continue;
    // `sha256sum -c *.sha256` and the like name it by a pattern.
    if (
      [...last.keys()].some((part) => part.includes('*') && part.endsWith(name.slice(name.lastIndexOf('.'))))
    )
      continue;
    report({
      at: download.fact.url.range,
      region: download.region,
      message: message('{name} is downloaded, and nothing compares anything with it', { name }),
      fixes: (context) => unusedFixes(context, story, stories),
    });
  }
}

const sumsFile =
  /(\.(sha(1|256|512)(sum)?|sig|asc|minisig)|(sha(1|256|512)?sums?|checksums?)(-\w+)?(\.(txt|sha256))?)$/i;

export default defineRule({
  meta: {
    id: 'broken-checksum-check',
    title: 'Checksum or signature check that protects nothing',
    why: 'The line looks like a check, so nobody adds another one, while a replaced file passes all the same.',
    severity: 'medium',
    confidence: 'likely',
    profile: 'recommended',
    reviewItem: 6,
    languages: ['shell'],
    references: cite(
      'CWE-354',
      'CWE-494',
      'CWE-252',
      'NSA/CISA 1.2 Application security',
      'OWASP 2022 K02',
      'OWASP 2025 K07',
    ),
    fixes: [
      { title: checkTitles.spell, applicability: 'safe' },
      { title: checkTitles.heed, applicability: 'review' },
      { title: checkTitles.compare, applicability: 'review' },
      { title: checkTitles.keepFailure, applicability: 'review' },
      { title: checkTitles.anchor, applicability: 'review' },
      { title: checkTitles.useSums, applicability: 'review' },
      { title: checkTitles.useSignature, applicability: 'review' },
      { title: useTitles.own, applicability: 'review' },
      { title: useTitles.sums, applicability: 'review' },
    ],
  },
  reads: ['command'],
  read(document, report) {
    const next = new Map<CommandFact, CommandFact>();
    let previous: { readonly fact: CommandFact; readonly region: Region } | undefined;
    for (const placed of document.all('command')) {
      if (placed.fact.parent !== undefined || placed.fact.pipedFrom !== undefined) continue;
      if (previous?.region === placed.region) next.set(previous.fact, placed.fact);
      previous = placed;
    }
    const nextOf: NextOf = (command) => {
      let start = command;
      while (start.pipedFrom !== undefined) start = start.pipedFrom;
      return next.get(start);
    };
    const stories = fileStories(document.all('command'));
    const uses = new Map<Region, CommandFact[]>();
    for (const { fact, region } of stories.flatMap((story) => story.uses)) {
      const list = uses.get(region);
      if (list === undefined) uses.set(region, [fact.command]);
      else list.push(fact.command);
    }
    checkCommands(document, report, nextOf, (region, offset) =>
      (uses.get(region) ?? []).filter(({ range }) => range.start >= offset),
    );
    const once = reportOnce(report);
    // A list of sums that names nothing is most likely that of the last file.
    for (const story of [...stories].reverse()) checkStory(story, document, once, nextOf);
    checkUnused(stories, document, report);
  },
});

/** One list of sums checks many files, and is one finding. */
function reportOnce(report: ReportIn): ReportIn {
  const seen = new Map<Region, Set<string>>();
  return (problem) => {
    const keys = seen.get(problem.region) ?? new Set<string>();
    seen.set(problem.region, keys);
    const key = `${problem.at.start} ${problem.message.template}`;
    if (keys.has(key)) return;
    keys.add(key);
    report(problem);
  };
}
