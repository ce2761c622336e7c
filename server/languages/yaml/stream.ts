import { message, type Message } from '../../text/message';
import type { Range } from '../../text/range';
import { findTemplateActions, maskRanges } from '../template';

/**
 * The documents of a YAML stream (YAML 1.2.2 §9.2), as consecutive pieces that cover the whole text.
 *
 * A document begins with its `---` line; what stands before it without content of its own (comments,
 * directives, blank lines, template actions alone) belongs to it. A `---` or `...` at column 0 ends
 * everything, block scalars and quoted scalars included. Pieces without content are joined to the one
 * before, so a text with one document gives one piece. Cost: linear.
 */
export function splitDocuments(text: string): readonly Range[] {
  if (!hasMarker(text)) return [{ start: 0, end: text.length }];
  const visible = text.includes('{{')
    ? maskRanges(
        text,
        findTemplateActions(text, 'goTemplate').map(({ range }) => ({ range, filler: ' ' })),
      )
    : text;
  const pieces: Range[] = [];
  let start = 0;
  let hasContent = false;
  let isEnded = false;
  for (let at = 0; at < text.length;) {
    const newline = text.indexOf('\n', at);
    const end = newline < 0 ? text.length : newline;
    const marker = markerAt(visible, at);
    if (marker === '---' || (isEnded && isContent(visible, at, end))) {
      if (hasContent) {
        pieces.push({ start, end: at });
        start = at;
        hasContent = false;
      }
      isEnded = false;
    } else if (marker === '...') isEnded = hasContent;
    const from = marker === undefined ? at : at + 3;
    if (marker !== '...' && isContent(visible, from, end)) hasContent = true;
    at = end + 1;
  }
  const last = pieces[pieces.length - 1];
  if (hasContent || last === undefined) pieces.push({ start, end: text.length });
  else pieces[pieces.length - 1] = { start: last.start, end: text.length };
  return pieces;
}

function hasMarker(text: string): boolean {
  return text.startsWith('---') || text.includes('\n---') || text.includes('\n...');
}

function markerAt(text: string, at: number): '---' | '...' | undefined {
  const marker = text.startsWith('---', at) ? '---' : text.startsWith('...', at) ? '...' : undefined;
  const next = text[at + 3];
  return next === undefined || next === ' ' || next === '\t' || next === '\n' ? marker : undefined;
}

/** Anything but blanks, a comment or a directive. */
function isContent(text: string, start: number, end: number): boolean {
  let i = start;
  while (i < end && (text[i] === ' ' || text[i] === '\t')) i++;
  if (i >= end || text[i] === '#') return false;
  return !(text[i] === '%' && i === start);
}

/** What people call a document: its kind and name where it has them, else its number. */
export function documentLabel(text: string, piece: Range, index: number): Message {
  let kind = '';
  let name = '';
  let isInMetadata = false;
  for (let at = piece.start; at < piece.end && (kind === '' || name === '');) {
    const newline = text.indexOf('\n', at);
    const end = newline < 0 || newline > piece.end ? piece.end : newline;
    const line = text.slice(at, Math.min(end, at + 200));
    if (line.startsWith('kind:')) kind = plainWord(line.slice(5));
    else if (line.startsWith('metadata:')) isInMetadata = true;
    else if (isInMetadata && /^ {1,8}name:/.test(line)) name = plainWord(line.slice(line.indexOf(':') + 1));
    else if (/^\S/.test(line) && !line.startsWith('#')) isInMetadata = false;
    at = end + 1;
  }
  if (kind === '') return message('document {number}', { number: String(index + 1) });
  return message(name === '' ? '{kind}' : '{kind} {name}', { kind, name });
}

function plainWord(text: string): string {
  const word = (text.trim().split(/\s/, 1)[0] ?? '').replace(/^["']|["']$/g, '');
  return /^[\w.-]+$/.test(word) ? word : '';
}
