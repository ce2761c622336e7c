import type { Diagnostic } from 'vscode-languageserver';

/** A finding as every door must show it, in the terms that all of them share. */
export interface Seen {
  readonly place: string;
  readonly rule: string;
  readonly level: 'error' | 'warning' | 'note';
  readonly message: string;
  readonly related: readonly string[];
  /** Title as editors show it, and the whole text after the fix: the edits, whatever they are cut into. */
  readonly fixes: readonly { readonly title: string; readonly text: string }[];
}

/** What one door shows, by file. */
export type SeenByFile = ReadonlyMap<string, readonly Seen[]>;

/** The documents that every door is given, by their path in the folder. */
export type Documents = ReadonlyMap<string, { readonly languageId: string; readonly text: string }>;

/** A place as the protocol counts: lines and columns from 0. */
export type LspRange = Diagnostic['range'];

/** Sorts findings into files, each file's by place, and takes off what a door cannot show. */
export function grouped(seen: readonly (readonly [string, Seen])[]): SeenByFile {
  const files = new Map<string, Seen[]>();
  for (const [file, finding] of seen) {
    // Editors keep the byte order mark to themselves.
    const fixes = finding.fixes.map(({ title, text }) => ({ title, text: text.replace(/^\ufeff/, '') }));
    files.set(file, [...(files.get(file) ?? []), { ...finding, fixes }]);
  }
  for (const findings of files.values()) findings.sort(byPlace);
  return files;
}

function byPlace(a: Seen, b: Seen): number {
  const [left, right] = [`${a.place} ${a.rule}`, `${b.place} ${b.rule}`];
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** A range as one word, which can be compared. */
export function placeOf({ start, end }: LspRange): string {
  return `${start.line}:${start.character}-${end.line}:${end.character}`;
}

/** The title of a fix as editors show it: what a person has to look at says so. */
export function shownTitle(title: string, applicability: 'safe' | 'review'): string {
  return applicability === 'safe' ? title : `${title} (review)`;
}
