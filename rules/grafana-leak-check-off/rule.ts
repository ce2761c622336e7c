import { asBoolean, cite, defineRule, message, replace, review, type SettingFact } from '#rule';

const checkAgain = "Turn the chart's check on again";

export default defineRule({
  meta: {
    id: 'grafana-leak-check-off',
    title: "Grafana chart's search for secrets switched off",
    why: 'Passwords of grafana.ini then go into a ConfigMap, which everyone who can list ConfigMaps reads.',
    severity: 'medium',
    confidence: 'certain',
    profile: 'recommended',
    reviewItem: 1,
    languages: ['markdown', 'yaml', 'json', 'shell'],
    references: cite('OWASP 2022 K08', 'OWASP 2025 K03', 'CIS 1.12 5.4.2', 'Kubescape NSA C-0012', 'CWE-312'),
    fixes: [{ title: checkAgain, applicability: 'review' }],
  },
  visit: (report) => ({
    setting(setting) {
      if (setting.key !== 'assertNoLeakedSecrets' || !isFalse(setting)) return;
      const { valueRange } = setting;
      report({
        at: valueRange,
        message: message(
          'The chart is told not to look for secrets in grafana.ini, so they go into a ConfigMap in plain text',
        ),
        fixes: () => [
          review(
            checkAgain,
            [replace(valueRange, 'true')],
            'The chart then refuses to render while grafana.ini holds a literal secret: replace it with $__env{…} or $__file{…} first.',
          ),
        ],
      });
    },
  }),
});

/** False to a template of Helm: a quoted `"false"`, as `--set-string` makes one, is a text and counts as true. */
function isFalse({ value, entry, source, command, keyRange }: SettingFact): boolean {
  if (entry !== undefined) return asBoolean(entry.value) === false;
  if (source !== 'set' || value.state !== 'known' || value.value !== 'false') return false;
  const flag = command?.flags.find(({ range }) => range.start <= keyRange.start && keyRange.end <= range.end);
  return flag?.name !== '--set-string' && flag?.name !== '--set-literal';
}
