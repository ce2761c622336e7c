import { chartSecretOf, type ChartSecret } from '../../facts/chartSecret';
import type { SettingFact } from '../../facts/fact';
import { hasParameter, isAnchored, isParameter } from '../../facts/parameter';
import type { Region } from '../../regions/region';
import { message, type Message } from '../finding';
import { replace, review, withStops, type Fix, type FixEdit } from '../fix';
import { existingPath, setEdits } from './chartSecretSet';
import { fromExistingSecret, listEdits, secretName, valueEdits } from './chartSecretValues';
import { setVariableFix } from './dottedReference';
import { valueReferenceFix } from './valueReference';

export { fromExistingSecret } from './chartSecretValues';

/**
 * The rewrite of a password in Helm values, in `--set` or in Argo CD's parameters to the form in which its chart
 * takes an existing Secret, or to the reference that the program has (valueReference.ts); undefined where the
 * chart or the place is not certain.
 *
 * Other passwords that the same Secret replaces go with it, so that the chart is not told twice. The names of
 * keys in the Secret are written out where the chart has a value for them.
 */
export function chartSecretFix(setting: SettingFact, region: Region): Fix | undefined {
  const form = chartSecretOf(setting, region.context.fileName);
  if (form === undefined) return valueReferenceFix(setting, region) ?? setVariableFix(setting, region);
  const edits =
    setting.source === 'set'
      ? setEdits(setting, form, region.text)
      : isParameter(setting)
        ? parameterEdits(setting, form, region.text)
        : form.items === undefined
          ? valueEdits(setting, form, region)
          : listEdits(setting, form, region);
  return edits === undefined ? undefined : review(fromExistingSecret, edits, noteOf(form));
}

function noteOf({ chart, keys, items }: ChartSecret): Message {
  if (items !== undefined) {
    const lines = items.map((item) => `${item}=…`).join(', ');
    return message(
      "The Secret must exist in the release's namespace and have a key for each user that stood here, whose text is lines of the form {lines} ({chart}). Rotate the passwords that were written out.",
      { lines, chart },
    );
  }
  const isPassword = keys.length === 0 || keys.some((key) => /passw/i.test(key));
  const current = isPassword
    ? message('the current password, because a database keeps the one that it was made with')
    : message('the current value');
  const args = { chart, current, keys: keys.join(', ') };
  if (keys.length === 0) {
    return message(
      "The Secret must exist in the release's namespace ({chart}). On a running release it has to hold {current}. Rotate what was written out.",
      args,
    );
  }
  return keys.length === 1
    ? message(
        "The Secret must exist in the release's namespace with the key {keys} ({chart}). On a running release it has to hold {current}. Rotate what was written out.",
        args,
      )
    : message(
        "The Secret must exist in the release's namespace with the keys {keys} ({chart}). On a running release it has to hold {current}. Rotate what was written out.",
        args,
      );
}

/** Argo CD's `{name: postgresql.auth.password, value: x}`. */
function parameterEdits(
  setting: SettingFact,
  form: ChartSecret,
  text: string,
): readonly FixEdit[] | undefined {
  const { keyRange, key, valueRange } = setting;
  const existing = existingPath(key, form);
  const at = text.slice(keyRange.start, keyRange.end).indexOf(key);
  // Of two parameters of one name the last counts.
  if (existing !== undefined && (hasParameter(setting, existing) || isAnchored(setting))) return undefined;
  // A parameter cannot be added beside this one without a place that is certain.
  if (existing === undefined || at < 0 || form.items !== undefined) return undefined;
  if (form.fields.some(({ isNeeded }) => isNeeded)) return undefined;
  const start = keyRange.start + at;
  return [
    replace({ start, end: start + key.length }, existing),
    withStops(replace(valueRange, `"${secretName}"`), secretName),
  ];
}
