import {
  cite,
  defineRule,
  message,
  nameInstead,
  removeChild,
  review,
  type Fix,
  type Message,
  type Problem,
  type RbacBindingFact,
  type RbacSubject,
  type Region,
} from '#rule';

const groupStop = '‹group›';
const groupVariable = '"${GROUP:?set the group that needs the role}"';

/** Roles that Kubernetes itself binds to everyone: discovery, health, reviews of one's own permissions. */
const ownRoles = new Set([
  'system:basic-user',
  'system:discovery',
  'system:public-info-viewer',
  'system:service-account-issuer-discovery',
]);

const anonymous = message('Anonymous requests get this role: no account is needed to use it');
const told: { readonly [subject: string]: Message } = {
  'Group system:unauthenticated': anonymous,
  'User system:anonymous': anonymous,
  'Group system:authenticated': message(
    'Every account of the cluster gets this role, each service account of each pod too',
  ),
  'Group system:serviceaccounts': message('Every service account of every namespace gets this role'),
};

export default defineRule({
  meta: {
    id: 'rbac-everyone-subject',
    title: 'Role is bound to everybody',
    why: 'Whoever reaches the API server, or takes over any pod, has what the role grants.',
    severity: 'medium',
    confidence: 'certain',
    profile: 'recommended',
    isMilderInDevelopment: true,
    reviewItem: 13,
    languages: ['yaml', 'json', 'shell'],
    references: cite('OWASP 2022 K03', 'OWASP 2025 K02', 'CWE-732', 'NSA/CISA 1.2 Authorization'),
    fixes: [
      { title: 'Name the group that needs it', applicability: 'review' },
      { title: 'Remove the subject', applicability: 'review' },
    ],
  },
  visit: (report) => ({
    rbacBinding(binding, region) {
      for (const subject of binding.subjects) {
        const problem = everyoneProblem(binding, subject, region);
        if (problem !== undefined) report(problem);
      }
    },
  }),
});

function everyoneProblem(
  binding: RbacBindingFact,
  subject: RbacSubject,
  region: Region,
): Problem | undefined {
  const text = told[`${subject.type} ${subject.name}`];
  if (text === undefined || ownRoles.has(binding.role?.value ?? '')) return undefined;
  return { at: subject.range, message: text, fixes: () => fixes(binding, subject, region) };
}

function fixes(binding: RbacBindingFact, subject: RbacSubject, region: Region): readonly Fix[] {
  const { list, item, type } = subject;
  const isLast = binding.subjects.length < 2;
  const removed =
    list === undefined || item === undefined || isLast ? undefined : removeChild(region, list, item);
  return [
    ...(type === 'Group'
      ? [
          nameInstead(
            binding,
            subject.range,
            'Name the group that needs it',
            groupStop,
            groupVariable,
            'Everybody else loses what the role grants',
          ),
        ]
      : []),
    ...(removed === undefined
      ? []
      : [review('Remove the subject', removed, 'Everybody else keeps the role')]),
  ];
}
