import type { SecretFact } from '../../facts/fact';
import type { Region } from '../../regions/region';
import type { Fix } from '../fix';
import { shellFixes } from './shellCredential';
import { lineFixes, proseFixes, textFixes } from './textCredential';
import { withoutFallback, settingFixes } from './yamlCredential';

/**
 * The rewrites of a secret to the pattern that its place has: a reference in a manifest, a variable in a
 * command, a pointer in a sentence. All are `review`: a new value has to be put somewhere, and the old one
 * has to be rotated.
 */
export function credentialFixes(secret: SecretFact, region: Region): readonly Fix[] {
  const { text } = region;
  const fallback = withoutFallback(secret, text);
  if (fallback !== undefined || secret.what === 'fallback') return fallback === undefined ? [] : [fallback];
  if (secret.form === 'prose') return proseFixes(secret, text);
  if (secret.form === 'line' || secret.form === 'grafanaLine') return lineFixes(secret, region);
  if (secret.word !== undefined) return shellFixes(secret, region);
  if (secret.setting !== undefined) return settingFixes(secret, region);
  return textFixes(secret);
}
