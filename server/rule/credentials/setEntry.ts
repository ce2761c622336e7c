import type { CommandFact, Word } from '../../facts/command';
import type { SettingFact } from '../../facts/fact';
import { removeFlags } from '../../facts/shell/edits';
import { setEntriesOf, type PlacedEntry } from '../../facts/shell/settings';
import { equals } from '../../text/range';
import { remove, replace, withStops, type FixEdit } from '../fix';

/** A piece of an entry: text as Helm reads it, or something that the shell puts in (`${X:?set X}`). */
export type Piece = string | { readonly expansion: string };

/** `key=value` of `--set`; the key as Helm reads it, with the backslashes of its own. */
export interface Assignment {
  readonly key: readonly Piece[];
  readonly value: readonly Piece[];
}

/** The entry of `--set` that a setting is, with the command around it; undefined where it is no text to edit. */
export function placedEntryOf(
  { keyRange, valueRange, command }: SettingFact,
  text: string,
): { readonly entry: PlacedEntry; readonly command: CommandFact } | undefined {
  if (command?.isEditable !== true) return undefined;
  const entry = setEntriesOf(command, text).find(
    ({ key, value }) => equals(key.range, keyRange) && equals(value.range, valueRange),
  );
  // A string of JSON has quotes of its own.
  if (entry === undefined || entry.flag.name === '--set-json') return undefined;
  return text.slice(keyRange.end, valueRange.start) === '=' ? { entry, command } : undefined;
}

/**
 * Puts assignments in the place of an entry, in the quotes that it stands in; brackets that the shell would take for
 * a pattern, and dollars that are none of its own, get quotes. Undefined where the entry's quotes are not its own, and
 * where its flag takes one entry and there are several.
 */
export function writeEntry(
  { flag, key, value, isLone }: PlacedEntry,
  assignments: readonly Assignment[],
  text: string,
  ...stops: readonly string[]
): readonly FixEdit[] | undefined {
  const word = flag.value;
  if (word === undefined || (isLone && assignments.length > 1)) return undefined;
  const place = { start: key.range.start, end: value.range.end };
  const quote = quoteAround(word, place.start, text);
  const behind = quoteAround(word, value.range.start, text);
  if (quote === undefined || behind === undefined || quote.mark !== behind.mark || quote.at !== behind.at)
    return undefined;
  const pieces = assignments.flatMap((one, index) => [index === 0 ? '' : ',', ...one.key, '=', ...one.value]);
  const edit = (written: string): FixEdit => withStops(replace(place, written), ...stops);
  if (quote.mark === '"') return [edit(inDouble(pieces))];
  if (quote.mark === '') return [edit(bare(pieces))];
  const close = text.indexOf("'", place.end);
  const rest = text.slice(quote.at + 1, place.start) + text.slice(place.end, close);
  if (close < 0) return undefined;
  if (/["$`\\!]/.test(rest)) return [edit(inSingle(pieces))];
  const double = (at: number): FixEdit => replace({ start: at, end: at + 1 }, '"');
  return [double(quote.at), edit(inDouble(pieces)), double(close)];
}

function bare(pieces: readonly Piece[]): string {
  const isPlain = pieces.every((piece) => typeof piece !== 'string' || /^[\w.,:/=@%+-]*$/.test(piece));
  if (!isPlain) return `"${inDouble(pieces)}"`;
  return pieces.map((piece) => (typeof piece === 'string' ? piece : `"${piece.expansion}"`)).join('');
}

/** Within double quotes a backslash stays what it is but in front of these (Bash manual 5.3, 3.1.2.3). */
function inDouble(pieces: readonly Piece[]): string {
  return pieces
    .map((piece) =>
      typeof piece === 'string' ? piece.replace(/["$`]|\\(?=["$`\\\n]|$)/g, '\\$&') : piece.expansion,
    )
    .join('');
}

function inSingle(pieces: readonly Piece[]): string {
  return pieces
    .map((piece) => (typeof piece === 'string' ? piece.replaceAll("'", "'\\''") : `'"${piece.expansion}"'`))
    .join('');
}

/** Text of a word as pieces: what the shell puts in stays as it is written. */
export function piecesOf(value: string, { expansions }: Word, text: string): readonly Piece[] {
  let pieces: readonly Piece[] = [value];
  for (const { range, kind } of expansions) {
    const expansion = text.slice(range.start, range.end);
    if (kind === 'glob' || expansion === '') continue;
    pieces = pieces.flatMap((piece) => {
      if (typeof piece !== 'string') return [piece];
      const parts = piece.split(expansion);
      return parts.flatMap((part, index) => (index === 0 ? [part] : [{ expansion }, part]));
    });
  }
  return pieces.filter((piece) => piece !== '');
}

/**
 * Takes entries out of a command: the flags that would be left with nothing, and the comma beside each other one.
 * Undefined where that cannot be told from the text.
 */
export function removeEntries(
  gone: readonly PlacedEntry[],
  kept: readonly PlacedEntry[],
  command: CommandFact,
  text: string,
): readonly FixEdit[] | undefined {
  const flags = new Set(gone.map(({ flag }) => flag));
  const empty = [...flags].filter((flag) => !kept.some((entry) => entry.flag === flag));
  const edits: FixEdit[] = empty.length === 0 ? [] : [...removeFlags(command, empty, text)];
  if (empty.length > 0 && edits.length === 0) return undefined;
  for (const entry of gone) {
    if (empty.includes(entry.flag)) continue;
    let { start, end } = { start: entry.key.range.start, end: entry.value.range.end };
    // Quotes around the entry alone go with it.
    const quote = text[start - 1];
    if ((quote === '"' || quote === "'") && text[end] === quote) [start, end] = [start - 1, end + 1];
    if (text[start - 1] === ',') edits.push(remove({ start: start - 1, end }));
    else if (text[end] === ',') edits.push(remove({ start, end: end + 1 }));
    else return undefined;
  }
  return edits.sort((a, b) => a.range.start - b.range.start);
}

/** The quote that is open around an offset of the word, and where it opened; undefined in a `$'…'`. */
function quoteAround(
  { range }: Word,
  offset: number,
  text: string,
): { readonly mark: string; readonly at: number } | undefined {
  let open = { mark: '', at: range.start };
  for (let i = range.start; i < offset; i++) {
    const character = text.charAt(i);
    if (character === '\\' && open.mark !== "'") i++;
    else if (open.mark === '' && (character === '"' || character === "'")) {
      if (character === "'" && text.charAt(i - 1) === '$') return undefined;
      open = { mark: character, at: i };
    } else if (character === open.mark) open = { mark: '', at: range.start };
  }
  return open;
}
