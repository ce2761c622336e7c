import type { SecretFact } from '../fact';

/** A secret fact with what is the same for most left out. */
export function secretFact(
  parts: Pick<SecretFact, 'what' | 'label' | 'range' | 'form'> & Partial<SecretFact>,
): SecretFact {
  return {
    kind: 'secret',
    isGrafanaAdmin: false,
    isHarmless: false,
    isShapeVerified: false,
    setting: undefined,
    command: undefined,
    prose: undefined,
    word: undefined,
    ...parts,
  };
}
