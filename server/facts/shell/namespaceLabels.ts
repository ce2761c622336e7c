import { partOfWord } from '../../languages/shell/words';
import type { RegionOf } from '../../regions/region';
import type { AdmissionFact } from '../fact';
import { podSecurityLabel } from '../kubernetes/admission';
import { commandsOf } from './commands';

/** Pod Security levels that `kubectl label namespace` sets. */
export function namespaceLabelsOf(region: RegionOf<'shell'>): readonly AdmissionFact[] {
  return commandsOf(region).flatMap((command) => {
    const words = command.operands;
    const isLabel = /^(?:kubectl|oc|k)$/.test(command.program) && words[0]?.value === 'label';
    if (!isLabel || !/^(?:namespaces?|ns)(?:\/|$)/.test(words[1]?.value ?? '')) return [];
    const target = words[1]?.value.split('/')[1] ?? words[2]?.value ?? '';
    return words.flatMap((word): AdmissionFact[] => {
      const prefix = `${podSecurityLabel}=`;
      if (!word.value.startsWith(prefix) || !word.isStatic) return [];
      const value = word.value.slice(prefix.length);
      const { range } = partOfWord(word, prefix.length, word.value.length, region.text);
      return [
        {
          kind: 'admission',
          what: 'podSecurity',
          value,
          range,
          map: undefined,
          entry: undefined,
          target,
          word,
        },
      ];
    });
  });
}
