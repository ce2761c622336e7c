import {
  cite,
  defineRule,
  message,
  replaceValue,
  review,
  setEntry,
  type AdmissionFact,
  type Fix,
  type Problem,
  type Region,
} from '#rule';

export default defineRule({
  meta: {
    id: 'admission-policy-not-enforced',
    title: 'Admission policy only reports',
    why: 'What the policy forbids is admitted all the same; a report says so afterwards, to whoever reads it.',
    severity: 'medium',
    confidence: 'certain',
    profile: 'recommended',
    isMilderInDevelopment: true,
    reviewItem: 18,
    languages: ['yaml', 'json'],
    references: cite('CIS 1.12 5.2.1', 'OWASP 2022 K04', 'OWASP 2025 K04', 'CWE-1357'),
    fixes: [{ title: 'Enforce the policy', applicability: 'review' }],
  },
  visit: (report) => ({
    admission(setting, region) {
      const problem = auditProblem(setting, region);
      if (problem !== undefined) report(problem);
    },
  }),
});

function auditProblem(setting: AdmissionFact, region: Region): Problem | undefined {
  const { what, value, range } = setting;
  const fixes = (text: string) => (): readonly Fix[] => enforce(setting, text, region);
  if (what === 'kyvernoAction' && value === '') {
    return {
      at: range,
      severity: 'info',
      message: message('Without failureAction, Kyverno admits what the rule forbids, and reports it'),
      fixes: fixes('Enforce'),
    };
  }
  if (what === 'kyvernoAction' && value.toLowerCase() === 'audit') {
    return {
      at: range,
      message: message('{value} admits what the policy forbids, and reports it', { value }),
      fixes: fixes(value === 'audit' ? 'enforce' : 'Enforce'),
    };
  }
  if (what === 'bindingActions' && value !== '' && !value.split(',').includes('Deny')) {
    return {
      at: range,
      message: message('Without Deny, what the policy forbids is admitted'),
      fixes: fixes(value.split(',').includes('Audit') ? '[Deny, Audit]' : '[Deny]'),
    };
  }
  // A constraint starts this way on purpose, so that its violations can be looked at first.
  if (what === 'constraintAction' && /^(?:dryrun|warn)$/.test(value)) {
    return {
      at: range,
      severity: 'info',
      message: message('{value} admits what the constraint forbids: right for a start, not for production', {
        value,
      }),
      fixes: fixes('deny'),
    };
  }
  return undefined;
}

function enforce({ map, entry, what }: AdmissionFact, text: string, region: Region): readonly Fix[] {
  if (map === undefined) return [];
  const isJson = region.language === 'json';
  const rendered = isJson ? text.replace(/\w+/g, (word) => JSON.stringify(word)) : text;
  const edits =
    entry === undefined
      ? setEntry(region, map, 'failureAction', rendered)
      : map.entries.includes(entry)
        ? replaceValue(region, map, entry, rendered)
        : undefined;
  const note =
    what === 'constraintAction'
      ? 'Look at the violations that it lists already, and leave out the namespaces of the system'
      : 'Look at the reports first: what they name is denied from then on';
  return edits === undefined ? [] : [review('Enforce the policy', edits, note)];
}
