import { cite, defineRule, message, replace, review } from '#rule';

export default defineRule({
  meta: {
    id: 'image-policy-webhook-open',
    title: 'Images are admitted when nobody can judge them',
    why: 'Whoever keeps the image policy service from answering gets every image admitted.',
    severity: 'medium',
    confidence: 'certain',
    profile: 'recommended',
    isMilderInDevelopment: true,
    reviewItem: 18,
    languages: ['yaml', 'json'],
    references: cite('CIS 1.12 5.5.1', 'OWASP 2022 K04', 'OWASP 2025 K04', 'CWE-1357'),
    fixes: [{ title: 'Fail closed', applicability: 'review' }],
  },
  visit: (report) => ({
    admission({ what, value, range }) {
      if (what !== 'imagePolicy' || value !== 'true') return;
      report({
        at: range,
        message: message('defaultAllow admits every image while the webhook cannot be reached'),
        fixes: () => [
          review(
            'Fail closed',
            [replace(range, 'false')],
            'No pod starts while the webhook cannot be reached',
          ),
        ],
      });
    },
  }),
});
