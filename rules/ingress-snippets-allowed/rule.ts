import { cite, defineRule, message, replace, review, valueOf } from '#rule';

export default defineRule({
  meta: {
    id: 'ingress-snippets-allowed',
    title: 'Controller takes snippets from every Ingress',
    why: 'Everybody who may create an Ingress in any namespace can run code in the controller and read the Secrets of the cluster (CVE-2021-25742).',
    severity: 'high',
    confidence: 'certain',
    profile: 'recommended',
    isMilderInDevelopment: true,
    reviewItem: 10,
    languages: ['yaml', 'json', 'shell'],
    references: cite('Kubescape NSA C-0059', 'OWASP 2025 K07', 'CWE-94'),
    fixes: [{ title: 'Refuse snippets', applicability: 'review' }],
  },
  visit: (report) => ({
    setting({ key, value, valueRange }, region) {
      if (!/^(?:allowSnippetAnnotations|allow-snippet-annotations)$/.test(key)) return;
      if (!/^true$/i.test(valueOf(value) ?? '')) return;
      const written = region.text.slice(valueRange.start, valueRange.end);
      report({
        at: valueRange,
        message: message('{key} lets every Ingress put text into the configuration of NGINX', { key }),
        fixes: () => [
          review(
            'Refuse snippets',
            [replace(valueRange, written.replace(/true/i, 'false'))],
            'Ingresses with snippets are refused from then on',
          ),
        ],
      });
    },
  }),
});
