import type { Range } from '../../text/range';
import type { ProseFact, SecretFact } from '../fact';
import { secretFact } from './candidate';
import { namesGrafana } from './grafana';
import { secretNameOf } from './keyName';
import { looksLikeName } from './randomness';
import { secretValueOf } from './value';

/**
 * The passwords that a sentence or a table's row tells: "log in as **admin / prom-operator**", "the
 * password is `Graf4na!`", a cell below the header *Password*.
 *
 * `text` is the region's: the fact's own value has marks blanked, at the same offsets. A sentence must
 * speak of credentials, and what it tells must stand out: a known default, or no word of a language, or
 * marked as code. Words such as "password is required" are none.
 */
export function secretsOfProse(fact: ProseFact, text: string): readonly SecretFact[] {
  if (fact.form === 'link') return [];
  if (fact.form === 'tableRow') return ofRow(fact, text);
  return ofSentence(fact, fact.value, fact.range.start, text);
}

const credentialNoun =
  /\b(?:passwords?|passwd|passphrase|pwd|credentials?|creds|log(?:ged|ging)?[- ]?in(?:to)?|sign(?:ed|ing)?[- ]?in)\b/i;
/** What is told like a password and looks made by a generator: "the API key is `…`". */
const tokenNoun = /\b(?:api|access|auth|bearer|secret)[ -](?:key|token)\b/gi;
const passwordNoun = /\b(?:password|passwd|passphrase|pwd)\b/gi;
/** "password is", "password:", "password of the staging database is now". */
const strongJoint =
  /^\s*(?:(?:for|of)(?:\s+[\w-]{1,30}){1,5}?\s*)?(?:\s(?:is|was|are)\s+(?:set\s+to\s+|now\s+|still\s+)?|[:=]\s*)\s*["'“]?/i;
const weakJoint = /^\s+["'“]?/;
/** Names that stand on the left of a pair without being marked. */
const commonUsers =
  /^(?:admin|administrator|root|postgres|guest|elastic|grafana|minioadmin|superuser|sysadmin|sa)$/i;

const isTokenHeader = /^(?:[\w-]+\s+)?(?:(?:api|access|auth|bearer|secret)[ -])?(?:key|token)$/i;

function ofSentence(fact: ProseFact, sentence: string, offset: number, text: string): readonly SecretFact[] {
  const found: SecretFact[] = tokensOfSentence(fact, sentence, offset, text);
  if (!credentialNoun.test(sentence)) return found;
  for (const match of sentence.matchAll(/([A-Za-z][\w.@-]{0,40})\s{0,6}[/:]\s{0,6}(?=(\S{3,64}))/g)) {
    const [, user = '', right = ''] = match;
    // An address has a reader of its own, which knows a format from a password.
    if (sentence.startsWith('://', match.index - 3)) continue;
    const at = match.index + match[0].length;
    const token = trimmed(right);
    const isMarked = isMarkedUp(text, offset + at, token.length);
    if (!commonUsers.test(user) && !(isMarked && isMarkedUp(text, offset + match.index, user.length)))
      continue;
    if (secretNameOf(user) !== undefined || (!isMarked && secretNameOf(token) !== undefined)) continue;
    // `admin/admin` is a pair whatever it is written in; `admin/password` may name what one is given.
    const isTwice = user.toLowerCase() === token.toLowerCase();
    const what = tell(token, isMarked || isTwice, true);
    if (what === undefined) continue;
    const isAdmin = /^admin/i.test(user);
    found.push(
      build(fact, what, `password of ${user}`, offset + at, token, isAdmin && isAboutGrafana(fact, text)),
    );
  }
  for (const match of sentence.matchAll(passwordNoun)) {
    const from = match.index + match[0].length;
    const rest = sentence.slice(from, from + 120);
    const strong = strongJoint.exec(rest)?.[0];
    const joint = strong ?? weakJoint.exec(rest)?.[0];
    if (joint === undefined) continue;
    const at = from + joint.length;
    const token = trimmed(/^\S{3,64}/.exec(sentence.slice(at, at + 64))?.[0] ?? '');
    const isMarked = isMarkedUp(text, offset + at, token.length);
    const isStrong = strong !== undefined || isBehindUser(sentence.slice(0, match.index), token);
    const isAll = /:\s*$/.test(joint) && isWholeRest(sentence, at, token);
    const what = isStrong || isMarked ? tell(token, isMarked || isAll, isStrong) : undefined;
    if (
      what === undefined ||
      found.some(({ range }) => range.start <= offset + at && offset + at < range.end)
    )
      continue;
    const isAdmin = isAboutGrafana(fact, text) && /\badmin/i.test(sentence);
    found.push(build(fact, what, 'password', offset + at, token, isAdmin));
  }
  return [...found, ...ofReverse(fact, sentence, offset, text)];
}

function ofReverse(fact: ProseFact, sentence: string, offset: number, text: string): readonly SecretFact[] {
  return [...sentence.matchAll(reverseJoint)].flatMap((match) => {
    const token = trimmed(match[1] ?? '');
    const what = isMarkedUp(text, offset + match.index, token.length) ? tell(token, true, true) : undefined;
    if (what === undefined) return [];
    const isAdmin = isAboutGrafana(fact, text) && /\badmin/i.test(sentence);
    return [build(fact, what, 'password', offset + match.index, token, isAdmin)];
  });
}

/** "**F3rry-Sunny** as password", at the end of what is said. */
const reverseJoint =
  /(\S{3,64})\s+as\s+(?:a\s+|its\s+|the\s+|your\s+)?(?:password|passphrase)(?=\s*$|\s*[.,;:!)]|\s+(?:and|for|in|on|to|when)\s)/gi;

/** "user admin and password F3rry-Sunny": a name stands in front, and the token is no word. */
function isBehindUser(before: string, token: string): boolean {
  return (
    /\d/.test(token) &&
    /[A-Za-z]/.test(token) &&
    /\b(?:user(?:name)?|user name|login|as)\s+["'“]?[\w.@-]{2,40}["'”]?,?\s+(?:and\s+)?(?:with\s+)?(?:the\s+|its\s+)?$/i.test(
      before.slice(-120),
    )
  );
}

/** Words of the list of defaults that also answer what kind of password is meant. */
const answers = /^(?:default|guest|login|manager|master|pass|password|secret|system|user)$/i;

/** "Password: changeme": the token is all that the sentence says. */
function isWholeRest(sentence: string, at: number, token: string): boolean {
  return !answers.test(token) && /^[.!"'”’)\s]*$/.test(sentence.slice(at + token.length));
}

function tokensOfSentence(fact: ProseFact, sentence: string, offset: number, text: string): SecretFact[] {
  const found: SecretFact[] = [];
  for (const match of sentence.matchAll(tokenNoun)) {
    const from = match.index + match[0].length;
    const joint = strongJoint.exec(sentence.slice(from, from + 120))?.[0];
    if (joint === undefined) continue;
    const at = from + joint.length;
    const token = trimmed(/^\S{8,200}/.exec(sentence.slice(at, at + 200))?.[0] ?? '');
    if (!isMarkedUp(text, offset + at, token.length)) continue;
    if (secretValueOf(token, 'token', false) !== 'literal') continue;
    found.push(build(fact, 'literal', match[0], offset + at, token, false));
  }
  return found;
}

function ofRow(fact: ProseFact, text: string): readonly SecretFact[] {
  const found: SecretFact[] = [];
  const isGrafana = fact.cells.some((cell) => namesGrafana(cell.value) || namesGrafana(cell.header));
  const rowName = fact.cells[0]?.value.trim() ?? '';
  const isPasswordRow = /^(?:[\w-]+\s+)?password$/i.test(rowName);
  const variable = /^[A-Z][A-Z0-9_]{2,60}$/.test(rowName) ? secretNameOf(rowName) : undefined;
  const names = fact.cells.some((cell) => /^\s*admin\s*$/i.test(cell.value));
  for (const [index, cell] of fact.cells.entries()) {
    const label = cell.header.trim();
    // A link says where it is.
    if (isLinkText(text, cell.range.start, cell.value)) continue;
    if (variable !== undefined && index > 0 && /^(?:current\s+)?value$/i.test(label)) {
      const token = cell.value.trim();
      const what = secretValueOf(token, variable, false);
      if ((what !== 'literal' && what !== 'default') || tell(token, true, true) === undefined) continue;
      const at = cell.range.start + cell.value.length - cell.value.trimStart().length;
      found.push(build(fact, what, rowName, at, token, rowName === 'GF_SECURITY_ADMIN_PASSWORD'));
      continue;
    }
    const isPassword =
      /^(?:(?:default|initial|admin|current|temporary)\s+)?(?:pass(?:word|phrase|wd)?|pwd?)$/i.test(label) ||
      (isPasswordRow && index > 0 && !/default|required|type|description/i.test(label));
    if (!isPassword && isTokenHeader.test(label)) {
      const token = cell.value.trim();
      if (secretValueOf(token, 'token', false) !== 'literal' || tell(token, true, true) === undefined)
        continue;
      const at = cell.range.start + cell.value.length - cell.value.trimStart().length;
      found.push(build(fact, 'literal', label, at, token, false));
      continue;
    }
    if (isPassword) {
      const at = cell.value.length - cell.value.trimStart().length;
      const token = cell.value.trim();
      const what = tell(token, true, true);
      if (what === undefined) continue;
      found.push(
        build(
          fact,
          what,
          'password',
          cell.range.start + at,
          token,
          isGrafana && (names || /admin|grafana/i.test(label + rowName)),
        ),
      );
    } else if (/credential|login/i.test(label)) {
      found.push(...ofSentence(fact, cell.value, cell.range.start, text));
      const pair = /^\s*([A-Za-z][\w.@-]{0,40})\s{0,6}[/:]\s{0,6}(\S{3,64})\s*$/.exec(cell.value);
      const token = trimmed(pair?.[2] ?? '');
      const what = pair === null ? undefined : tell(token, true, true);
      if (what === undefined || pair === null) continue;
      const at = cell.value.lastIndexOf(token);
      const isAdmin = isGrafana && /^admin/i.test(pair[1] ?? '');
      found.push(build(fact, what, `password of ${pair[1] ?? ''}`, cell.range.start + at, token, isAdmin));
    }
  }
  return found.filter(
    (one, index) => found.findIndex(({ range }) => range.start === one.range.start) === index,
  );
}

/** True where all that the cell says is the text of a link. */
function isLinkText(text: string, offset: number, value: string): boolean {
  const start = offset + value.length - value.trimStart().length;
  const end = offset + value.trimEnd().length;
  return text.charAt(start - 1) === '[' && text.startsWith('](', end);
}

/** Names of places where passwords are kept. */
const stores = /^(?:1password|bitwarden|keepass(?:xc)?|key ?vault|keychain|lastpass|vault)$/i;

/**
 * True where signs and digits stand among the letters as they do in no word: `Fer7!tugboat`, `SunnyFerry#42`. An
 * address of mail is none.
 */
function isMixed(token: string): boolean {
  return (
    /[A-Za-z]/.test(token) &&
    /\d/.test(token) &&
    /[!#$%&*^@]/.test(token) &&
    !/^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$/.test(token)
  );
}

/** What a token of prose is, as a password; a word of a language is one only where it is a known default. */
function tell(token: string, isMarked: boolean, isStrong: boolean): 'literal' | 'default' | undefined {
  if (token.length < 3 || /^[-$<{([/~%`]|[<>(){}[\]`]|=$/.test(token)) return undefined;
  if (
    /^(?:pass(?:word|phrase|wd)?s?|pwd|login|user(?:name)?|credentials?|secrets?|default)$/i.test(token) &&
    !isMarked
  ) {
    return undefined;
  }
  // `admin-user`/`admin-password`: names of keys.
  if (/^[a-z]+(?:[-_.][a-z]+)+$/.test(token) && secretNameOf(token) !== undefined) return undefined;
  if (stores.test(token)) return undefined;
  const what = secretValueOf(token, 'password', true);
  if (what === 'default') return isMarked || (isStrong && !/^[a-z]+$/.test(token)) ? 'default' : undefined;
  if (what !== 'literal' || (looksLikeName(token) && !(isMixed(token) && isStrong))) return undefined;
  return isMarked || /[0-9!@#$%^&+]/.test(token) ? 'literal' : undefined;
}

/** Without the punctuation of the sentence around it. */
function trimmed(token: string): string {
  return token.replace(/[.,;:)\]'"”’]+$/, '');
}

/** True when the piece has a mark of emphasis or code, or a quote, directly on both sides. */
function isMarkedUp(text: string, at: number, length: number): boolean {
  const marks = /[`*_"'“”‘’]/;
  // A pair in one mark (`**admin / secret**`) has the mark on its outer side only.
  const line = text.slice(Math.max(0, at - 48), at);
  // "`password`-protected" is one word.
  if (/^[`*_]-\w/.test(text.slice(at + length, at + length + 3))) return false;
  return (
    marks.test(text.charAt(at + length)) &&
    (marks.test(text.charAt(at - 1)) || /[`*_][\w.@-]+\s*[/:]\s*$/.test(line))
  );
}

function isAboutGrafana(fact: ProseFact, text: string): boolean {
  if (namesGrafana(fact.value)) return true;
  // The paragraph and the heading above it name what the sentence is about.
  const before = text.slice(Math.max(0, fact.range.start - 2000), fact.range.start);
  const heading = before.lastIndexOf('\n#');
  return namesGrafana(before.slice(heading < 0 ? Math.max(0, before.length - 300) : heading));
}

function build(
  fact: ProseFact,
  what: 'literal' | 'default',
  label: string,
  start: number,
  token: string,
  isGrafanaAdmin: boolean,
): SecretFact {
  const range: Range = { start, end: start + token.length };
  return secretFact({ what, label, range, form: 'prose', prose: fact, isGrafanaAdmin });
}
