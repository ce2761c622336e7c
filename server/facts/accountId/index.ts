import type { Region, RegionOf } from '../../regions/region';
import { lastAtMost } from '../../text/lines';
import { compareRanges, contains, intersects, type Range } from '../../text/range';
import type { CommandFact } from '../command';
import type { AccountIdFact, ProseFact, SettingFact } from '../fact';
import { proseIn } from '../prose';
import { digitsIn, type Digits } from './digits';
import { isPublicId } from './known';
import { flagBefore, isOfOtherVendor, nameBefore, namesAccount, speaksOfAws } from './named';
import { speaksOfAccount } from './sentence';
import { lineBefore, shapeAt } from './shape';

/** What account ids are read from, besides the region's text. */
export interface AccountIdSources {
  readonly setting: readonly SettingFact[];
  readonly command: readonly CommandFact[];
}

/**
 * The twelve-digit numbers of a region's own text that are, or may be, ids of AWS accounts, in its order.
 *
 * An id has a `context` that shows what it is: an ARN, a host, the name of a setting or flag, a sentence, a table's
 * column. Words need a text that speaks of AWS, since banks have accounts, too. Other numbers have none: they are the same account only where the same digits have a context elsewhere in
 * the document, as in the name of a bucket. Ids that everybody knows are left out (see `isPublicId`). Comments count:
 * who reads the text reads them too.
 */
export function accountIdsOf(region: Region, sources: AccountIdSources): readonly AccountIdFact[] {
  const candidates = digitsIn(region.text).filter(({ id }) => !isPublicId(id));
  if (candidates.length === 0) return [];
  const covered = coveredBy(region);
  const carrierOf = finder(covered, (range) => range);
  const own = candidates.filter(({ range }) => carrierOf(range) === undefined);
  const shapes = own.map(({ range }) => shapeAt(region.text, range.start, range.end));
  // What its shape proves needs no reading of sentences, which costs most.
  const open = own.filter((_, index) => shapes[index] === undefined);
  const contextOf = open.length === 0 ? undefined : contextReader(region, sources, open);
  return own.map(({ id, range }, index): AccountIdFact => ({
    kind: 'accountId',
    id,
    range,
    context: shapes[index] ?? contextOf?.({ id, range }),
  }));
}

type Context = AccountIdFact['context'];

interface Surroundings {
  readonly text: string;
  /** `name` where the name is one of an account's, as far as this text shows. */
  readonly named: (name: string | undefined) => Context;
  /** `sentence` where the words in front of an id, or behind it, say that it is an account's. */
  readonly told: (before: string, behind: string) => Context;
  /** The same two inside the comment around a range. */
  readonly inComment: (range: Range) => Context;
}

function contextReader(
  region: Region,
  { setting, command }: AccountIdSources,
  own: readonly Digits[],
): (digits: Digits) => Context {
  const { text } = region;
  const isAboutAws = speaksOfAws(text);
  const named = (name: string | undefined): Context =>
    name !== undefined && namesAccount(name, isAboutAws) ? 'name' : undefined;
  const told = (before: string, behind: string): Context =>
    isAboutAws && speaksOfAccount(before, behind) ? 'sentence' : undefined;
  const commentAt = finder(region.comments, ({ range }) => range);
  const inComment = (range: Range): Context => {
    const comment = commentAt(range)?.range;
    if (comment === undefined) return undefined;
    const before = lineBefore(text, range.start).slice(comment.start - range.start);
    return named(nameBefore(before)) ?? told(before, text.slice(range.end, comment.end));
  };
  const around = { text, named, told, inComment };
  const read =
    region.language === 'markdown'
      ? markdownReader(region, own, isAboutAws, around)
      : region.language === 'shell'
        ? shellReader(command, around)
        : settingReader(setting, isAboutAws, around);
  return (digits) => (isTimestamp(digits.id) ? undefined : read(digits));
}

/**
 * So much text around ids is read as sentences and tables, in characters, and a hundred for each paragraph: a manual of
 * forty pages that speak of nothing but accounts. What has more is a list that a program wrote, and costs seconds.
 */
const mostProse = 100_000;

function markdownReader(
  region: RegionOf<'markdown'>,
  own: readonly Digits[],
  isAboutAws: boolean,
  { text, named }: Surroundings,
): (digits: Digits) => Context {
  const { codes, headings } = region.tree.blocks;
  const ownAt = finder(own, ({ range }) => range);
  let left = isAboutAws ? mostProse : 0;
  const pieces = proseIn(region, (piece) => {
    const cost = piece.end - piece.start + 100;
    if (left < cost || ownAt(piece) === undefined || !/account/i.test(text.slice(piece.start, piece.end))) {
      return false;
    }
    left -= cost;
    return true;
  });
  const proseAt = finder(pieces, ({ range }) => range);
  const codeAt = finder(codes, ({ range }) => range);
  const headingAt = finder(headings, ({ range }) => range, true);
  return ({ range }) => {
    const name = named(nameBefore(lineBefore(text, range.start)));
    if (name !== undefined) return name;
    const prose = proseAt(range);
    if (prose !== undefined && isAboutAws && ofProse(prose, range))
      return prose.form === 'tableRow' ? 'column' : 'sentence';
    if (codeAt(range) !== undefined) return undefined;
    const heading = headingAt(range)?.text ?? '';
    const isList = /\b(?:aws|amazon)\b.{0,40}\baccounts?\b/i.test(heading);
    return isList && isLabeledItem(text, range) ? 'sentence' : undefined;
  };
}

/** A list's item that is an id and its name at most: `- staging: 314159265358`. */
function isLabeledItem(text: string, { start, end }: Range): boolean {
  const behind = text.slice(end, end + 80);
  return (
    /^[\s>]*(?:[-*+]|\d{1,3}[.)])\s+(?:[^\d:=]{1,60}[:=–—-]\s*)?[`*"]*$/.test(lineBefore(text, start)) &&
    /^[`*"]*[ \t]*(?:\(|\n|$)/.test(behind)
  );
}

function shellReader(
  commands: readonly CommandFact[],
  { text, named, told, inComment }: Surroundings,
): (digits: Digits) => Context {
  const words = commands.flatMap(({ args }) => args);
  const wordAt = finder(words, (word) => word.range);
  return ({ range }) => {
    const name = named(nameBefore(lineBefore(text, range.start)));
    if (name !== undefined) return name;
    const word = wordAt(range);
    if (word === undefined) return inComment(range);
    return /\s/.test(word.value)
      ? told(text.slice(word.range.start, range.start), text.slice(range.end, word.range.end))
      : undefined;
  };
}

function settingReader(
  settings: readonly SettingFact[],
  isAboutAws: boolean,
  { text, named, told, inComment }: Surroundings,
): (digits: Digits) => Context {
  const settingAt = finder(settings, ({ valueRange }) => valueRange);
  return ({ id, range }) => {
    const setting = settingAt(range);
    if (setting === undefined) return inComment(range);
    if (isNamedSetting(setting, id, isAboutAws)) return 'name';
    const before = text.slice(setting.valueRange.start, range.start);
    const flag = named(flagBefore(before));
    if (flag !== undefined || !/\s/.test(before.trim())) return flag;
    return told(before, text.slice(range.end, setting.valueRange.end));
  };
}

/** A value of ids only, under a name, or in a map or list of that name: `accounts: { prod: … }`. */
function isNamedSetting(
  { key, path, value, fallback }: SettingFact,
  id: string,
  isAboutAws: boolean,
): boolean {
  const isValue = value.state === 'known' ? /^[\d\s,-]+$/.test(value.value) : fallback?.value === id;
  if (!isValue || isOfOtherVendor(path)) return false;
  if (namesAccount(key, isAboutAws)) return true;
  // The principal of a policy may be an account, and nothing but its id says so.
  if (key === 'AWS' && path.some((name) => /^(?:Not)?Principal$/.test(name))) return true;
  const parent = path.filter((name) => !/^\[\d+\]$/.test(name)).at(-2) ?? '';
  return /^(?:aws)?_?accounts?(?:_?ids?)?$/i.test(parent) && namesAccount(parent, isAboutAws);
}

function ofProse({ form, range: around, value, cells }: ProseFact, range: Range): boolean {
  if (form === 'tableRow') return ofRow(cells, range);
  const at = range.start - around.start;
  return speaksOfAccount(value.slice(0, at), value.slice(at + range.end - range.start));
}

const accountColumn = /^(?:(?:aws|amazon)\s+)?accounts?(?:[\s-]*(?:ids?|numbers?|no\.?|#))?$/i;
const accountLabel = /\b(?:aws|amazon)\s+accounts?\b|\baccount[\s-]*(?:id|number)\b/i;

/** Below a column of accounts, or in a row that is labeled so. */
function ofRow(cells: ProseFact['cells'], range: Range): boolean {
  const index = cells.findIndex((cell) => contains(cell.range, range));
  const cell = cells[index];
  if (cell === undefined) return false;
  const header = cell.header.trim();
  if (accountColumn.test(header) || accountLabel.test(header)) return true;
  const label = cells[0]?.value.trim() ?? '';
  if (index > 0 && (accountColumn.test(label) || accountLabel.test(label))) return true;
  const at = range.start - cell.range.start;
  return speaksOfAccount(cell.value.slice(0, at), cell.value.slice(at + range.end - range.start));
}

/** `202511161230`: year, month, day, hour and minute. */
function isTimestamp(digits: string): boolean {
  return /^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d$/.test(digits);
}

/** The parts of the text that embedded regions read, in order; output between commands is in none. */
function coveredBy(region: Region): readonly Range[] {
  return region.embedded
    .flatMap(({ map }) =>
      map.segments.map(({ parentAt, parentLength }) => ({ start: parentAt, end: parentAt + parentLength })),
    )
    .sort(compareRanges);
}

/**
 * Finds the last of the items that starts in front of a range's end, and reaches into it unless `anywhere` is set.
 */
function finder<T>(
  items: readonly T[],
  rangeOf: (item: T) => Range,
  anywhere = false,
): (range: Range) => T | undefined {
  const sorted = [...items].sort((a, b) => compareRanges(rangeOf(a), rangeOf(b)));
  const starts = sorted.map((item) => rangeOf(item).start);
  return (range) => {
    const last = sorted[lastAtMost(starts, range.end - 1)];
    return last !== undefined && (anywhere || intersects(rangeOf(last), range)) ? last : undefined;
  };
}
