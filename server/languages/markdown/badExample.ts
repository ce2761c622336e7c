import type { Blocks, Fence, IndentedCode } from './blocks';
import { readFenceInfo } from './fenceInfo';
import { message, type Message } from '../../text/message';

/** A label has at most so many words; a longer text is a sentence, and says something about other things. */
const LABEL_WORDS = 3;

/** Signs in comments that point at something. */
const POINTER = /[←⬅❌]/u;
/** So much of a line is looked at. */
const COMMENT_REACH = 300;

const CROSS = /[❌🚫⛔👎✗✘]/u;
const CHECK = /[✅✔👍]/u;

const BAD = String.raw`(?:bad|insecure|wrong|vulnerable|unsafe|incorrect|anti-?patterns?|discouraged|not (?:recommended|secure|safe))`;
// Neither a part of a longer word nor a member of something: `options.unsafe`.
const BAD_WORD = new RegExp(String.raw`(?<![\w.-])${BAD}(?![\w-]|\.\w)`, 'i');
const GOOD_WORD =
  /(?<![\w-])(?:good|better|best|correct|corrected|right|fixed|secure|secured|safe|safer|recommended|preferred|instead|solution|fix)(?![\w-])/i;
const FORBIDS = /^(?:please )?(?:don['’]?t|do not)(?![\w-])/i;
const FORBIDS_THIS =
  /^(?:please )?(?:never|avoid)(?: (?:do|doing|use|using|run|running|write|writing|this|that|these|it))*$/i;

/** Labels that hold such a word and speak of its remedy, of a search for it, or of how to switch it on. */
const ABOUT_BAD =
  /^(?:fix|avoid|prevent|detect|find|remov|troubleshoot|handl|block|reject|allow|scan|enabl|disabl|us(?:e|ing)|configur|run|add|check|report|list|support|if|when|what|no|not|non|nothing|something)/i;
/** Sentences that do something about it, with it or under a condition. */
const DOES_SOMETHING =
  /^(?:to|if|when|whenever|in order|in case|unless|once|after|before|should|instead|rather|replace|fix|remove|change|update|upgrade|check|scan|find|list|run|use|verify|detect|allow|enable|disable|set|make|create|install|add|configure|try|let['’]?s|you|we|now|then|next,|for|because|since|with|without|as)\b/i;

/**
 * Why a code block is shown as wrong on purpose, in words for the user; undefined for ordinary code.
 *
 * What labels the snippet counts: its info string, a comment on its first line, the paragraph right above
 * (at most three words, or a sentence that ends in a colon), the call-out around it, and the heading of its
 * section (at most three words). A label that says "good" nearer by wins over one that says "bad". A word
 * such as "insecure" somewhere in the text above does not count: manuals explain how to leave it behind.
 *
 * `blocks` and `code` are of `text`. Cost: linear in the label and the first line.
 */
export function badExampleReason(
  _blocks: Blocks,
  code: Fence | IndentedCode,
  text: string,
): Message | undefined {
  const info = code.kind === 'fence' ? judgeInfo(code.info) : undefined;
  if (info !== undefined)
    return info === 'bad' ? message('Its info string marks it as a bad example') : undefined;
  const reason = commentReason(code, text);
  if (reason !== undefined) return reason;
  const { leadIn, heading } = code;
  if (leadIn?.kind === 'paragraph') {
    const judged = judgeLabel(leadIn.text) ?? judgeAdmonition(leadIn.text) ?? judgeSentence(leadIn.text);
    if (judged === 'bad') return because('Its text above marks it as a bad example: “{text}”', leadIn.text);
    if (judged === 'good') return undefined;
  }
  for (const title of code.callouts)
    if (judgeCallout(title) === 'bad')
      return because('Its call-out marks it as a bad example: “{text}”', title);
  if (heading !== undefined) {
    const isAbove = leadIn?.kind === 'heading' && leadIn.range.start === heading.range.start;
    const judged = judgeLabel(heading.text) ?? (isAbove ? judgeSentence(heading.text) : undefined);
    if (judged === 'bad') return because('Its heading marks it as a bad example: “{text}”', heading.text);
  }
  return undefined;
}

/** The comment on the first line, or an arrow or a cross in a comment further down. */
function commentReason(code: Fence | IndentedCode, text: string): Message | undefined {
  const points = POINTER.test(text.slice(code.range.start, code.range.end));
  for (const { start, end } of code.lines) {
    const line = text.slice(start, Math.min(end, start + COMMENT_REACH));
    if (start === code.lines[0]?.start || POINTER.test(line)) {
      const reason = badExampleLineReason(line);
      if (reason !== undefined) return reason;
    }
    if (!points) return undefined;
  }
  return undefined;
}

/**
 * Why a single line of code is marked as wrong, in words for the user: by a comment that starts it or ends
 * it, `# BAD`, `# ❌ everyone`, `# ← TOO PERMISSIVE`. Undefined for ordinary lines.
 */
export function badExampleLineReason(line: string): Message | undefined {
  const comment = /(?:(?:^|\s)(?:#|\/\/|<!--)|^--\s)[ \t]*(\S.*)$/.exec(line.trimEnd())?.[1];
  if (comment === undefined) return undefined;
  const arrow = /^(?:←|⬅️?|<-+|\^+)\s*/u.exec(comment);
  const label = comment.slice(arrow?.[0].length ?? 0).replace(/\s*-->$/, '');
  const isMarked =
    SHOUTS.test(label) || (arrow !== null && POINTED_AT.test(label)) || judgeLabel(label) === 'bad';
  return isMarked ? because('Its comment marks it as a bad example: “{text}”', label) : undefined;
}

/** What a comment shouts: `BAD`, `DON'T`, `NO VERIFICATION!`. */
const SHOUTS =
  /^(?:(?:BAD|WRONG|INSECURE|VULNERABLE|UNSAFE|DON['’]?T|DO NOT|NEVER|ANTI-?PATTERN)(?![\w-])|(?:NO|NOT) [A-Z ]+!?$)/;

/** What an arrow may point at to say that the line is wrong. */
const POINTED_AT = new RegExp(
  String.raw`\btoo (?:permissive|broad|open|much|many|wide)|plain ?text|hard-?coded|\ball (?:secrets|namespaces)|dangerous|(?<![\w-])${BAD}(?![\w-])`,
  'i',
);

type Judgement = 'bad' | 'good' | undefined;

function because(template: string, label: string): Message {
  const plain = plainText(label);
  return message(template, { text: plain.length > 60 ? `${plain.slice(0, 59)}…` : plain });
}

/** Without marks of emphasis, code and links, on one line. */
function plainText(source: string): string {
  return source
    .slice(-600)
    .replace(/\[([^\][]*)\]\([^()]*\)/g, '$1')
    .replace(/[*_`~]+/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** A label: at most three words, or one that starts with a cross or a check mark. */
function judgeLabel(source: string): Judgement {
  if (source.length > 600) return undefined;
  const label = plainText(source);
  if (startsWith(CROSS, label)) return 'bad';
  if (startsWith(CHECK, label)) return 'good';
  const words = label.split(' ').filter((word) => /[\p{L}\p{N}]/u.test(word));
  if (words.length === 0 || words.length > LABEL_WORDS) return undefined;
  const bare = words.join(' ').replace(/[^\p{L}\p{N}]+$/u, '');
  if (/^before$/i.test(bare) || FORBIDS.test(bare) || FORBIDS_THIS.test(bare)) return 'bad';
  if (BAD_WORD.test(bare) && !ABOUT_BAD.test(bare)) return 'bad';
  if (/^not (?:recommended|secure|safe)/i.test(bare)) return 'bad';
  return GOOD_WORD.test(bare) || /^(?:do|after)$/i.test(bare) ? 'good' : undefined;
}

function startsWith(sign: RegExp, label: string): boolean {
  return sign.test(String.fromCodePoint(label.codePointAt(0) ?? 32));
}

/** The last sentence of a lead-in that ends in a colon. */
function judgeSentence(source: string): Judgement {
  const plain = plainText(source);
  if (!plain.endsWith(':')) return undefined;
  const sentence = plain.slice(plain.search(/[^.!?]*(?:[.!?](?!\s)[^.!?]*)*$/)).trim();
  if (FORBIDS.test(sentence) || /^(?:please )?(?:never|avoid)(?![\w-])/i.test(sentence)) {
    if (/^\S+(?: not)? (?:forget|worry|need|have|want|miss|hesitate)\b/i.test(sentence)) return undefined;
    if (
      /\b(?:instead|rather|by|but)\b|[;,] (?:and )?(?:use|pin|set|run|do|prefer|write|make|create)\b/i.test(
        sentence,
      )
    ) {
      return 'good';
    }
    return 'bad';
  }
  if (DOES_SOMETHING.test(sentence)) return GOOD_WORD.test(sentence) ? 'good' : undefined;
  if (LABELS_BAD.some((pattern) => pattern.test(sentence))) return 'bad';
  return GOOD_WORD.test(sentence) ? 'good' : undefined;
}

const LABELS_BAD: readonly RegExp[] = [
  // "Insecure: anybody may read:", "Wrong way to do it:"
  new RegExp(`^${BAD}(?![\\w-])`, 'i'),
  // "An insecure policy looks like this:", "Example of a bad role:"
  new RegExp(
    String.raw`^(?:(?:an?|the|this|these|following|below|next|example|examples|of|here(?:['’]s| is)|consider|e\.g\.|is)[ ,]+){1,5}${BAD}(?![\w-])`,
    'i',
  ),
  // "The following manifest is insecure:", "This is very wrong because …:"
  new RegExp(
    String.raw`\b(?:is|are|looks|look|remains|considered)(?: (?:very|highly|clearly|just|simply|plainly|considered|an?|still))* ${BAD}(?![\w-])`,
    'i',
  ),
  /\bisn['’]t (?:recommended|secure|safe)\b/i,
];

const DANGER = /^(?:danger|caution|failure|fail|bad|error)(?![\w-])/i;

/** A call-out's first line: `[!CAUTION]`, `danger Title`, or a label of its own. */
function judgeCallout(title: string): Judgement {
  const alert = /^\[!(\w+)\]\s*/.exec(title);
  if (alert !== null) {
    return DANGER.test(alert[1] ?? '') ? 'bad' : judgeLabel(title.slice(alert[0].length));
  }
  if (DANGER.test(title)) return 'bad';
  return judgeLabel(title) ?? judgeLabel(title.replace(/^[\w-]+\s*/, '').replace(/^["'[]|["'\]]$/g, ''));
}

/** MkDocs writes a call-out as `!!! danger "Title"` above indented text, which CommonMark reads as code. */
function judgeAdmonition(source: string): Judgement {
  const title = /^(?:!!!|\?\?\?\+?)[ \t]+(.*)/.exec(source)?.[1];
  return title === undefined ? undefined : judgeCallout(title);
}

/** Words and titles of an info string; the language is none of them. */
function judgeInfo(info: string): Judgement {
  if (info === '') return undefined;
  const { language, words, fileName } = readFenceInfo(info);
  const labels = [language, ...words].map((word) => word.replace(/^[.#]/, ''));
  if (
    labels.some(
      (word) =>
        /^(?:bad|bad-example|insecure|wrong|vulnerable|unsafe|incorrect|anti-?pattern|dont|don['’]t)$/.test(
          word,
        ) || startsWith(CROSS, word),
    )
  ) {
    return 'bad';
  }
  if (labels.some((word) => /^(?:good|fixed|correct|secure|safe)$/.test(word) || startsWith(CHECK, word)))
    return 'good';
  if (/\bfixed=/.test(info)) return 'good';
  return fileName === '' ? undefined : judgeLabel(fileName);
}
