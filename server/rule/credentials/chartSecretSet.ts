import type { ChartSecret } from '../../facts/chartSecret';
import type { Word } from '../../facts/command';
import type { SettingFact } from '../../facts/fact';
import { wordsOf } from '../../facts/secret/keyName';
import { contains } from '../../text/range';
import { replace, withStops, type FixEdit } from '../fix';

/** `auth.password=x` of `--set` to `auth.existingSecret="${POSTGRESQL_SECRET:?…}"`. */
export function setEdits(
  setting: SettingFact,
  form: ChartSecret,
  text: string,
): readonly FixEdit[] | undefined {
  const { keyRange, valueRange, command } = setting;
  const word = command?.args.find((one) => contains(one.range, keyRange) && contains(one.range, valueRange));
  if (word === undefined || command?.isEditable === false) return undefined;
  const key = text.slice(keyRange.start, keyRange.end);
  const existing = existingPath(key, form);
  if (existing === undefined || text.slice(keyRange.end, keyRange.end + 1) !== '=') return undefined;
  // Helm has no flag that takes a whole list out, and a key of the Secret that the chart has no default for is unknown.
  if (form.items !== undefined || form.fields.some(({ isNeeded }) => isNeeded)) return undefined;
  // Another entry names the Secret already; Helm would take the last of the two.
  if (command?.args.some((other) => other.value.includes(`${existing}=`)) === true) return undefined;
  // A string of JSON has quotes of its own.
  if (command?.flags.some((flag) => flag.name === '--set-json' && contains(flag.range, keyRange)) === true) {
    return undefined;
  }
  const variable = `\${${nameOfSecretVariable(form)}:?set the name of the Secret}`;
  const quote = quoteAround(word, valueRange.start, text);
  if (quote === undefined) return undefined;
  const place = { start: keyRange.start, end: valueRange.end };
  const written = (value: string): FixEdit => withStops(replace(place, `${existing}=${value}`), variable);
  if (quote.mark !== "'") return [written(quote.mark === '"' ? variable : `"${variable}"`)];
  const close = text.indexOf("'", valueRange.end);
  const rest = text.slice(quote.at + 1, place.start) + text.slice(place.end, close);
  if (close < 0 || /["$`\\!]/.test(rest)) return [written(`'"${variable}"'`)];
  const double = (at: number): FixEdit => replace({ start: at, end: at + 1 }, '"');
  return [double(quote.at), written(variable), double(close)];
}

function nameOfSecretVariable({ chart }: ChartSecret): string {
  return `${wordsOf(chart.slice(chart.indexOf('/') + 1))
    .join('_')
    .toUpperCase()}_SECRET`;
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
    } else if (character === open.mark) open = { mark: '', at: i };
  }
  return open;
}

/** `front.auth.password` with the end of the key replaced by what takes the Secret; lists keep their index. */
export function existingPath(key: string, { plain, existing }: ChartSecret): string | undefined {
  const written = key.split('.');
  const from = written.length - plain.length;
  const tail = written.slice(Math.max(0, from));
  const nameOf = (part: string): string => (part.endsWith(']') ? part.slice(0, part.indexOf('[')) : part);
  if (from < 0 || tail.some((part, index) => nameOf(part) !== plain[index])) return undefined;
  const fork = existing.findIndex((part, index) => part !== plain[index]);
  return [...written.slice(0, from), ...tail.slice(0, fork), ...existing.slice(fork)].join('.');
}
