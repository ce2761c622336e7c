import {
  cite,
  defineRule,
  findFlag,
  hasFlag,
  insert,
  message,
  review,
  variableOf,
  withStops,
  type CommandFact,
  type DocumentFacts,
  type Fix,
  type Word,
} from '#rule';

const pin = 'Pin the version of the chart';
const pinKnown = 'Pin the version used elsewhere in this document';

/** The word that names a chart of a repository or registry; undefined for a local chart. */
function remoteChart(command: CommandFact, repositories: ReadonlySet<string>): Word | undefined {
  const { operands } = command;
  const verb = operands[0]?.value ?? '';
  if (command.program !== 'helm' || !/^(install|upgrade|template|pull)$/.test(verb)) return undefined;
  const chart = operands
    .slice(1)
    .filter((word) => !word.value.startsWith('['))
    .at(-1);
  if (chart === undefined || hasFlag(command, '--version', '--devel')) return undefined;
  if (chart.value.startsWith('oci://'))
    return /:[^/]+$|@sha256:/.test(chart.value.slice(6)) ? undefined : chart;
  if (findFlag(command, '--repo') !== undefined) return chart;
  const [repository = '', name, ...rest] = chart.value.split('/');
  return name !== undefined && rest.length === 0 && repositories.has(repository) ? chart : undefined;
}

/** Names that the document gives to repositories: what stands before the `/` is then no folder. */
function repositoriesOf(document: DocumentFacts): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { fact } of document.all('command')) {
    const [first, second, name] = fact.operands;
    if (fact.program === 'helm' && first?.value === 'repo' && second?.value === 'add' && name !== undefined) {
      names.add(name.value);
    }
  }
  return names;
}

function versionElsewhere(chart: Word, document: DocumentFacts): string | undefined {
  for (const { fact } of document.all('command')) {
    if (fact.program !== 'helm' || !fact.operands.some((word) => word.value === chart.value)) continue;
    const version = findFlag(fact, '--version')?.value;
    if (version?.isStatic === true) return version.value;
  }
  return undefined;
}

function fixesOf(command: CommandFact, chart: Word, document: DocumentFacts): readonly Fix[] {
  if (!command.isEditable) return [];
  const known = versionElsewhere(chart, document);
  const name = chart.value.replace(/^.*\//, '');
  const stop = `\${${variableOf(name, 'CHART_VERSION')}:?set the version of the chart}`;
  const at = chart.range.end;
  return [
    ...(known === undefined ? [] : [review(pinKnown, [insert(at, ` --version ${known}`)])]),
    review(pin, [withStops(insert(at, ` --version "${stop}"`), stop)]),
  ];
}

export default defineRule({
  meta: {
    id: 'helm-chart-without-version',
    title: 'Chart is installed without a version',
    why: 'The same command installs whatever version is newest that day, on every cluster another one.',
    severity: 'medium',
    confidence: 'certain',
    // The README of nearly every chart does it, so only those who ask for it hear of it.
    profile: 'strict',
    isMilderInDevelopment: true,
    reviewItem: 6,
    languages: ['shell'],
    references: cite('CWE-829', 'NSA/CISA 1.2 Application security', 'OWASP 2022 K02', 'OWASP 2025 K07'),
    fixes: [
      { title: pinKnown, applicability: 'review' },
      { title: pin, applicability: 'review' },
    ],
  },
  reads: ['command'],
  read(document, report) {
    const repositories = repositoriesOf(document);
    for (const { fact, region } of document.all('command')) {
      const chart = remoteChart(fact, repositories);
      if (chart === undefined) continue;
      report({
        at: chart.range,
        region,
        message: message('Without --version, what {chart} is changes with every release of the chart', {
          chart: chart.value,
        }),
        fixes: () => fixesOf(fact, chart, document),
      });
    }
  },
});
