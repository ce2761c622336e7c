import type { SecretFact } from '../fact';
import { secretNameOf, wordsOf } from './keyName';

/** A secret fact with what is the same for most left out. */
export function secretFact(
  parts: Pick<SecretFact, 'what' | 'label' | 'range' | 'form'> & Partial<SecretFact>,
): SecretFact {
  return {
    kind: 'secret',
    isGrafanaAdmin: false,
    isAdmin: isAdminPassword(parts.label),
    isHarmless: false,
    isShapeVerified: false,
    setting: undefined,
    command: undefined,
    prose: undefined,
    word: undefined,
    ...parts,
  };
}

/** `harborAdminPassword`, `KEYCLOAK_ADMIN_PASSWORD`, "password of admin". */
function isAdminPassword(label: string): boolean {
  const words = wordsOf(label);
  if (!words.some((word) => word === 'admin' || word === 'administrator')) return false;
  return words[0] === 'password' || secretNameOf(label) === 'password';
}
