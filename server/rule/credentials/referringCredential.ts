import type { SettingFact } from '../../facts/fact';
import { removeChild } from '../../languages/yaml/patch';
import { renderEntries, styleOf } from '../../languages/yaml/render';
import type { Region } from '../../regions/region';
import { message } from '../finding';
import { remove, replace, review, withStops, type Fix, type FixEdit } from '../fix';
import { rotate } from './rotate';

export const leaveToProject = "Leave the variable to the project's settings";
export const fromCredentialFile = 'Name a file that holds the value';

/**
 * The rewrite of a setting whose program has a second way to be told: a variable of GitLab CI, a user of a
 * kubeconfig. Undefined for every other setting, and where a comment or an anchor would be lost.
 */
export function referringFix(setting: SettingFact, region: Region): Fix | undefined {
  return fromProjectSettings(setting, region) ?? fromKubeconfigFile(setting, region);
}

/**
 * Takes a variable out of `.gitlab-ci.yml`: jobs get the variables of the project's settings under the same
 * name (docs.gitlab.com/ci/variables, "Define a CI/CD variable in the UI").
 */
function fromProjectSettings(setting: SettingFact, region: Region): Fix | undefined {
  const { entry, maps, subject, path } = setting;
  const map = maps[maps.length - 1];
  if (subject.kind !== 'gitlabCi' || !path.includes('variables')) return undefined;
  if (entry === undefined || map === undefined) return undefined;
  const edits: readonly FixEdit[] | undefined =
    removeChild(region, map, entry) ?? (map.isFlow ? undefined : withoutComment(setting, region));
  if (edits === undefined) return undefined;
  return review(
    leaveToProject,
    edits,
    message("Create a masked variable of this name in the project's settings first. {rotate}", { rotate }),
  );
}

/** Removes the entry of a block map from its line, so that the comment behind it has the line for itself. */
function withoutComment(
  { entry, maps }: SettingFact,
  { comments, text }: Region,
): readonly FixEdit[] | undefined {
  const map = maps[maps.length - 1];
  if (entry === undefined || map === undefined || map.entries.length < 2) return undefined;
  if (entry.key.anchor !== undefined || entry.value?.anchor !== undefined) return undefined;
  const { start, end } = entry.range;
  const comment = comments.find(({ range }) => range.start >= end);
  if (comment === undefined || text.slice(end, comment.range.start).trim() !== '') return undefined;
  if (text.slice(start, comment.range.start).includes('\n')) return undefined;
  return [remove({ start, end: comment.range.start })];
}

const fileFields: ReadonlyMap<string, { readonly key: string; readonly stop: string }> = new Map([
  ['token', { key: 'tokenFile', stop: '‹path of the token›' }],
  ['client-key-data', { key: 'client-key', stop: '‹path of the key›' }],
]);

/** `users[].user` of a kubeconfig names a file beside each of its data (client-go, `api.AuthInfo`). */
function fromKubeconfigFile(setting: SettingFact, region: Region): Fix | undefined {
  const { path, entry, maps } = setting;
  const field = fileFields.get(path[path.length - 1] ?? '');
  const map = maps[maps.length - 1];
  if (field === undefined || entry === undefined || map === undefined) return undefined;
  if (path[path.length - 2] !== 'user' || !path.includes('users')) return undefined;
  if (entry.key.anchor !== undefined || entry.value?.anchor !== undefined) return undefined;
  const { key, stop } = field;
  const written = renderEntries({ [key]: stop }, styleOf(map, region.text));
  return review(
    fromCredentialFile,
    [withStops(replace(entry.range, written), stop)],
    message(
      'The path is relative to the kubeconfig. Shorter-lived still is a plugin that logs in (exec). {rotate}',
      { rotate },
    ),
  );
}
