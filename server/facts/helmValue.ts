import { chartSecretOf } from './chartSecret';
import type { SettingFact } from './fact';
import { secretNameOf } from './secret/keyName';

/**
 * True for a setting that Helm reads as a value as it stands: in a values file, in an Argo CD Application, in
 * a kustomization's `valuesInline`, or in a fragment whose path is a known chart's.
 *
 * Flux replaces `${VAR}` in its own objects before Helm sees them (Kustomization, `spec.postBuild`), so the
 * values of a HelmRelease are none.
 */
export function isHelmValue(setting: SettingFact, fileName: string): boolean {
  const { source, subject, path } = setting;
  if (source !== 'yaml' && source !== 'containerEnv') return false;
  switch (subject.kind) {
    case 'helmValues':
      return true;
    case 'manifest':
      return /^Application(?:Set)?$/.test(subject.resource) && path.includes('helm') && path.length > 4;
    case 'kustomization':
      return path.includes('valuesInline');
    case 'unknown':
      return chartSecretOf(setting, fileName) !== undefined;
    default:
      return false;
  }
}

/**
 * The variable that a value is nothing but: `X` of `$X`, `${X}`, `${X:?set it}` and `$(X)`, as the text is
 * written, quotes aside; undefined for everything else, a default included.
 */
export function valueVariable({ valueRange }: SettingFact, text: string): string | undefined {
  const written = text.slice(valueRange.start, valueRange.end).replace(/^["']|["']$/g, '');
  const match = /^\$(?:(\w+)|\{(\w+)(?::?[-=?][^{}]*)?\}|\((\w+)\))$/.exec(written);
  const name = match?.[1] ?? match?.[2] ?? match?.[3];
  return name === undefined || /^\d/.test(name) ? undefined : name;
}

/**
 * True when the setting's name announces a secret, or its path is one that a known chart takes a secret at. A name that also stands for the name of a Secret
 * (`tls.secret`) counts only where `variable`, which it is set from, says so too.
 */
export function takesSecret(setting: SettingFact, variable: string, fileName: string): boolean {
  if (chartSecretOf(setting, fileName) !== undefined) return true;
  const name = secretNameOf(setting.key);
  if (name === undefined) return false;
  return name === 'password' || name === 'token' || secretNameOf(variable) !== undefined;
}
