import {
  cite,
  defineRule,
  message,
  replace,
  review,
  type AuditRuleFact,
  type Fix,
  type Problem,
  type Region,
} from '#rule';

export default defineRule({
  meta: {
    id: 'audit-policy-records-secrets',
    title: 'Audit log holds the secrets',
    why: 'Whoever reads the log, and every system that it is shipped to, has every password and token of the cluster.',
    severity: 'high',
    confidence: 'certain',
    profile: 'recommended',
    reviewItem: 19,
    languages: ['yaml', 'json'],
    references: cite(
      'CIS 1.12 3.2.2',
      'OWASP 2022 K05',
      'OWASP 2025 K10',
      'CWE-532',
      'NSA/CISA 1.2 Audit logging',
    ),
    fixes: [
      { title: 'Record metadata only', applicability: 'review' },
      { title: 'Record only metadata of secrets', applicability: 'review' },
    ],
  },
  visit: (report) => ({
    auditRule(rule, region) {
      const problem = secretsProblem(rule, region);
      if (problem !== undefined) report(problem);
    },
  }),
});

/** Responses hold what is read; requests only what is written. */
function secretsProblem(rule: AuditRuleFact, region: Region): Problem | undefined {
  const { level, secrets, isSettled, verbs } = rule;
  if (secrets === undefined || isSettled) return undefined;
  const writes = verbs.length === 0 || verbs.some((verb) => /^(?:create|update|patch|\*)$/.test(verb));
  if (level.value !== 'RequestResponse' && !(level.value === 'Request' && writes)) return undefined;
  return {
    at: secrets.isNamed && secrets.range !== undefined ? secrets.range : level.range,
    message: secrets.isNamed
      ? message('{level} writes whole secrets into the log', { level: level.value })
      : message('{level} of everything writes whole secrets into the log', { level: level.value }),
    fixes: () => fixes(rule, region),
  };
}

/** The level where the rule is about secrets alone; else a rule above it, as the first that fits decides. */
function fixes({ level, secrets, item, list }: AuditRuleFact, region: Region): readonly Fix[] {
  const note = 'Who read or wrote which secret stays in the log, its content does not';
  if (secrets?.isAlone === true)
    return [review('Record metadata only', [replace(level.range, 'Metadata')], note)];
  const { start } = item.range;
  if (list.isFlow) {
    const isJson = region.language === 'json';
    const rule = isJson
      ? '{"level": "Metadata", "resources": [{"group": "", "resources": ["secrets"]}]}, '
      : '{ level: Metadata, resources: [{ group: "", resources: ["secrets"] }] }, ';
    return [review('Record only metadata of secrets', [{ range: { start, end: start }, text: rule }], note)];
  }
  // What is said above the rule is about it, and stays with it.
  const { text } = region;
  let at = text.lastIndexOf('\n', start - 1) + 1;
  while (
    at > 0 &&
    text
      .slice(text.lastIndexOf('\n', at - 2) + 1, at)
      .trimStart()
      .startsWith('#')
  ) {
    at = text.lastIndexOf('\n', at - 2) + 1;
  }
  const pad = ' '.repeat(list.indent);
  const lines = ['- level: Metadata', '  resources:', '    - group: ""', '      resources: ["secrets"]'];
  const written = lines.map((line) => `${pad}${line}\n`).join('');
  return [
    review('Record only metadata of secrets', [{ range: { start: at, end: at }, text: written }], note),
  ];
}
