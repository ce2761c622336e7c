import {
  cite,
  defineRule,
  entryOf,
  get,
  hoursOf,
  listOf,
  mapOf,
  message,
  replace,
  review,
  scalarOf,
  textOf,
  valueOf,
  type Fix,
  type FixEdit,
  type SettingFact,
  type YamlMap,
} from '#rule';

const title = 'Refresh every hour';
const interval = '1h0m0s';
const note =
  'A running pod takes the new value only from a mounted file; for variables, restart it, for example with Reloader.';

export default defineRule({
  meta: {
    id: 'external-secret-not-refreshed',
    title: 'External secret that is never fetched again',
    why: 'After a rotation in the secret store the cluster keeps the old value, so the rotation breaks the application, or is never done.',
    severity: 'medium',
    confidence: 'certain',
    profile: 'recommended',
    isMilderInDevelopment: true,
    reviewItem: 17,
    languages: ['yaml', 'json'],
    references: cite(
      'External Secrets 2 ExternalSecret',
      'CIS 1.12 5.4.2',
      'CIS EKS 1.8.0 4.4.2',
      'OWASP 2022 K08',
      'OWASP 2025 K03',
      'CWE-262',
      'CWE-324',
      'NSA/CISA 1.2 Secrets',
    ),
    fixes: [{ title, applicability: 'review' }],
  },
  visit: (report) => ({
    setting(setting) {
      const spec = specOf(setting);
      if (spec === undefined || setting.value.state !== 'known' || isGenerated(spec)) return;
      const text = valueOf(setting.value) ?? '';
      if (setting.key === 'refreshPolicy') {
        if (text !== 'CreatedOnce') return;
        report({
          at: setting.valueRange,
          message: message(
            'CreatedOnce fetches the secret once and never again, whatever changes in the store',
          ),
          fixes: () => [policyFix(setting, spec)],
        });
        return;
      }
      // Only a periodic refresh looks at the interval.
      if (!/^(?:Periodic)?$/.test(textOf(spec, 'refreshPolicy') ?? '')) return;
      const hours = hoursOf(text);
      if (hours === undefined || (hours > 0 && hours <= 24)) return;
      report({
        at: setting.valueRange,
        severity: hours === 0 ? 'medium' : 'info',
        message:
          hours === 0
            ? message('Interval {interval} fetches the secret once and never again', { interval: text })
            : message(
                'With the interval {interval} a rotated secret reaches the cluster after more than a day',
                {
                  interval: text,
                },
              ),
        fixes: () => [review(title, [intervalEdit(setting)], note)],
      });
    },
  }),
});

/** The spec of an ExternalSecret, alone or in a ClusterExternalSecret, or a fragment that has its store. */
function specOf({ key, path, maps, subject, source }: SettingFact): YamlMap | undefined {
  if (source !== 'yaml' || (key !== 'refreshInterval' && key !== 'refreshPolicy')) return undefined;
  const spec = maps[maps.length - 1];
  if (subject.kind === 'manifest') {
    const parent = path[path.length - 2];
    const isOne =
      (subject.resource === 'ExternalSecret' && parent === 'spec') ||
      (subject.resource === 'ClusterExternalSecret' && parent === 'externalSecretSpec');
    return isOne ? spec : undefined;
  }
  return entryOf(spec, 'secretStoreRef') === undefined ? undefined : spec;
}

/** A generator makes another value at each refresh, so once is right for a password that must stay. */
function isGenerated(spec: YamlMap): boolean {
  const sources = listOf(get(spec, 'dataFrom'))?.items ?? [];
  return (
    sources.length > 0 &&
    sources.every(({ node }) => get(mapOf(get(mapOf(node), 'sourceRef')), 'generatorRef') !== undefined)
  );
}

function intervalEdit({ valueRange, entry }: SettingFact): FixEdit {
  const style = scalarOf(entry?.value)?.style;
  const quote = style === 'double' ? '"' : style === 'single' ? "'" : '';
  return replace(valueRange, quote + interval + quote);
}

/** `Periodic`, with an interval that it would stop at set to an hour, too. */
function policyFix(setting: SettingFact, spec: YamlMap): Fix {
  const edits = [replace(setting.valueRange, 'Periodic')];
  const old = entryOf(spec, 'refreshInterval');
  const scalar = scalarOf(old?.value);
  if (old !== undefined && scalar !== undefined && hoursOf(scalar.value) === 0) {
    edits.push(intervalEdit({ ...setting, valueRange: scalar.range, entry: old }));
  }
  return review(title, edits, note);
}
