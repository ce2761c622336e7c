import type { CommandFact, Word } from '../../facts/command';
import type { SecretFact } from '../../facts/fact';
import type { Region } from '../../regions/region';
import { contains, type Range } from '../../text/range';
import { message } from '../finding';
import { insert, replace, review, withStops, type Fix, type FixEdit } from '../fix';
import { rotate } from './rotate';
import { required, variableNameOf } from './variableName';
import { chartSecretFix, fromExistingSecret } from './chartSecret';
import { chartNote } from './yamlCredential';

export const fromEnvironment = 'Take the value from the environment';
export const onStandardInput = 'Pass the password on standard input';
export const fromStandardInput = 'Read the value from standard input';

/** Rewrites of a secret in a command's words or in an assignment. Empty where the text is not its own. */
export function shellFixes(secret: SecretFact, region: Region): readonly Fix[] {
  const { text } = region;
  const { command, word, setting } = secret;
  if (word === undefined || command?.isEditable === false) return [];
  const name = variableNameOf(secret);
  const note = message('{rotate} Set {name} before the command runs, for example with: read -rs {name}', {
    rotate,
    name,
  });
  const fixes: Fix[] = [];
  if (command !== undefined) {
    const login = loginEdits(command, secret, name);
    if (login !== undefined) fixes.push(review(onStandardInput, login, note));
  }
  if (setting?.source === 'set') {
    const edit = secret.isGrafanaAdmin ? chartEdit(secret.range, text) : undefined;
    const chart =
      edit === undefined ? chartSecretFix(setting, region) : review(fromExistingSecret, [edit], chartNote);
    if (chart !== undefined) fixes.push(chart);
  }
  // An entry of --set is a part of the word whose quotes it is in.
  const whole = command?.args.find((one) => contains(one.range, word.range));
  const outer = setting?.source === 'set' && whole !== undefined ? whole : word;
  const edit = valueEdit(outer, secret.range, text, name);
  if (edit !== undefined) fixes.push(review(fromEnvironment, [edit], note));
  if (command !== undefined && secret.form === 'fromLiteral') {
    const edits = fromFileEdits(command, word, text);
    if (edits !== undefined) {
      fixes.push(
        review(
          fromStandardInput,
          edits,
          message('{rotate} kubectl waits for the value on standard input; end it with Ctrl-D.', { rotate }),
        ),
      );
    }
  }
  return fixes;
}

/** `--set grafana.adminPassword=x` to `--set grafana.admin.existingSecret=grafana-admin`. */
function chartEdit(value: Range, text: string): FixEdit | undefined {
  const key = /adminPassword=["']?$/.exec(text.slice(Math.max(0, value.start - 20), value.start))?.[0];
  // A quote that opens behind the `=` would stay open.
  if (key === undefined || !key.endsWith('=')) return undefined;
  const stop = 'grafana-admin';
  const edit = replace({ start: value.start - key.length, end: value.end }, `admin.existingSecret=${stop}`);
  return withStops(edit, stop);
}

/** Replaces the part of the word by the variable, quoted so that it stays one word. */
function valueEdit(word: Word, part: Range, text: string, name: string): FixEdit | undefined {
  if (!contains(word.range, part)) return undefined;
  const raw = text.slice(word.range.start, word.range.end);
  const from = part.start - word.range.start;
  const to = part.end - word.range.start;
  const variable = required(name);
  const quote = quoteAt(raw, from);
  if (quote === undefined) return undefined;
  if (quote === '"') return replace(part, variable);
  const [before, after] = [raw.slice(0, from), raw.slice(to)];
  if (quote === "'") {
    if (before.endsWith("'") && after.startsWith("'"))
      return replace({ start: part.start - 1, end: part.end + 1 }, `"${variable}"`);
    const isOneString = before.startsWith("'") && after.endsWith("'") && raw.length >= 2;
    const [head, tail] = [before.slice(1), after.slice(0, -1)];
    // Within double quotes a backslash stays what it is but in front of these.
    if (isOneString && !/['"$`!]|\\(?=[$`"\\\n]|$)/.test(head + tail))
      return replace(word.range, `"${head}${variable}${tail}"`);
    const closing = after.startsWith("'") ? { start: part.start, end: part.end + 1 } : undefined;
    return closing === undefined ? replace(part, `'"${variable}"'`) : replace(closing, `'"${variable}"`);
  }
  return replace(part, `"${variable}"`);
}

/** The quote that is open at the offset of a word as written: `"`, `'` or ''; undefined in `$'…'`. */
function quoteAt(raw: string, offset: number): string | undefined {
  let quote = '';
  for (let i = 0; i < offset; i++) {
    const character = raw.charAt(i);
    if (character === '\\' && quote !== "'") i++;
    else if (quote === '' && (character === '"' || character === "'")) {
      if (character === "'" && raw.charAt(i - 1) === '$') return undefined;
      quote = character;
    } else if (character === quote) quote = '';
  }
  return quote;
}

/** Programs whose `login` reads the password with `--password-stdin`. */
const stdinLogins = /^(?:docker|podman|nerdctl|oras|helm)$/;

/** `docker login -u u -p x` to `printf '%s' "$X" | docker login -u u --password-stdin`. */
function loginEdits(command: CommandFact, secret: SecretFact, name: string): readonly FixEdit[] | undefined {
  const { args, pipedFrom, isCondition, redirects, assignments } = command;
  if (!stdinLogins.test(command.program) || secret.form !== 'flag' || isCondition || pipedFrom !== undefined)
    return undefined;
  if (!args.some((word) => word.value === 'login') || redirects.length > 0 || assignments.length > 0)
    return undefined;
  const index = args.findIndex((word) => word === secret.word);
  const word = args[index];
  if (word === undefined) return undefined;
  const flag = word.value.startsWith('-') ? word : args[index - 1];
  if (flag === undefined || !/^(?:-p|--password)/.test(flag.value)) return undefined;
  return [
    insert(command.range.start, `printf '%s' "${required(name)}" | `),
    replace({ start: flag.range.start, end: word.range.end }, '--password-stdin'),
  ];
}

/** `--from-literal=key=x` to `--from-file=key=/dev/stdin`, where that is the only thing read from there. */
function fromFileEdits(command: CommandFact, word: Word, text: string): readonly FixEdit[] | undefined {
  const raw = text.slice(word.range.start, word.range.end);
  const flag = command.args[command.args.indexOf(word) - 1];
  const isJoined = raw.startsWith('--from-literal=');
  if (!isJoined && flag?.value !== '--from-literal') return undefined;
  const key = /^(?:--from-literal=)?["']?([\w.-]+)=/.exec(raw)?.[1];
  if (key === undefined || command.pipedFrom !== undefined) return undefined;
  if (command.redirects.some(({ operator }) => operator.startsWith('<'))) return undefined;
  if (
    command.args.some(
      (other) =>
        other !== word && /\/dev\/stdin|^--from-literal=(?:password|token|secret)/i.test(other.value),
    )
  ) {
    return undefined;
  }
  if (isJoined || flag === undefined) return [replace(word.range, `--from-file=${key}=/dev/stdin`)];
  return [replace(flag.range, '--from-file'), replace(word.range, `${key}=/dev/stdin`)];
}
