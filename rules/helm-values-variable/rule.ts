import {
  chartSecretFix,
  cite,
  defineRule,
  isExpandedByReader,
  isHelmValue,
  message,
  takesSecret,
  valueVariable,
} from '#rule';

export default defineRule({
  meta: {
    id: 'helm-values-variable',
    title: 'Variable as a password in Helm values',
    why: 'Helm does not expand variables in values, so the text itself becomes the password, which everybody can read; and what envsubst puts there is stored with the release.',
    severity: 'medium',
    confidence: 'likely',
    profile: 'recommended',
    isMilderInDevelopment: true,
    reviewItem: 9,
    languages: ['yaml', 'json'],
    references: cite(
      'Helm 4 Values Files',
      'CIS 1.12 5.4.2',
      'CIS EKS 1.8.0 4.4.2',
      'OWASP 2022 K08',
      'OWASP 2025 K03',
      'Kubescape NSA C-0012',
      'CWE-798',
      'CWE-312',
    ),
    fixes: [
      { title: 'Refer to an existing Secret', applicability: 'review' },
      { title: 'Read the value from a mounted file', applicability: 'review' },
    ],
  },
  visit: (report) => ({
    setting(setting, region) {
      const { text, context } = region;
      const variable = valueVariable(setting, text);
      if (variable === undefined || !takesSecret(setting, variable, context.fileName)) return;
      if (!isHelmValue(setting, context.fileName)) return;
      if (isExpandedByReader(setting, text)) return;
      report({
        at: setting.valueRange,
        message: message(
          'Helm does not expand {variable} in values: unless something else replaces it, {key} is this very text, and if something does, the value is stored with the release',
          { variable, key: setting.key },
        ),
        fixes: () => {
          const fix = chartSecretFix(setting, region);
          return fix === undefined ? [] : [fix];
        },
      });
    },
  }),
});
