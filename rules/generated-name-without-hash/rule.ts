import { asBoolean, cite, defineRule, entryOf, message, replace, review } from '#rule';

const title = 'Let the name change with the content';

export default defineRule({
  meta: {
    id: 'generated-name-without-hash',
    title: 'Generated Secret without a hash in its name',
    why: 'With a name that stays the same a new value starts no rollout, so pods that read it as variables work on with the old one.',
    severity: 'info',
    confidence: 'certain',
    profile: 'strict',
    reviewItem: 8,
    languages: ['yaml', 'json'],
    references: cite(
      'Kustomize 5 secretGenerator',
      'CIS 1.12 5.4.2',
      'OWASP 2022 K08',
      'OWASP 2025 K03',
      'CWE-324',
      'NSA/CISA 1.2 Secrets',
    ),
    fixes: [{ title, applicability: 'review' }],
  },
  visit: (report) => ({
    setting({ key, path, maps, entry, valueRange }) {
      if (key !== 'disableNameSuffixHash' || asBoolean(entry?.value) !== true) return;
      const isOfAll =
        path[path.length - 2] === 'generatorOptions' && entryOf(maps[0], 'secretGenerator') !== undefined;
      const isOfOne = path[path.length - 2] === 'options' && path[path.length - 4] === 'secretGenerator';
      if (!isOfAll && !isOfOne) return;
      report({
        at: valueRange,
        message: message('The name of the generated Secret stays the same, so a new value starts no rollout'),
        fixes: () => [
          review(
            title,
            [replace(valueRange, 'false')],
            'Kustomize writes the new name wherever the Secret is referred to; what names it from outside has to follow.',
          ),
        ],
      });
    },
  }),
});
