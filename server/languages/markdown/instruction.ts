import { sentenceAt } from './sentence';

/** Code in a text, and what stands around it. */
export interface SaidCode {
  /** What a reader sees of the paragraph, heading or cell, where the code starts in it, and the code. */
  readonly block: string;
  readonly at: number;
  readonly value: string;
  readonly cell: { readonly header: string; readonly row: readonly string[] } | undefined;
  /** The text that introduces the block, where one that ends in a colon stands above it; else empty. */
  readonly leadIn: string;
  /** The heading above it, or empty. */
  readonly heading: string;
}

/** A sentence that warns of the command does not tell to run it. */
const warning =
  /\b(?:never|not|don['’]t|avoid|instead of|rather than|unsafe|insecure|dangerous|risky|warning|beware|discourage\w*)\b/i;

export function warnsOf(sentence: string): boolean {
  return warning.test(sentence);
}

/** It speaks of the past, of an attack, of what goes wrong, of a habit: nobody is told to do it now. */
const tells =
  /\b(?:deprecat\w*|no longer|previously|formerly|used to|legacy|obsolete|removed|replaced|superseded|renamed|attack\w*|exploit\w*|malicious\w*|vulnerab\w*|compromis\w*|escap(?:e|es|ing)|caution|danger|insecurely|isn['’]t|shouldn['’]t|mustn['’]t|doesn['’]t|anti-?patterns?|bad|wrong|incorrect|equivalent|similar to|same as|as if|just like|unlike|compared|den(?:y|ies|ied)|blocks|blocked|refused|rejects?|rejected|prevents?)\b|[❌🚫⛔✗✘👎]/iu;

/** Column headers above what is explained or left behind, not told to do. */
const explainingHeader =
  /\b(?:options?|flags?|parameters?|arguments?|settings?|examples?|old|before|from|previous|removed|was|attack|risk|instead of|do not)\b/i;

/** Rows of a table that compares, or that lists what a tool finds. */
const comparison = /[✅✔✓☑]|^(?:critical|high|medium|low|info|warn(?:ing)?|error|block)$/iu;

/** Sections that record or explain. */
const recordingHeading =
  /\b(?:change ?log|changes|changed|release notes|what['’]s new|news|history|breaking|threats?|risks?|security considerations|limitations|synopsis|glossary)\b/i;

const verb =
  'run|use|try|type|enter|execute|issue|invoke|do|start|launch|install|create|deploy|add|apply|set|make|build|pull|push|' +
  'open|connect|log ?in|sign in|grant|give|allow|enable|disable|bind|expose|test|check|verify|configure|register|' +
  'bring|spin|stop|restart|update|upgrade|download|fetch|get|copy|paste|mount|attach|initiali[sz]e|set ?up|debug|scale|' +
  'edit|change|delete|generate|provision|bootstrap|join|forward|publish|switch|turn|clone|go|call|perform|ssh|boot|' +
  'back|restore|roll|list|see|view|confirm|ensure|repeat|continue|finish|begin';

/** The part of a sentence right before the code tells the reader to do something. */
const commands = new RegExp(
  String.raw`(?:^|[:–—(]\s*|\b(?:then|and|or|next|first|now|please|just|simply|must|should|can|could|may|to|also|always|you|we|let['’]?s|directly|instead)\s+)(?:(?:${verb})(?=\s|[:([]|$)|be\s+\w+(?:ed|un|ne|lt)\b)`,
  'i',
);

/** Marks of a step in front of a sentence: `1.`, `Step 2:`, `**Linux:**`, a box to tick. */
const opening = /^[\s*_>[\]x()\d.-]*(?:step \d+[:.)]?\s*)?[*_]*/i;

/** Somebody or something else runs it, or it is only named. */
const named =
  /\b(?:runs|ran|executed|executes|invokes|calls|called|uses|used|does|did|means|meaning|like|such as|shows|shown|output of|result of|from|of|called|named|see|see also|about|from|behind|than|as|is|are|was|were|equals|becomes|by default|the|this|that|a|an|your|each|every|any|no)\s*[*_("“']*$/i;

const condition =
  /\b(?:if|when|whenever|once|after|because|since|unless|while|whether|what happens)\b[^,;:–—]*$/i;

/** What may stand behind a command that opens a line: the line's end, its purpose, or what it does. */
const behindOpening =
  /^[*_)\]"”'!]*\s*(?:$|\n|[.;,:(–—]|-{1,2}\s|[-=]+>|→|#|\{\{|to\s|(?:in|on|from|inside)\s(?:your|an?|the)\s[\w-]+\.?\s*$)/;

/**
 * True where a text tells its reader to type the code: it is all there is of a paragraph, list item, heading or cell,
 * it is introduced by a colon, or its sentence commands ("Run `…`", "you can start it with `…`").
 *
 * A text that warns of it, tells of the past or of an attack, asks, sets a condition ("if you run `…`"), describes what it
 * does ("`…` gives the container …") or only names it does not. In doubt it is none: a reader of English can tell what
 * a few words cannot. Cost: linear in the sentence and the texts around it.
 */
export function isInstruction(said: SaidCode): boolean {
  const { block, at, value, cell, leadIn, heading } = said;
  const sentence = sentenceAt(block, at);
  const before = beforeIn(block, at);
  const behind = block.slice(at + value.length, at + value.length + 200);
  if (isDoubtful(without(sentence, value)) || isDoubtful(leadIn) || isDoubtful(nextSentence(behind)))
    return false;
  if (isDoubtful(heading) || recordingHeading.test(heading)) return false;
  if (sentence.endsWith('?')) return false;
  if (cell !== undefined) {
    if (explainingHeader.test(cell.header) || isDoubtful(cell.header)) return false;
    if (cell.row.some((other) => isDoubtful(without(other, value)) || comparison.test(other.trim())))
      return false;
  }
  const line = block.slice(Math.max(0, at - 400), at);
  if (line.slice(line.lastIndexOf('\n') + 1).replace(opening, '') === '') return behindOpening.test(behind);
  const words = before.replace(opening, '');
  if (/[:→]\s*[*_]*$/.test(words)) return behindOpening.test(behind) || /^\s+(?:and|or|then)\b/.test(behind);
  // What is said before the last comma may be about something else.
  const last = words.slice(Math.max(words.lastIndexOf(','), words.lastIndexOf(';')) + 1).trimStart();
  return !condition.test(words) && commands.test(last) && !isNamed(last);
}

/** "Run the command `…`" names what is to be run; "see the output of `…`" does not tell to run it. */
function isNamed(words: string): boolean {
  return (
    named.test(words) &&
    !/\b(?:run|execute|running|use|type|enter|try|issue)\s+(?:the|this)\s*[*_("“']*$/i.test(words)
  );
}

function isDoubtful(text: string): boolean {
  return warning.test(text) || tells.test(text);
}

/** What stands in the same sentence before the offset, at most 400 characters. */
function beforeIn(block: string, at: number): string {
  const text = block.slice(Math.max(0, at - 400), at);
  const end = /.*[.!?](?=[ \n\t])/s.exec(text)?.[0].length ?? 0;
  return text.slice(end).replaceAll('\n', ' ');
}

function nextSentence(behind: string): string {
  const next = /[.!?:]\s+(?=(?:this|that|it|don['’]?t|do not|never|avoid|note|however|but|warning)\b)/i.exec(
    behind,
  );
  return next === null ? '' : sentenceAt(behind, next.index + next[0].length);
}

function without(text: string, value: string): string {
  return text.replaceAll(value, ' ');
}
