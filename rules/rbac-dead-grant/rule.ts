import {
  asUpstream,
  cite,
  defineRule,
  findWord,
  insertRules,
  joinEdits,
  message,
  removeChild,
  removeWords,
  review,
  textOfEntry,
  writeField,
  type Fix,
  type Problem,
  type RbacRuleFact,
  type RbacWord,
  type Region,
} from '#rule';

export default defineRule({
  meta: {
    id: 'rbac-dead-grant',
    title: 'Role names a permission that is never granted',
    why: 'The job that relies on it fails, and the usual repair is a role that grants far too much.',
    severity: 'medium',
    confidence: 'certain',
    profile: 'recommended',
    reviewItem: 13,
    languages: ['yaml', 'json', 'shell'],
    references: cite(
      'CIS 1.12 5.1.2',
      'OWASP 2022 K03',
      'OWASP 2025 K02',
      'CWE-732',
      'NSA/CISA 1.2 Authorization',
    ),
    fixes: [
      { title: 'Move create to a rule without names', applicability: 'review' },
      { title: 'Remove what is never granted', applicability: 'review' },
    ],
  },
  visit: (report) => ({
    rbacRule(rule, region) {
      const problem = patternProblem(rule) ?? verbProblem(rule, region) ?? listProblem(rule, region);
      if (problem !== undefined) report(problem);
    },
  }),
});

/** `resourceNames` are compared as they are: `*` and prefixes match nothing. */
function patternProblem(rule: RbacRuleFact): Problem | undefined {
  const pattern = rule.names.words.find(({ value }) => value.includes('*'));
  if (pattern === undefined) return undefined;
  return {
    ...asUpstream(rule.role),
    at: pattern.range,
    message: message('resourceNames takes whole names: nothing is called {name}, so nothing is granted', {
      name: pattern.value,
    }),
  };
}

/** The API server does not know the name of what is created, nor of all that is deleted at once. */
function verbProblem(rule: RbacRuleFact, region: Region): Problem | undefined {
  if (rule.names.words.length === 0) return undefined;
  const create = createsUnnamed(rule) ? findWord(rule.verbs, ['create']) : undefined;
  const verb = create ?? findWord(rule.verbs, ['deletecollection']);
  if (verb === undefined) return undefined;
  return {
    ...asUpstream(rule.role),
    at: verb.range,
    message: message('{verb} beside resourceNames is never granted: the request has no name to compare', {
      verb: verb.value,
    }),
    fixes: () => (create === undefined ? removal(rule, verb, region) : moved(rule, create, region)),
  };
}

/** A subresource (`pods/exec`, `serviceaccounts/token`) is created of an object that has a name. */
function createsUnnamed({ resources }: RbacRuleFact): boolean {
  return resources.words.some(({ value }) => !value.includes('/'));
}

/** Only `--field-selector metadata.name=…` makes a list or watch name its object. */
function listProblem(rule: RbacRuleFact, region: Region): Problem | undefined {
  if (rule.names.words.length === 0 || rule.role.isUpstream) return undefined;
  const verb = findWord(rule.verbs, ['list', 'watch']);
  if (verb === undefined) return undefined;
  return {
    at: verb.range,
    severity: 'info',
    confidence: 'possible',
    message: message('{verb} beside resourceNames works only for clients that select by metadata.name', {
      verb: verb.value,
    }),
    fixes: () => {
      const words = rule.verbs.words.filter(({ value }) => value === 'list' || value === 'watch');
      const edits = removeWords(region, rule.verbs, words);
      return edits === undefined
        ? []
        : [review('Remove what is never granted', edits, 'Keep it for clients with a field selector')];
    },
  };
}

/** Strictly this grants more than before: what the author meant, and no more. */
function moved(rule: RbacRuleFact, create: RbacWord, region: Region): readonly Fix[] {
  const dead = rule.verbs.words.filter(({ value }) => value === 'create' || value === 'deletecollection');
  const [groups, resources] = [textOfEntry(region, rule.apiGroups), textOfEntry(region, rule.resources)];
  const removed = removal(rule, create, region);
  if (rule.command !== undefined || groups === undefined || resources === undefined || resources === '')
    return removed;
  const head = groups === '' ? [resources] : [groups, resources];
  const edits = joinEdits(
    removeWords(region, rule.verbs, dead),
    insertRules(region, rule, [[...head, writeField(region, rule.verbs, 'verbs', ['create'])]]),
  );
  return [
    ...(edits === undefined
      ? []
      : [
          review(
            'Move create to a rule without names',
            edits,
            'It then works, for any name: where the object exists already, remove create instead',
          ),
        ]),
    ...removed,
  ];
}

function removal(rule: RbacRuleFact, verb: RbacWord, region: Region): readonly Fix[] {
  const dead = rule.verbs.words.filter(
    (word) => word === verb || word.value === 'create' || word.value === 'deletecollection',
  );
  const whole =
    rule.list !== undefined && rule.item !== undefined ? { list: rule.list, item: rule.item } : undefined;
  const edits =
    removeWords(region, rule.verbs, dead) ??
    (whole !== undefined && dead.length === rule.verbs.words.length
      ? removeChild(region, whole.list, whole.item)
      : undefined);
  return edits === undefined
    ? []
    : [review('Remove what is never granted', edits, 'Nothing that works today stops working')];
}
