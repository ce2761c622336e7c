import {
  asUpstream,
  cite,
  defineRule,
  findWord,
  hasWord,
  isUnnamed,
  message,
  removeGrant,
  replaceWith,
  review,
  type Fix,
  type Message,
  type RbacRuleFact,
  type RbacWord,
  type Region,
} from '#rule';

interface Path {
  readonly resources: readonly string[];
  /** With one of these verbs; with any where there are none. */
  readonly verbs: readonly string[];
  readonly message: Message;
}

const writing = ['create', 'update', 'patch', '*'];

const paths: readonly Path[] = [
  {
    resources: ['nodes/proxy'],
    verbs: [],
    message: message(
      'nodes/proxy reaches the kubelet: commands in every pod of the node, past audit and admission',
    ),
  },
  {
    resources: ['serviceaccounts/token'],
    verbs: ['create', '*'],
    message: message(
      'serviceaccounts/token makes tokens of any service account in reach, with all that it may do',
    ),
  },
  {
    resources: ['certificatesigningrequests/approval'],
    verbs: ['update', 'patch', '*'],
    message: message('Who approves certificates can have one for any user and any group'),
  },
  {
    resources: ['validatingwebhookconfigurations', 'mutatingwebhookconfigurations'],
    verbs: [...writing, 'delete'],
    message: message('Webhook configurations decide what is admitted, and see every object, secrets too'),
  },
  {
    resources: ['persistentvolumes'],
    verbs: ['create', '*'],
    message: message('A new persistent volume can be any folder of a node (hostPath)'),
  },
];

export default defineRule({
  meta: {
    id: 'rbac-control-path',
    title: 'Role holds a way to control the cluster',
    why: 'Each of these permissions can be turned into all others, though none of them looks like it.',
    severity: 'medium',
    confidence: 'certain',
    profile: 'recommended',
    isMilderInDevelopment: true,
    reviewItem: 13,
    languages: ['yaml', 'json', 'shell'],
    references: cite(
      'CIS 1.12 5.1.9',
      'CIS 1.12 5.1.10',
      'CIS 1.12 5.1.11',
      'CIS 1.12 5.1.12',
      'CIS 1.12 5.1.13',
      'OWASP 2022 K03',
      'OWASP 2025 K02',
      'CWE-269',
      'NSA/CISA 1.2 Authorization',
    ),
    fixes: [
      { title: 'Remove the permission', applicability: 'review' },
      { title: 'Read the metrics only', applicability: 'review' },
    ],
  },
  visit: (report) => ({
    rbacRule(rule, region) {
      if (!isUnnamed(rule)) return;
      for (const path of paths) {
        const words = rule.resources.words.filter(({ value }) => path.resources.includes(value));
        const [first] = words;
        const isUsed = path.verbs.length === 0 || findWord(rule.verbs, path.verbs) !== undefined;
        if (first === undefined || !isUsed) continue;
        report({
          ...asUpstream(rule.role),
          at: first.range,
          message: path.message,
          fixes: () => [...metricsOnly(rule, first, region), ...removeGrant(rule, words, region)],
        });
      }
    },
  }),
});

/** What scrapes the kubelet needs `nodes/metrics`, not the whole of its API. */
function metricsOnly(rule: RbacRuleFact, word: RbacWord, region: Region): readonly Fix[] {
  const isScraping = rule.verbs.words.every(({ value }) => /^(?:get|list|watch)$/.test(value));
  if (word.value !== 'nodes/proxy' || !isScraping || hasWord(rule.resources, 'nodes/metrics')) return [];
  const words = rule.resources.words.map((other) => (other === word ? 'nodes/metrics' : other.value));
  const edits = replaceWith(region, rule.resources, words);
  return edits === undefined
    ? []
    : [review('Read the metrics only', edits, 'The scraper then asks the kubelet itself, at port 10250')];
}
