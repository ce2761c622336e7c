import type { SettingFact } from '../../facts/fact';
import { isParameter } from '../../facts/parameter';
import {
  mountedSecrets,
  valueReferenceOf,
  type AlertmanagerFile,
  type GiteaVariable,
} from '../../facts/valueReference';
import { insertAfter, listStep, replaceValue, setEntry } from '../../languages/yaml/patch';
import { entryOf, mapOf } from '../../languages/yaml/read';
import { render, renderEntries, styleOf } from '../../languages/yaml/render';
import type { YamlEntry, YamlMap } from '../../languages/yaml/tree';
import type { Region } from '../../regions/region';
import { message } from '../finding';
import { insert, replace, review, withStops, type Fix, type FixEdit } from '../fix';
import { fromExistingSecret, isEmpty, removals, secretName, withoutEntries } from './chartSecretValues';
import { dottedReferenceFix } from './dottedReference';
import { argocdNote, giteaNote, mountedNote, mountFirstNote, operatorNote } from './referenceNotes';
import { rotate } from './rotate';
import { fromFile } from './textCredential';

/**
 * The rewrite of a secret in a program's own configuration to the reference that the program has for it: a file
 * for Alertmanager, `$name:key` for Argo CD, a variable for Gitea, a Secret's key for the Prometheus operator.
 */
export function valueReferenceFix(setting: SettingFact, region: Region): Fix | undefined {
  const { entry, maps } = setting;
  const map = maps[maps.length - 1];
  const reference = valueReferenceOf(setting, region.context.fileName);
  if (reference !== undefined && (setting.source === 'set' || isParameter(setting)))
    return dottedReferenceFix(setting, reference, region);
  if (reference === undefined || entry === undefined || map?.entries.includes(entry) !== true)
    return undefined;
  if (entry.key.anchor !== undefined || entry.value?.anchor !== undefined) return undefined;
  switch (reference.kind) {
    case 'alertmanagerFile':
      return alertmanagerFix(reference, entry, map, region);
    case 'argocdSecret': {
      // A shell that reads the text first would put its own variable in the place of `$name`.
      if (region.context.isExpanded === true) return undefined;
      const text = `"$${secretName}:${reference.key}"`;
      return review(
        fromExistingSecret,
        [withStops(replace(setting.valueRange, text), secretName, reference.key)],
        argocdNote,
      );
    }
    case 'giteaVariable':
      return giteaFix(reference, entry, region);
    case 'operatorSecret':
      return operatorFix(entry, map, region);
  }
}

function alertmanagerFix(
  { field, file, owner, isOperators }: AlertmanagerFile,
  entry: YamlEntry,
  map: YamlMap,
  region: Region,
): Fix | undefined {
  if (entryOf(map, field) !== undefined) return undefined;
  const path = owner === undefined ? '‹path of the file›' : `/etc/alertmanager/secrets/${secretName}/${file}`;
  const written = renderEntries({ [field]: path }, styleOf(map, region.text));
  const edit = withStops(replace(entry.range, written), owner === undefined ? path : secretName);
  if (owner === undefined) {
    return review(
      fromFile,
      [edit],
      message('Alertmanager reads the file with each notification. {rotate}', { rotate }),
    );
  }
  const mount = isOperators && mountedSecrets(owner) === 0 ? mountEdits(owner, region) : undefined;
  const note = mount === undefined ? mountFirstNote : mountedNote(file);
  return review(fromFile, [edit, ...(mount ?? [])], note);
}

/** `alertmanagerSpec.secrets`, whose Secrets the operator mounts. */
function mountEdits(owner: YamlMap, region: Region): readonly FixEdit[] | undefined {
  const spec = mapOf(entryOf(owner, 'alertmanagerSpec')?.value);
  const isNew = entryOf(owner, 'alertmanagerSpec') === undefined;
  if (spec === undefined && !isNew) return undefined;
  const map = spec ?? owner;
  const style = styleOf(map, region.text);
  const step = listStep(region, map);
  const patch =
    spec === undefined
      ? setEntry(region, map, 'alertmanagerSpec', render({ secrets: [secretName] }, style, step))
      : setEntry(region, map, 'secrets', render([secretName], style, step));
  return patch?.map((edit) => withStops(edit, secretName));
}

/** A key of app.ini out of `gitea.config` and into `gitea.additionalConfigFromEnvs`. */
function giteaFix(
  { name, key, owner, config }: GiteaVariable,
  entry: YamlEntry,
  region: Region,
): Fix | undefined {
  if (owner === undefined || config === undefined || owner.isFlow) return undefined;
  const list = owner.entries.find((one) => one.key.value === 'additionalConfigFromEnvs');
  if (list === undefined && entryOf(owner, 'additionalConfigFromEnvs') !== undefined) {
    return undefined;
  }
  const gone = withoutEntries(owner, [entry], [owner], region);
  if (gone === undefined) return undefined;
  const item = { name, valueFrom: { secretKeyRef: { name: secretName, key } } };
  const step = listStep(region, owner);
  const added: FixEdit[] = [];
  let others = gone;
  if (list === undefined) {
    const pad = ' '.repeat(owner.indent);
    const text = render({ additionalConfigFromEnvs: [item] }, 'block', step).replaceAll('\n', `\n${pad}`);
    others = gone.filter(({ child }) => child !== config);
    const isReplaced = others.length < gone.length;
    const edit = isReplaced ? replace(config.range, text) : insert(config.range.start, `${text}\n${pad}`);
    added.push(withStops(edit, secretName, key));
  } else {
    const value = list.value?.kind === 'list' ? list.value : undefined;
    const last = value?.items[value.items.length - 1];
    const patch =
      value !== undefined && last !== undefined
        ? insertAfter(region, value, last, render([item], 'block'))
        : isEmpty(list)
          ? replaceValue(region, owner, list, render([item], 'block', step))
          : undefined;
    if (patch === undefined) return undefined;
    added.push(...patch.map((edit) => withStops(edit, secretName, key)));
  }
  return review(fromExistingSecret, [...added, ...removals(others, region)], giteaNote);
}

/** `password: x` and the user's name beside it to keys of one Secret: the operator accepts no text in either place. */
function operatorFix(entry: YamlEntry, map: YamlMap, region: Region): Fix | undefined {
  const user = map.entries.find(({ key }) => key.value === 'username');
  const edits: FixEdit[] = [];
  for (const one of [entry, ...(user?.value?.kind === 'scalar' ? [user] : [])]) {
    if (one.key.anchor !== undefined || one.value?.anchor !== undefined) return undefined;
    const key = one.key.value;
    const style = styleOf(map, region.text);
    const written = renderEntries({ [key]: { name: secretName, key } }, style);
    const text = style === 'block' ? written.replaceAll('\n', `\n${' '.repeat(map.indent)}`) : written;
    edits.push(withStops(replace(one.range, text), secretName));
  }
  return review(fromExistingSecret, edits, operatorNote);
}
