import { get, scalarOf } from '../../languages/yaml/read';
import type { ContainerFact } from '../podFact';
import { valueOf } from '../reading';

/** What to call a container in a message: its name, as it is written where a template or a shell completes it. */
export function nameAsWritten({ name, map }: ContainerFact): string {
  return valueOf(name) ?? scalarOf(get(map, 'name'))?.value ?? '(unnamed)';
}
