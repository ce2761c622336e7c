import type { CommandFact } from '../../facts/command';
import type { SettingFact } from '../../facts/fact';
import { hasParameter, isAnchored, isArgocdParameter, isHelmfileSet } from '../../facts/parameter';
import { wordsOf } from '../../facts/secret/keyName';
import { setEntriesOf, type PlacedEntry } from '../../facts/shell/settings';
import type { GiteaVariable, ValueReference } from '../../facts/valueReference';
import type { Region } from '../../regions/region';
import type { Message } from '../finding';
import { replace, review, withStops, type Fix, type FixEdit } from '../fix';
import { isAllInCommand, secretVariable, setsAlready } from './chartSecretSet';
import { fromExistingSecret, secretName } from './chartSecretValues';
import {
  argocdNote,
  fromSecret,
  giteaNote,
  mountedNote,
  mountFirstNote,
  operatorNote,
  podSecretNote,
} from './referenceNotes';
import { piecesOf, placedEntryOf, writeEntry, type Assignment, type Piece } from './setEntry';
import { fromFile } from './textCredential';

const secretsPath = '/etc/alertmanager/secrets/';

/** The reference of a program in an entry of `--set`, or in a parameter of Argo CD or helmfile, whose keys are paths. */
export function dottedReferenceFix(
  setting: SettingFact,
  reference: ValueReference,
  region: Region,
): Fix | undefined {
  return setting.source === 'set'
    ? setFix(setting, reference, region)
    : parameterFix(setting, reference, region);
}

/** An entry of a command, and what writes keys and edits for it. */
interface Entry {
  readonly placed: PlacedEntry;
  readonly command: CommandFact;
  readonly text: string;
}

function setFix(setting: SettingFact, reference: ValueReference, { text, context }: Region): Fix | undefined {
  const placed = placedEntryOf(setting, text);
  if (placed === undefined) return undefined;
  const entry: Entry = { placed: placed.entry, command: placed.command, text };
  const { value: key } = placed.entry.key;
  switch (reference.kind) {
    case 'alertmanagerFile': {
      if (!reference.isValues || setsAlready(placed.command, `${key}_file`)) return undefined;
      const variable = secretVariable('alertmanager');
      const file = { [`${key}_file`]: [secretsPath, { expansion: variable }, `/${reference.file}`] };
      const spec = `${key.slice(0, key.lastIndexOf('alertmanager.config.'))}alertmanager.alertmanagerSpec.secrets`;
      const isMounted =
        reference.isOperators &&
        !placed.entry.isLone &&
        isAllInCommand(placed.command) &&
        !placed.command.args.some(({ value }) => value.includes(spec));
      const mount = isMounted ? { [`${spec}[0]`]: [{ expansion: variable }] } : {};
      const note = isMounted ? mountedNote(reference.file) : mountFirstNote;
      return fixOf(fromFile, put(entry, { ...file, ...mount }, variable), note);
    }
    case 'argocdSecret': {
      // Argo CD puts its own variables into parameters, and a shell that reads the script first its own.
      if (placed.entry.flag.name.startsWith('--helm-') || context.isExpanded === true) return undefined;
      const variable = secretVariable('argocd');
      const value = ['$', { expansion: variable }, `:${reference.key}`];
      return fixOf(fromExistingSecret, put(entry, { [key]: value }, variable), argocdNote);
    }
    case 'giteaVariable':
      return fixOf(fromExistingSecret, giteaEdits(entry, reference), giteaNote);
    case 'operatorSecret':
      return fixOf(fromExistingSecret, operatorEdits(entry), operatorNote);
  }
}

/** `env[0].value=x`, whose variable another entry names, to the key of a Secret. */
export function setVariableFix(setting: SettingFact, { text }: Region): Fix | undefined {
  const { path, key, source } = setting;
  const placed = source === 'set' ? placedEntryOf(setting, text) : undefined;
  const own = placed?.entry.key.value ?? '';
  const list = path.filter((part) => !part.startsWith('[')).slice(-2)[0] ?? '';
  if (placed === undefined || !own.endsWith('].value') || !/env(?:s|vars?|ironment)?$/i.test(list))
    return undefined;
  const reference = `${own}From.secretKeyRef`;
  const variable = secretVariable('pod');
  const edits = put(
    { placed: placed.entry, command: placed.command, text },
    {
      [`${reference}.name`]: [{ expansion: variable }],
      [`${reference}.key`]: [wordsOf(key).join('-')],
    },
    variable,
  );
  return fixOf(fromSecret, edits, podSecretNote);
}

function fixOf(title: string, edits: readonly FixEdit[] | undefined, note: Message): Fix | undefined {
  return edits === undefined ? undefined : review(title, edits, note);
}

interface Assignments {
  readonly [key: string]: readonly Piece[];
}

function put(
  { placed, text }: Entry,
  assignments: Assignments,
  variable: string,
): ReturnType<typeof writeEntry> {
  const list = Object.entries(assignments).map(([key, value]): Assignment => ({
    key: piecesOf(key, placed.key, text),
    value,
  }));
  return writeEntry(placed, list, text, variable);
}

/** `gitea.config.database.PASSWD=x` to the next item of `gitea.additionalConfigFromEnvs`. */
function giteaEdits(entry: Entry, { name, key }: GiteaVariable): readonly FixEdit[] | undefined {
  const { command, placed, text } = entry;
  // An item of a list that a file of values holds, too, would be written over.
  if (!isAllInCommand(command)) return undefined;
  const own = placed.key.value;
  const list = `${own.slice(0, own.lastIndexOf('gitea.config.'))}gitea.additionalConfigFromEnvs`;
  const taken = setEntriesOf(command, text).filter((other) => other.key.value.startsWith(list));
  const places = taken.map((other) => /^\[(\d+)\]/.exec(other.key.value.slice(list.length))?.[1]);
  if (places.includes(undefined) || taken.some(({ isLone }) => isLone)) return undefined;
  const item = `${list}[${Math.max(-1, ...places.map(Number)) + 1}]`;
  const variable = secretVariable('gitea');
  const reference = `${item}.valueFrom.secretKeyRef`;
  return put(
    entry,
    {
      [`${item}.name`]: [name],
      [`${reference}.name`]: [{ expansion: variable }],
      [`${reference}.key`]: [key],
    },
    variable,
  );
}

/** `basicAuth.password=x`, and the user's name in another entry, to keys of one Secret. */
function operatorEdits(entry: Entry): readonly FixEdit[] | undefined {
  const { command, placed, text } = entry;
  const variable = secretVariable('prometheus');
  const own = placed.key.value;
  const user = `${own.slice(0, own.lastIndexOf('.'))}.username`;
  const beside = setEntriesOf(command, text).filter((other) => other.key.value === user);
  const edits: FixEdit[] = [];
  const written = [placed, ...beside].map((one) => {
    const key = one.key.value;
    const name = key.slice(key.lastIndexOf('.') + 1);
    return put(
      { ...entry, placed: one },
      { [`${key}.name`]: [{ expansion: variable }], [`${key}.key`]: [name] },
      variable,
    );
  });
  for (const one of written) {
    // Two entries in the same quotes have to agree on what becomes of them.
    if (one === undefined || one.length !== written[0]?.length) return undefined;
    edits.push(...one.filter((edit) => !edits.some((other) => isSameEdit(other, edit))));
  }
  return edits;
}

function isSameEdit(a: FixEdit, b: FixEdit): boolean {
  return a.range.start === b.range.start && a.range.end === b.range.end && a.text === b.text;
}

/** `{name: configs.secret.githubSecret, value: x}`; what would take further parameters is left alone. */
function parameterFix(setting: SettingFact, reference: ValueReference, region: Region): Fix | undefined {
  const { key, keyRange, valueRange, path } = setting;
  const isArgocds = isArgocdParameter(path);
  if ((!isArgocds && !isHelmfileSet(path)) || isAnchored(setting)) return undefined;
  if (reference.kind === 'argocdSecret' && region.context.isExpanded !== true) {
    // Argo CD puts variables of its own into parameters, and takes `$$` for a dollar.
    const text = `"${isArgocds ? '$$' : '$'}${secretName}:${reference.key}"`;
    return review(
      fromExistingSecret,
      [withStops(replace(valueRange, text), secretName, reference.key)],
      argocdNote,
    );
  }
  const at = region.text.slice(keyRange.start, keyRange.end).indexOf(key);
  if (reference.kind !== 'alertmanagerFile' || !reference.isValues || at < 0) return undefined;
  if (hasParameter(setting, `${key}_file`)) return undefined;
  const end = keyRange.start + at + key.length;
  const file = `"${secretsPath}${secretName}/${reference.file}"`;
  const edits = [
    replace({ start: keyRange.start + at, end }, `${key}_file`),
    withStops(replace(valueRange, file), secretName),
  ];
  return review(fromFile, edits, mountFirstNote);
}
