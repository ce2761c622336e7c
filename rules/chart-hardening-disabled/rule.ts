import { asBoolean, cite, defineRule, message, replace, review, valueOf } from '#rule';

export default defineRule({
  meta: {
    id: 'chart-hardening-disabled',
    title: "Chart's security context is switched off",
    why: "The pods run as the user of their image with all default rights, instead of what the chart's authors tested.",
    severity: 'medium',
    confidence: 'certain',
    profile: 'recommended',
    isMilderInDevelopment: true,
    reviewItem: 'CIS',
    languages: ['yaml', 'json', 'shell'],
    references: cite(
      'CIS 1.12 5.6.3',
      'PSS restricted non-root',
      'OWASP 2022 K01',
      'OWASP 2025 K01',
      'CWE-250',
      'NSA/CISA 1.2 Pod security',
    ),
    fixes: [{ title: 'Switch the security context on', applicability: 'review' }],
  },
  visit: (report) => ({
    setting({ path, key, source, value, valueRange, entry }) {
      const owner = path[path.length - 2] ?? '';
      if (key !== 'enabled' || !/securityContext$/i.test(owner) || path.includes('volumePermissions')) return;
      if (source !== 'yaml' && source !== 'set') return;
      const isOff = entry === undefined ? valueOf(value) === 'false' : asBoolean(entry.value) === false;
      if (!isOff) return;
      report({
        at: valueRange,
        message: message('{name} is off, so its containers run as root wherever their image does', {
          name: owner,
        }),
        fixes: () => [
          review(
            'Switch the security context on',
            [replace(valueRange, 'true')],
            'Volumes that root has written to may need their owner changed once',
          ),
        ],
      });
    },
  }),
});
