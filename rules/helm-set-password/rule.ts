import { chartSecretFix, cite, defineRule, message, takesSecret, type SettingFact } from '#rule';

export default defineRule({
  meta: {
    id: 'helm-set-password',
    title: 'Password handed to Helm in --set',
    why: 'Every user of the machine can read the arguments of a running command, and Helm stores the values with the release, where everyone who may read Secrets of the namespace gets them back with helm get values.',
    severity: 'medium',
    confidence: 'certain',
    profile: 'recommended',
    isMilderInDevelopment: true,
    reviewItem: 9,
    languages: ['shell'],
    references: cite(
      'CIS 1.12 5.4.2',
      'CIS EKS 1.8.0 4.4.2',
      'OWASP 2022 K08',
      'OWASP 2025 K03',
      'Kubescape NSA C-0012',
      'CWE-214',
      'CWE-312',
    ),
    fixes: [
      { title: 'Refer to an existing Secret', applicability: 'review' },
      { title: 'Read the value from a mounted file', applicability: 'review' },
      { title: 'Read the value from a Secret', applicability: 'review' },
    ],
  },
  visit: (report) => ({
    setting(setting, region) {
      if (setting.source !== 'set' || setting.value.state !== 'unknown') return;
      const written = region.text.slice(setting.valueRange.start, setting.valueRange.end);
      // A placeholder is no value yet, and nothing says how the reader will hand it over.
      if (/^["']?(?:<[^<>]*>|\{\{)/.test(written)) return;
      if (!isRelease(setting) || !takesSecret(setting, sourceOf(setting), region.context.fileName)) return;
      report({
        at: setting.valueRange,
        message: message(
          '{key} is handed over in the arguments of {program}, which every user of the machine can read, and stored with the release',
          { key: setting.path.join('.'), program: setting.command?.program ?? 'helm' },
        ),
        fixes: () => {
          const fix = chartSecretFix(setting, region);
          return fix === undefined ? [] : [fix];
        },
      });
    },
  }),
});

/** Commands that run a release; a lone `--set` in a manual is one of theirs. */
function isRelease({ command }: SettingFact): boolean {
  const program = command?.program ?? '';
  const verbs = command?.operands.map((word) => word.value) ?? [];
  if (program === '') return true;
  return (
    (program === 'helm' && /^(?:install|upgrade|template)$/.test(verbs[0] ?? '')) ||
    (program === 'helmfile' && /^(?:apply|sync)$/.test(verbs[0] ?? ''))
  );
}

/** The variable or the command that the value comes from: `GRAFANA_PASSWORD`, `$(pass show grafana)`. */
function sourceOf({ word }: SettingFact): string {
  const [expansion] = word?.expansions ?? [];
  return expansion?.name ?? '';
}
