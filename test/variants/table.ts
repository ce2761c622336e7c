import { inlineCode, type Carrier, type Catalog, type InsecureVariant, type SilentVariant } from './catalog';

/** The hosts of a table's columns, in order, as test/pages calls them. */
const hosts = [
  'file',
  'fence',
  'fence in a list in a quote',
  'run block',
  'heredoc',
  'heredoc in a run block in a fence',
  'config map',
  'container arguments',
  inlineCode,
];

/** Why a language cannot stand in a host; the numbers of the table's notes. */
const notes = [
  'The language cannot stand there: a manifest is no script, a script no manifest.',
  'It stands in a document of its own only, for which the page shows it: text, JSON, an environment file or several fences together.',
];

/**
 * The table variant × host × fix of all classes, as Markdown. A cell without a mark has the number of a note,
 * and `catalog` holds the reasons of its own; the tests fail where there is neither.
 */
export function variantTable(
  catalogs: readonly Catalog[],
  carriers: ReadonlyMap<string, readonly Carrier[]>,
): string {
  const reasons: string[] = [...notes];
  const noteOf = (reason: string): string => {
    if (!reasons.includes(reason)) reasons.push(reason);
    return `[${reasons.indexOf(reason) + 1}]`;
  };
  const sections = catalogs.map(({ class: name, title, insecure, silent }) =>
    [
      `## ${/^\d/.test(name) ? `#${name}` : name}: ${title}`,
      '',
      `| Found | What | Rule | ${hosts.join(' | ')} | Fix |`,
      `|${'---|'.repeat(hosts.length + 4)}`,
      ...insecure.map((variant) => insecureRow(variant, carriers.get(variant.id) ?? [], noteOf)),
      '',
      '| Silent | What | Shown by |',
      '|---|---|---|',
      ...silent.map((variant) => silentRow(variant, carriers.get(variant.id) ?? [], noteOf)),
      '',
    ].join('\n'),
  );
  const list = reasons.map((reason, index) => `${index + 1}. ${reason}`);
  return [
    'In inline code, which a sentence tells to run, a finding is one level lower and has no fix.',
    '',
    ...sections,
    '## Notes',
    '',
    ...list,
    '',
  ].join('\n');
}

function insecureRow(
  variant: InsecureVariant,
  carriers: readonly Carrier[],
  noteOf: (reason: string) => string,
): string {
  const { id, says, unread, noFix, hosts: exempt = {} } = variant;
  const carried = carriers.filter(({ fence }) => fence.role === 'bad');
  if (unread !== undefined) {
    return row([id, says, 'not found', ...hosts.map(() => noteOf(unread)), noteOf(unread)]);
  }
  const possible = new Set(carried.flatMap((carrier) => carrier.hosts));
  const cells = hosts.map((host) => {
    const [hit] = [...possible].filter((each) => each === host || each.endsWith(`in a ${host}`));
    if (hit === undefined) return noteOf(reasonOf(host, carried) ?? notes[possible.size === 0 ? 1 : 0] ?? '');
    const reason = exempt[hit];
    return reason === undefined ? '✓' : noteOf(reason);
  });
  const fixes = [...new Set(carried.flatMap((carrier) => carrier.fixes))];
  return row([id, says, rulesOf(carried), ...cells, noFix === undefined ? fixes.join('; ') : noteOf(noFix)]);
}

/** Why a host of commands does not carry any of the fences, where more is to be said than that the language cannot. */
function reasonOf(host: string, carried: readonly Carrier[]): string | undefined {
  if (host !== inlineCode) return undefined;
  return carried.find(({ notInSentences }) => notInSentences !== undefined)?.notInSentences;
}

function silentRow(
  { id, says, unread }: SilentVariant,
  carriers: readonly Carrier[],
  noteOf: (reason: string) => string,
): string {
  const shown = carriers.filter(({ fence }) => fence.role === 'good');
  return row([id, says, unread === undefined ? rulesOf(shown) : noteOf(unread)]);
}

function rulesOf(carriers: readonly Carrier[]): string {
  return [...new Set(carriers.map(({ ruleId }) => ruleId))]
    .map((id) => `[${id}](${id}/README.md)`)
    .join(', ');
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('\n', ' ').replace(/(?<!\\)\|/g, '\\|')).join(' | ')} |`;
}
