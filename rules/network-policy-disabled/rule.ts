import { cite, asBoolean, defineRule, message, replace, review, valueOf } from '#rule';

export default defineRule({
  meta: {
    id: 'network-policy-disabled',
    title: "Chart's network policy is switched off",
    why: 'Without a policy that selects them, the pods of the chart accept and open connections to everything.',
    severity: 'medium',
    confidence: 'likely',
    profile: 'recommended',
    isMilderInDevelopment: true,
    reviewItem: 4,
    languages: ['yaml', 'json', 'shell'],
    references: cite(
      'CIS 1.12 5.3.2',
      'OWASP 2022 K07',
      'CWE-284',
      'NSA/CISA Kubernetes Hardening Guide 1.2 Network separation and hardening',
    ),
    fixes: [{ title: 'Switch the policy on', applicability: 'review' }],
  },
  visit: (report) => ({
    setting({ key, path, source, value, valueRange, entry }, { context }) {
      if (key !== 'enabled' || path[path.length - 2] !== 'networkPolicy') return;
      if (source !== 'yaml' && source !== 'set') return;
      const isOff = entry === undefined ? valueOf(value) === 'false' : asBoolean(entry.value) === false;
      if (!isOff) return;
      report({
        at: valueRange,
        ...(isDefaultOfChart(context.fileName) ? { severity: 'low' } : {}),
        message: message('The network policy of this chart is off, so its pods are open to every other one'),
        fixes: () => [
          review(
            'Switch the policy on',
            [replace(valueRange, 'true')],
            'Look at what the policy of the chart lets through before: other connections stop',
          ),
        ],
      });
    },
  }),
});

/** What a chart brings along is a default for clusters of all kinds, and many charts ship that way. */
function isDefaultOfChart(fileName: string): boolean {
  return /(?:^|[\\/])values\.ya?ml$/.test(fileName);
}
