import {
  asUpstream,
  cite,
  defineRule,
  findWord,
  hasWord,
  isOfGroup,
  isReadOnly,
  joinEdits,
  message,
  ordinaryVerbs,
  replaceWith,
  review,
  type Fix,
  type Problem,
  type RbacRuleFact,
  type RbacWord,
  type Region,
} from '#rule';

const resourceStop = '‹resource›';
const groupStop = '‹API group›';
const urlStop = '‹path›';
const resourceVariable = '"${RESOURCE:?set the resource that the role is for}"';
const urlVariable = '"${URL_PATH:?set the path that the role is for}"';

export default defineRule({
  meta: {
    id: 'rbac-wildcard',
    title: 'Role grants everything with a wildcard',
    why: 'Whoever holds the role, or takes over a pod that does, gets permissions that nobody listed: secrets, new roles, and whatever is installed later.',
    severity: 'high',
    confidence: 'certain',
    profile: 'recommended',
    isMilderInDevelopment: true,
    reviewItem: 13,
    languages: ['yaml', 'json', 'shell'],
    references: cite(
      'CIS 1.12 5.1.3',
      'CIS EKS 1.8.0 4.1.3',
      'OWASP 2022 K03',
      'OWASP 2025 K02',
      'CWE-269',
      'CWE-732',
      'NSA/CISA 1.2 Authorization',
    ),
    fixes: [
      { title: 'List the verbs', applicability: 'review' },
      { title: 'Limit to reading', applicability: 'review' },
      { title: 'Name what the role needs', applicability: 'review' },
    ],
  },
  visit: (report) => ({
    rbacRule(rule, region) {
      const problem = wildcardProblem(rule, region);
      if (problem !== undefined) report(problem);
    },
  }),
});

/** One finding for a rule, at its widest word; the other wildcards are part of the story. */
function wildcardProblem(rule: RbacRuleFact, region: Region): Problem | undefined {
  const verb = findWord(rule.verbs, ['*']);
  const resource = findWord(rule.resources, ['*', '*.*']);
  const group = rule.command === undefined ? findWord(rule.apiGroups, ['*']) : undefined;
  const url = findWord(rule.nonResourceUrls, ['*', '/*']);
  const stars = [verb, resource, group, url].filter((word) => word !== undefined);
  const [first, ...others] = stars;
  if (first === undefined || isHarmlessReading(rule, verb, resource, url)) return undefined;
  return {
    ...asUpstream(rule.role),
    at: first.range,
    message: tell(verb, resource, group),
    related: others.map((word) => ({ at: word.range, message: message('This wildcard widens it further') })),
    fixes: () => wildcardFixes(rule, { verb, resource, group, url }, region),
  };
}

/** Reading is harmless where no secret is among what is read. */
function isHarmlessReading(
  rule: RbacRuleFact,
  verb: RbacWord | undefined,
  resource: RbacWord | undefined,
  url: RbacWord | undefined,
): boolean {
  if (verb !== undefined || !isReadOnly(rule)) return false;
  if (resource !== undefined) return !isOfGroup(rule, '');
  return url === undefined && !hasWord(rule.resources, 'secrets');
}

function tell(verb: RbacWord | undefined, resource: RbacWord | undefined, group: RbacWord | undefined) {
  if (verb !== undefined && resource !== undefined)
    return message(
      'Every verb on every resource: whoever holds this role can do anything, and bind others to it',
    );
  if (verb !== undefined)
    return message(
      'Every verb: mass deletion, escalate, bind and impersonate where they apply, and what later versions add',
    );
  if (resource !== undefined)
    return message('Every resource holds secrets, roles and whatever is installed later');
  return group !== undefined
    ? message('Every API group: the same name in another group, now or later, is granted too')
    : message('Every path of the API server is granted');
}

interface Stars {
  readonly verb: RbacWord | undefined;
  readonly resource: RbacWord | undefined;
  readonly group: RbacWord | undefined;
  readonly url: RbacWord | undefined;
}

function wildcardFixes(
  rule: RbacRuleFact,
  { verb, resource, group, url }: Stars,
  region: Region,
): readonly Fix[] {
  const isCommand = rule.command !== undefined;
  const note = 'Drop from the list what is not needed';
  if (verb !== undefined && resource === undefined && group === undefined && url === undefined) {
    const isUrl = rule.resources.words.length === 0 && rule.nonResourceUrls.words.length > 0;
    const listed = isUrl ? undefined : replaceWith(region, rule.verbs, ordinaryVerbs);
    const reading = replaceWith(region, rule.verbs, isUrl ? ['get'] : ['get', 'list', 'watch']);
    return [
      ...(listed === undefined ? [] : [review('List the verbs', listed, note)]),
      ...(reading === undefined
        ? []
        : [review('Limit to reading', reading, 'Nothing can be changed with the role then')]),
    ];
  }
  const edits = joinEdits(
    verb === undefined
      ? []
      : replaceWith(region, rule.verbs, url === undefined ? ['get', 'list', 'watch'] : ['get']),
    resource === undefined
      ? []
      : replaceWith(
          region,
          rule.resources,
          [isCommand ? resourceVariable : resourceStop],
          isCommand ? resourceVariable : resourceStop,
        ),
    group === undefined ? [] : replaceWith(region, rule.apiGroups, [groupStop], groupStop),
    url === undefined
      ? []
      : replaceWith(
          region,
          rule.nonResourceUrls,
          [isCommand ? urlVariable : urlStop],
          isCommand ? urlVariable : urlStop,
        ),
  );
  return edits === undefined
    ? []
    : [review('Name what the role needs', edits, 'Until the names are filled in, the role grants nothing')];
}
