import {
  CompletionItemKind,
  type CompletionItem,
  type CompletionParams,
  type Connection,
  type Position,
} from 'vscode-languageserver';
import { configKeys, ruleKeys } from '../engine/configKeys';
import { profiles, ruleSeverities } from '../engine/config';
import type { RuleMeta } from '../rule/rule';
import { message, type Message } from '../rule/finding';
import type { Range } from '../text/range';
import type { Analyses, Analyzed } from './analyses';
import { isConfigFile } from './configFiles';
import { shownFindings, worstFirst } from './diagnostics';
import type { Documents, OpenDocument } from './documents';
import type { Guard } from './guard';
import type { Session } from './session';

export const completionTriggers = [' ', ',', '='];

/**
 * Completes what the product itself reads: the comments that silence rules, and the configuration file. Nothing else
 * in a document is ours to complete.
 */
export function registerCompletion(
  connection: Connection,
  session: Session,
  documents: Documents,
  analyses: Analyses,
  guard: Guard,
  today: () => string,
): void {
  connection.onCompletion(
    guard.request<CompletionParams, CompletionItem[]>(
      'textDocument/completion',
      [],
      async ({ textDocument: { uri }, position }, token) => {
        // Every space that somebody types asks: most lines are none of ours, and then nothing is waited for.
        const typed = documents.get(uri);
        if (typed === undefined || !mayComplete(uri, beforeIn(session, typed, position))) return [];
        const analyzed = await analyses.of(uri, token);
        if (analyzed === undefined) return [];
        const { text } = analyzed.document;
        const offset = session.convert.toOffset(text, position);
        const before = beforeIn(session, analyzed.document, position);
        const wanted = isConfigFile(uri)
          ? configCompletion(analyzed, before, offset)
          : commentCompletion(analyzed, before, offset, today());
        return wanted.map((each) => itemOf(session, analyzed, each));
      },
    ),
  );
}

function itemOf(session: Session, { document }: Analyzed, wanted: Wanted): CompletionItem {
  const { label, detail, range, kind, sort, insert } = wanted;
  return {
    label,
    kind,
    ...(detail === undefined ? {} : { detail: session.say(detail) }),
    ...(sort === undefined ? {} : { sortText: sort }),
    textEdit: { range: session.convert.toRange(document.text, range), newText: insert ?? label },
  };
}

/** The line up to the cursor. */
function beforeIn(session: Session, { text }: OpenDocument, position: Position): string {
  const end = session.convert.toUtf16(text, position);
  return text.getText({ start: { line: end.line, character: 0 }, end });
}

function mayComplete(uri: string, before: string): boolean {
  return isConfigFile(uri) || /(?:#|<!--|\/\/)\s*s[\w-]*$|security-hints-ignore-/.test(before);
}

interface Wanted {
  readonly label: string;
  readonly detail?: Message;
  /** What the completion replaces: the word at the cursor. */
  readonly range: Range;
  readonly kind: CompletionItemKind;
  readonly sort?: string;
  readonly insert?: string;
}

const keywords = {
  'security-hints-ignore-next': message('Silences rules on the next line'),
  'security-hints-ignore-fence': message('Silences rules in the next snippet'),
  'security-hints-ignore-file': message('Silences rules in the whole file'),
} as const;

/** In a comment: the keyword, then the ids of rules, then an end. */
function commentCompletion(
  analyzed: Analyzed,
  before: string,
  offset: number,
  today: string,
): readonly Wanted[] {
  const opened = /(?:#|<!--|\/\/)\s*(s[\w-]*)$/.exec(before);
  if (opened !== null) {
    const word = opened[1] ?? '';
    return Object.entries(keywords).map(([label, detail]) => ({
      label,
      detail,
      range: { start: offset - word.length, end: offset },
      kind: CompletionItemKind.Keyword,
    }));
  }
  const named = /security-hints-ignore-(?:next|fence|file)\s([^:]*)$/.exec(before);
  if (named === null) return [];
  const word = /[\w=-]*$/.exec(named[1] ?? '')?.[0] ?? '';
  const range = { start: offset - word.length, end: offset };
  const isAfterRule = /[\w-]\s+[\w=-]*$/.test(named[1] ?? '') && !(named[1] ?? '').includes('until=');
  const ends = isAfterRule ? endsFrom(today, range) : [];
  return [...ends, ...(word.startsWith('until') ? [] : ruleIds(analyzed, range, offset))];
}

/** Rules that find something close below come first, the nearest before the others. */
function ruleIds(analyzed: Analyzed, range: Range, offset: number): readonly Wanted[] {
  const below = worstFirst(shownFindings(analyzed))
    .filter((finding) => finding.range.start >= offset && finding.range.start - offset < 2_000)
    .sort((one, other) => one.range.start - other.range.start);
  const near = [...new Set(below.map(({ meta }) => meta.id))];
  const rankOf = (id: string): string => {
    const rank = near.indexOf(id);
    return rank < 0 ? `2${id}` : `1${String(rank).padStart(4, '0')}`;
  };
  return analyzed.engine.rules.map((meta) => ({
    label: meta.id,
    detail: message(meta.title),
    range,
    kind: CompletionItemKind.Value,
    sort: rankOf(meta.id),
  }));
}

/** A month, a quarter and a year from today. */
function endsFrom(today: string, range: Range): readonly Wanted[] {
  return [30, 90, 365].map((days, index) => {
    const date = new Date(`${today}T00:00:00Z`);
    date.setUTCDate(date.getUTCDate() + days);
    const label = `until=${date.toISOString().slice(0, 10)}`;
    const detail = message('Holds for {days} days', { days: String(days) });
    return { label, detail, range, kind: CompletionItemKind.Value, sort: `0${index}` };
  });
}

/** In the configuration file: keys and values, by where the cursor stands. */
function configCompletion({ engine, document }: Analyzed, before: string, offset: number): readonly Wanted[] {
  const word = /[\w.-]*$/.exec(before)?.[0] ?? '';
  const range = { start: offset - word.length, end: offset };
  const value = /^(\s*)([\w-]+)\s*:\s+[\w.-]*$/.exec(before);
  if (value !== null) return valuesOf(value[2] ?? '', engine.rules, range);
  const indent = /^\s*(?=[\w.-]*$)/.exec(before)?.[0].length;
  if (indent === undefined) return [];
  const parents = parentKeys(document.text.getText().slice(0, offset - before.length), indent);
  if (parents.length === 0) return keysOf(configKeys, range);
  if (parents[0] !== 'rules') return [];
  if (parents.length > 1) return keysOf(ruleKeys, range);
  return engine.rules.map((meta) => ({
    label: meta.id,
    detail: message(meta.title),
    range,
    kind: CompletionItemKind.Property,
    insert: `${meta.id}: `,
  }));
}

function valuesOf(key: string, rules: readonly RuleMeta[], range: Range): readonly Wanted[] {
  const values =
    key === 'profile'
      ? profiles
      : key === 'severity' || rules.some(({ id }) => id === key)
        ? ruleSeverities
        : [];
  return values.map((label, index) => ({
    label,
    range,
    kind: CompletionItemKind.EnumMember,
    sort: String(index),
  }));
}

function keysOf(keys: { readonly [key: string]: string }, range: Range): readonly Wanted[] {
  return Object.entries(keys).map(([label, detail], index) => ({
    label,
    detail: message(detail),
    range,
    kind: CompletionItemKind.Property,
    sort: String(index),
    insert: `${label}: `,
  }));
}

/** The keys above a line that it is indented below, from the outside in. The text may be half-typed, so no tree is asked. */
function parentKeys(above: string, indent: number): readonly string[] {
  const keys: string[] = [];
  let level = indent;
  for (const line of above.split('\n').reverse()) {
    const key = /^(\s*)([\w-]+)\s*:/.exec(line);
    if (key === null) continue;
    const width = key[1]?.length ?? 0;
    if (width >= level) continue;
    keys.unshift(key[2] ?? '');
    level = width;
  }
  return keys;
}
