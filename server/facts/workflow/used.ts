import type { YamlScalar } from '../../languages/yaml/tree';
import { contentStart, innerRange } from '../field';
import type { Part, UsedAction } from '../workflowFact';

/**
 * What `uses` names, taken apart: `actions/cache/restore@v4` is owner, repository, path and ref.
 *
 * An expression in it makes all of it unknown; so does a text that fits no form. Docker's references have their own reader
 * (imageFields.ts), so their parts are left to it.
 */
export function usedAction(scalar: YamlScalar, text: string): UsedAction {
  const range = innerRange(scalar);
  const none = { scalar, range, owner: undefined, repo: undefined, path: undefined, ref: undefined };
  const start = contentStart(text, scalar);
  const { value } = scalar;
  if (value.startsWith('docker://')) return { ...none, form: 'docker' };
  if (scalar.hasHole || start === undefined) return { ...none, form: 'unknown' };
  const part = (from: number, to: number): Part => ({
    value: value.slice(from, to),
    range: { start: start + from, end: start + to },
  });
  if (/^\.{1,2}\//.test(value)) return { ...none, form: 'local', path: part(0, value.length) };
  const named = /^([\w.-]+)\/([\w.-]+)(\/[^@\s]+)?(?:@(\S+))?$/.exec(value);
  if (named === null) return { ...none, form: 'unknown' };
  const [, owner = '', repo = '', path = '', ref] = named;
  const repoEnd = owner.length + 1 + repo.length;
  const pathEnd = repoEnd + path.length;
  return {
    ...none,
    form: 'repository',
    owner: part(0, owner.length),
    repo: part(owner.length + 1, repoEnd),
    path: path === '' ? undefined : part(repoEnd + 1, pathEnd),
    ref: ref === undefined ? undefined : part(pathEnd + 1, value.length),
  };
}
