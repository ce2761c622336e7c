import type { ChartSecret } from '../../facts/chartSecret';
import type { CommandFact } from '../../facts/command';
import type { SettingFact } from '../../facts/fact';
import { wordsOf } from '../../facts/secret/keyName';
import { setEntriesOf, type PlacedEntry } from '../../facts/shell/settings';
import type { FixEdit } from '../fix';
import { piecesOf, placedEntryOf, removeEntries, writeEntry, type Assignment, type Piece } from './setEntry';

/** `auth.password=x` of `--set` to `auth.existingSecret="${POSTGRESQL_SECRET:?…}"`. */
export function setEdits(
  setting: SettingFact,
  form: ChartSecret,
  text: string,
): readonly FixEdit[] | undefined {
  const placed = placedEntryOf(setting, text);
  if (placed === undefined) return undefined;
  const { entry, command } = placed;
  const chart = form.chart.slice(form.chart.indexOf('/') + 1);
  const variable = secretVariable(chart);
  if (form.items !== undefined) return listEdits(form, entry, command, variable, text);
  const existing = existingPath(entry.key.value, form);
  // Another entry names the Secret already; Helm would take the last of the two.
  if (existing === undefined || setsAlready(command, existing)) return undefined;
  const assignments: Assignment[] = [
    { key: piecesOf(existing, entry.key, text), value: [{ expansion: variable }] },
  ];
  for (const { path, isNeeded } of form.fields) {
    // A key of the Secret that the chart has no default for is the name that another entry gives the user.
    if (!isNeeded) continue;
    const name = nameBeside(entry, form, command, text);
    const field = existingPath(entry.key.value, { plain: form.plain, existing: path });
    if (name === undefined || field === undefined || setsAlready(command, field)) return undefined;
    assignments.push({ key: piecesOf(field, entry.key, text), value: name });
  }
  return writeEntry(entry, assignments, text, variable);
}

/** A variable that stops the command where it is not set: `${REDIS_SECRET:?set the name of the Secret}`. */
export function secretVariable(chart: string): string {
  return `\${${wordsOf(chart).join('_').toUpperCase()}_SECRET:?set the name of the Secret}`;
}

export function setsAlready(command: CommandFact, key: string): boolean {
  return command.args.some((other) => other.value.includes(`${key}=`));
}

/** The value of `users[0].accessKey` for `users[0].secretKey`, where it can be the name of a key in a Secret. */
function nameBeside(
  { key }: PlacedEntry,
  { keyFrom }: ChartSecret,
  command: CommandFact,
  text: string,
): readonly Piece[] | undefined {
  if (keyFrom === undefined) return undefined;
  const wanted = key.value.slice(0, key.value.lastIndexOf('.') + 1) + keyFrom;
  const found = setEntriesOf(command, text).filter((other) => other.key.value === wanted);
  const [name] = found;
  if (name === undefined || found.length > 1) return undefined;
  const pieces = piecesOf(name.text, name.value, text);
  const isName = pieces.every((piece) =>
    typeof piece === 'string'
      ? /^[\w.-]{1,253}$/.test(piece)
      : /^\$(?:\w+|\{\w+(?::\?[^{}]*)?\})$/.test(piece.expansion),
  );
  return isName && pieces.length > 0 ? pieces : undefined;
}

/**
 * All entries of a list of users to the one of a Secret that holds them: only where they say nothing that the Secret
 * has no line for, and where no file of values can hold the rest of the list.
 */
function listEdits(
  { plain, existing, items }: ChartSecret,
  entry: PlacedEntry,
  command: CommandFact,
  variable: string,
  text: string,
): readonly FixEdit[] | undefined {
  if (!isAllInCommand(command)) return undefined;
  const list = /^(.*?)\[\d+\]\.[^.[\]]+$/.exec(entry.key.value)?.[1];
  const name = existing[existing.length - 1] ?? '';
  if (list?.endsWith(plain.slice(0, -1).join('.')) !== true) return undefined;
  const owner = list.slice(0, list.lastIndexOf('.') + 1);
  const entries = setEntriesOf(command, text);
  if (entries.some(({ key }) => key.value.startsWith(`${owner}${name}`))) return undefined;
  const own = entries.filter(({ key }) => key.value.startsWith(`${list}[`) || key.value === list);
  const fields = own.map(({ key }) =>
    /^\[(\d+)\]\.([^.[\]]+)(?:\[\d+\])?$/.exec(key.value.slice(list.length)),
  );
  const isWhole = fields.every((field) => items?.includes(field?.[2] ?? '') === true);
  const users = new Set(fields.map((field) => field?.[1]));
  const named = fields.filter((field) => field?.[2] === 'username');
  if (!isWhole || named.length !== users.size || own.some(({ isLone }) => isLone)) return undefined;
  const [first, ...others] = own;
  if (first === undefined) return undefined;
  const kept = entries.filter((other) => other === first || !own.includes(other));
  const assignment = {
    key: piecesOf(`${owner}${name}[0]`, first.key, text),
    value: [{ expansion: variable }],
  };
  const written = writeEntry(first, [assignment], text, variable);
  const gone = removeEntries(others, kept, command, text);
  return written === undefined || gone === undefined ? undefined : [...written, ...gone];
}

/** True where Helm merges the flags with nothing but the chart's own values, so that what a list holds is seen here. */
export function isAllInCommand({ program, flags, operands }: CommandFact): boolean {
  const isRelease = program === 'helm' && /^(?:install|upgrade|template)$/.test(operands[0]?.value ?? '');
  return (
    isRelease && !flags.some(({ name }) => /^(?:-f|--values|--re(?:use|set-then-reuse)-values)$/.test(name))
  );
}

/** `front.auth.password` with the end of the key replaced by what takes the Secret; lists keep their index. */
export function existingPath(
  key: string,
  { plain, existing }: Pick<ChartSecret, 'plain' | 'existing'>,
): string | undefined {
  const written = key.split(/(?<!\\)\./);
  const from = written.length - plain.length;
  const tail = written.slice(Math.max(0, from));
  const nameOf = (part: string): string => part.replace(/(?:\[\d+\])+$/, '').replaceAll('\\.', '.');
  if (from < 0 || tail.some((part, index) => nameOf(part) !== plain[index])) return undefined;
  const fork = existing.findIndex((part, index) => part !== plain[index]);
  return [...written.slice(0, from), ...tail.slice(0, fork), ...existing.slice(fork)].join('.');
}
