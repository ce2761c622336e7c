import {
  asUpstream,
  cite,
  defineRule,
  findWord,
  hasWord,
  insert,
  insertEntry,
  insertRules,
  isOfGroup,
  isUnnamed,
  joinEdits,
  message,
  reachOf,
  removeWords,
  replaceWith,
  review,
  textOfEntry,
  withStops,
  writeField,
  type Fix,
  type FixContext,
  type FixEdit,
  type Message,
  type Problem,
  type RbacRuleFact,
  type RbacWord,
  type Region,
} from '#rule';

const nameStop = '‹secret name›';
const nameVariable = '"${SECRET_NAME:?set the name of the secret}"';
const nameable = ['get', 'patch', 'update', 'delete'];

export default defineRule({
  meta: {
    id: 'rbac-secrets-access',
    title: 'Role reaches every secret',
    why: 'Who reads secrets has every password and token in reach; who writes them can replace the credentials that images are pulled with.',
    severity: 'medium',
    confidence: 'certain',
    profile: 'recommended',
    isMilderInDevelopment: true,
    reviewItem: 13,
    languages: ['yaml', 'json', 'shell'],
    references: cite(
      'CIS 1.12 5.1.2',
      'CIS EKS 1.8.0 4.1.2',
      'OWASP 2022 K03',
      'OWASP 2025 K02',
      'CWE-732',
      'NSA/CISA 1.2 Authorization',
    ),
    fixes: [
      { title: 'Limit to the secret that this document names', applicability: 'review' },
      { title: 'Limit to named secrets', applicability: 'review' },
    ],
  },
  visit: (report) => ({
    rbacRule(rule, region) {
      const problem = secretsProblem(rule, region);
      if (problem !== undefined) report(problem);
    },
  }),
});

/** `create` alone cannot be limited by name and reads nothing; `*` is another rule's. */
function secretsProblem(rule: RbacRuleFact, region: Region): Problem | undefined {
  const secrets = findWord(rule.resources, ['secrets', 'secret']);
  if (secrets === undefined || !isUnnamed(rule) || !isOfGroup(rule, '')) return undefined;
  const verb = findWord(rule.verbs, [
    'list',
    'watch',
    'get',
    'patch',
    'update',
    'delete',
    'deletecollection',
  ]);
  if (verb === undefined || hasWord(rule.verbs, '*')) return undefined;
  const reads = findWord(rule.verbs, ['get', 'list', 'watch']) !== undefined;
  const writes = findWord(rule.verbs, ['patch', 'update', 'delete', 'deletecollection']) !== undefined;
  const reach = reachOf(rule);
  return {
    ...asUpstream(rule.role),
    at: secrets.range,
    message: reads
      ? writes
        ? message('No resourceNames: every secret{reach} can be read and replaced', { reach })
        : message('No resourceNames: every secret{reach} can be read', { reach })
      : message('No resourceNames: every secret{reach} can be replaced or deleted', { reach }),
    fixes: (context) => fixes(rule, secrets, region, context),
  };
}

function fixes(rule: RbacRuleFact, secrets: RbacWord, region: Region, context: FixContext): readonly Fix[] {
  if (!rule.verbs.isWhole || !rule.resources.isWhole) return [];
  const note = noteOf(rule);
  const limit = (name: string): readonly FixEdit[] | undefined =>
    rule.command === undefined ? limitRule(rule, secrets, name, region) : limitCommand(rule, name, region);
  const found = rule.command === undefined ? secretNameIn(context) : undefined;
  const named = found === undefined ? undefined : limit(found);
  const stop = rule.command === undefined ? nameStop : nameVariable;
  const open = limit(stop);
  return [
    ...(named === undefined ? [] : [review('Limit to the secret that this document names', named, note)]),
    ...(open === undefined
      ? []
      : [
          review(
            'Limit to named secrets',
            open.map((edit) => withStops(edit, stop)),
            note,
          ),
        ]),
  ];
}

function noteOf({ verbs }: RbacRuleFact): Message {
  if (hasWord(verbs, 'list') || hasWord(verbs, 'watch'))
    return message('Clients that list or watch secrets must get the named one instead, so list and watch go');
  return hasWord(verbs, 'create')
    ? message(
        'create cannot be limited by name and stands in a rule of its own: drop it where the secret exists already',
      )
    : message('Other secrets are out of reach then: name each one that is needed');
}

/** The verbs that work with a name; reading one takes the place of reading all. */
function namedVerbs({ verbs }: RbacRuleFact): readonly string[] {
  const kept = verbs.words.map(({ value }) => value).filter((value) => nameable.includes(value));
  const reads = hasWord(verbs, 'list') || hasWord(verbs, 'watch');
  return reads && !kept.includes('get') ? ['get', ...kept] : kept;
}

/** The rule with a name, and what cannot have one in a rule of its own. */
function limitRule(
  rule: RbacRuleFact,
  secrets: RbacWord,
  name: string,
  region: Region,
): readonly FixEdit[] | undefined {
  const { map, resources, verbs } = rule;
  const kept = namedVerbs(rule);
  if (map === undefined || kept.length === 0) return undefined;
  const names = writeField(region, resources, 'resourceNames', [name]);
  const own = (field: string, words: readonly string[]): string =>
    writeField(region, field === 'verbs' ? verbs : resources, field, words);
  const groups = textOfEntry(region, rule.apiGroups);
  if (groups === undefined) return undefined;
  const head = groups === '' ? [] : [groups];
  const creation = hasWord(verbs, 'create')
    ? [[...head, own('resources', ['secrets']), own('verbs', ['create'])]]
    : [];
  if (resources.words.length === 1) {
    const isSame = kept.length === verbs.words.length;
    return joinEdits(
      insertEntry(region, map, resources, names),
      isSame ? [] : replaceWith(region, verbs, kept),
      creation.length === 0 ? [] : insertRules(region, rule, creation),
    );
  }
  const limited = [...head, own('resources', ['secrets']), names, own('verbs', kept)];
  return joinEdits(
    removeWords(region, resources, [secrets]),
    insertRules(region, rule, [limited, ...creation]),
  );
}

/** `--resource-name` goes with every verb of the command, so nothing is offered where one cannot have it. */
function limitCommand(rule: RbacRuleFact, name: string, region: Region): readonly FixEdit[] | undefined {
  const [flag] = rule.resources.flags;
  const kept = namedVerbs(rule);
  const isWhole = kept.length === rule.verbs.words.length;
  if (flag === undefined || rule.resources.words.length !== 1 || hasWord(rule.verbs, 'create'))
    return undefined;
  if (kept.length === 0) return undefined;
  return joinEdits(
    [insert(flag.range.end, ` --resource-name=${name}`)],
    isWhole ? [] : replaceWith(region, rule.verbs, kept),
  );
}

/** The one secret that the commands of the document make or replace; undefined where there are several. */
function secretNameIn({ document }: FixContext): string | undefined {
  const names = new Set<string>();
  for (const { fact } of document.all('command')) {
    const words = fact.operands;
    if (fact.program !== 'kubectl' || !/^secrets?$/.test(words[1]?.value ?? '')) continue;
    const verb = words[0]?.value;
    const isTyped = verb === 'create' && /^(?:generic|docker-registry|tls)$/.test(words[2]?.value ?? '');
    const name = isTyped ? words[3] : words[2];
    if (!/^(?:create|delete|patch|get|annotate|label)$/.test(verb ?? '') || name === undefined) continue;
    names.add(name.isStatic && /^[a-z0-9][a-z0-9.-]*$/.test(name.value) ? name.value : '');
  }
  const [first, second] = names;
  return second === undefined && first !== '' ? first : undefined;
}
