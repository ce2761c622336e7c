import data from '../data/references.json';
import type { Reference } from './rule';

type Control = keyof typeof data.references;

const references: Readonly<Record<Control, Reference>> = data.references;

/**
 * The references of a rule, by short name: `CIS 1.12 5.4.2`, `OWASP 2025 K03`, `CWE-798`.
 *
 * Titles and versions age, so they are data with their sources; a name that is not there does not compile.
 */
export function cite(...controls: readonly Control[]): readonly Reference[] {
  return controls.map((control) => references[control]);
}
