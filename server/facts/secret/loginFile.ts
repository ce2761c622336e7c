import type { Range } from '../../text/range';
import type { SecretFact } from '../fact';
import { secretFact } from './candidate';
import { secretValueOf } from './value';

/** What stands in front of the password in a line of a file, by the file's name. */
const forms: readonly (readonly [RegExp, RegExp])[] = [
  // curl and git read it: `machine host login user password value`, over several lines as well (netrc(5)).
  [/(?:^|\/)[._]netrc$/, /^(?:[^#]*\s)?password[ \t]+/],
  // hostname:port:database:username:password, with `\:` for a colon (PostgreSQL, "The Password File").
  [/(?:^|\/)\.pgpass$/, /^(?!#)(?:(?:\\.|[^:\\])*:){4}/],
];
/** Longer lines are none of such a file. */
const longestLine = 500;

/**
 * The passwords in the lines of a file that clients log in with, `.netrc` and `.pgpass`; undefined for other files.
 *
 * Cost: linear in the lines.
 */
export function secretsOfLoginFile(
  text: string,
  lines: readonly Range[],
  file: string,
): readonly SecretFact[] | undefined {
  const form = forms.find(([name]) => name.test(file))?.[1];
  if (form === undefined) return undefined;
  return lines.flatMap(({ start, end }) => {
    if (end - start > longestLine) return [];
    const line = text.slice(start, end);
    const before = form.exec(line)?.[0];
    if (before === undefined) return [];
    const value = /^\S*/.exec(line.slice(before.length))?.[0] ?? '';
    const what = value === '' ? undefined : secretValueOf(value, 'password', true);
    if (what === undefined) return [];
    const at = start + before.length;
    const range = { start: at, end: at + value.length };
    return [secretFact({ what, label: 'password', range, form: 'text' })];
  });
}
