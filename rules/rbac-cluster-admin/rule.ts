import {
  asBoolean,
  asUpstream,
  cite,
  defineRule,
  message,
  nameInstead,
  removeFlags,
  replace,
  review,
  valueOf,
  withStops,
  type CommandFact,
  type Fix,
  type Problem,
  type RbacBindingFact,
  type Region,
  type SettingFact,
} from '#rule';

const roleStop = '‹role›';
const roleVariable = '"${CLUSTER_ROLE:?set the role that is needed}"';
const groupVariable = '"${GROUP:?set a group that is bound to the roles it needs}"';
const groupStop = '‹group›';
const unchangeable = message(
  'The role of a binding cannot be changed: delete the binding first where it exists',
);

export default defineRule({
  meta: {
    id: 'rbac-cluster-admin',
    title: 'Somebody becomes administrator of the cluster',
    why: 'Whoever takes over the account or a pod that uses it owns the cluster: every secret, every node, every other account.',
    severity: 'high',
    confidence: 'certain',
    profile: 'recommended',
    isMilderInDevelopment: true,
    reviewItem: 13,
    languages: ['yaml', 'json', 'shell'],
    references: cite(
      'CIS 1.12 5.1.1',
      'CIS 1.12 5.1.7',
      'CIS EKS 1.8.0 4.1.1',
      'OWASP 2022 K03',
      'OWASP 2025 K02',
      'Kubescape NSA C-0035',
      'CWE-269',
    ),
    fixes: [
      { title: 'Name the role that is needed', applicability: 'review' },
      { title: 'Bind to edit', applicability: 'review' },
      { title: 'Bind to view', applicability: 'review' },
      { title: 'Name another group', applicability: 'review' },
      { title: 'Switch it off', applicability: 'review' },
    ],
  },
  visit: (report) => {
    const tell = (problem: Problem | undefined): void => {
      if (problem !== undefined) report(problem);
    };
    return {
      rbacBinding(binding) {
        tell(bindingProblem(binding) ?? mastersProblem(binding));
      },
      setting(setting, region) {
        tell(chartProblem(setting, region) ?? mappingProblem(setting) ?? awsAuthProblem(setting, region));
      },
      command(command) {
        tell(identityProblem(command));
      },
    };
  },
});

/** A binding to `cluster-admin`; Kubernetes' own binds `system:masters`. */
function bindingProblem(binding: RbacBindingFact): Problem | undefined {
  const { role } = binding;
  if (role?.value !== 'cluster-admin' || binding.roleKind === 'Role') return undefined;
  return {
    ...asUpstream(binding),
    at: role.range,
    message:
      binding.resource === 'RoleBinding'
        ? message('cluster-admin in a namespace: every secret, every pod and every role binding in it')
        : message('cluster-admin: everything in every namespace, for whoever holds this account'),
    fixes: () => [
      nameInstead(binding, role.range, 'Name the role that is needed', roleStop, roleVariable, unchangeable),
      ...(binding.resource === 'RoleBinding'
        ? [
            review(
              'Bind to edit',
              [replace(role.range, 'edit')],
              message('Roles and bindings stay closed. {unchangeable}', { unchangeable }),
            ),
          ]
        : []),
      review(
        'Bind to view',
        [replace(role.range, 'view')],
        message('Whatever it changes stops. {unchangeable}', { unchangeable }),
      ),
    ],
  };
}

/** The group that no role binding limits; binding it to something is a sign that it is used. */
function mastersProblem(binding: RbacBindingFact): Problem | undefined {
  const masters = binding.subjects.find(({ type, name }) => type === 'Group' && name === 'system:masters');
  if (masters === undefined || binding.name === 'cluster-admin') return undefined;
  return {
    ...asUpstream(binding),
    at: masters.range,
    message: message(
      'Members of system:masters pass every check of permissions, and no binding can take that away',
    ),
    fixes: () => [nameInstead(binding, masters.range, 'Name another group', groupStop, groupVariable)],
  };
}

/** `groups: [system:masters]` where a user or role is mapped: in an eksctl ClusterConfig, in values. */
function mappingProblem({ path, value, valueRange, source, key }: SettingFact): Problem | undefined {
  const isGroup = key === 'groups' || path[path.length - 2] === 'groups';
  if (source !== 'yaml' || !isGroup || valueOf(value) !== 'system:masters') return undefined;
  return {
    at: valueRange,
    message: message(
      'Members of system:masters pass every check of permissions, and no binding can take that away',
    ),
    fixes: () => [
      review('Name another group', [withStops(replace(valueRange, JSON.stringify(groupStop)), groupStop)]),
    ],
  };
}

/** The same inside of the aws-auth ConfigMap, whose `mapRoles` and `mapUsers` are texts. */
function awsAuthProblem({ key, source, valueRange }: SettingFact, region: Region): Problem | undefined {
  if (source !== 'configMapData' || (key !== 'mapRoles' && key !== 'mapUsers')) return undefined;
  const found = region.text.slice(valueRange.start, valueRange.end).indexOf('system:masters');
  if (found < 0) return undefined;
  const start = valueRange.start + found;
  const at = { start, end: start + 'system:masters'.length };
  return {
    at,
    message: message(
      'Members of system:masters pass every check of permissions, and no binding can take that away',
    ),
    fixes: () => [
      review('Name another group', [withStops(replace(at, JSON.stringify(groupStop)), groupStop)]),
    ],
  };
}

/** `eksctl create iamidentitymapping --group system:masters`. */
function identityProblem(command: CommandFact): Problem | undefined {
  const [verb, what] = command.operands.map((word) => word.value);
  if (command.program !== 'eksctl' || verb !== 'create' || what !== 'iamidentitymapping') return undefined;
  const value = command.flags.find(
    (flag) => flag.name === '--group' && flag.value?.value === 'system:masters',
  )?.value;
  if (value === undefined) return undefined;
  return {
    at: value.range,
    message: message(
      'Members of system:masters pass every check of permissions, and no binding can take that away',
    ),
    fixes: () => [
      review('Name another group', [withStops(replace(value.range, groupVariable), groupVariable)]),
    ],
  };
}

/** `rbac.clusterAdmin: true` and the like of charts, in values and on the command line. */
function chartProblem(setting: SettingFact, region: Region): Problem | undefined {
  const { key, path, source, value } = setting;
  if (!/^(?:clusterAdmin(?:Role|Access|Enabled)?|useClusterAdmin|createClusterAdmin)$/.test(key))
    return undefined;
  if ((source !== 'yaml' && source !== 'set') || path.length < 2) return undefined;
  const isOn =
    setting.entry === undefined ? valueOf(value) === 'true' : asBoolean(setting.entry.value) === true;
  if (!isOn) return undefined;
  return {
    at: setting.valueRange,
    message: message('{key} makes the chart bind its service account to cluster-admin', { key }),
    fixes: () => switchOff(setting, region),
  };
}

function switchOff(setting: SettingFact, region: Region): readonly Fix[] {
  const note = 'Give the chart the permissions that it really needs instead';
  const flag = setting.command?.flags.find(({ value }) => value?.value === `${setting.path.join('.')}=true`);
  const removed =
    setting.command === undefined || flag === undefined
      ? []
      : removeFlags(setting.command, [flag], region.text);
  return [
    review('Switch it off', removed.length > 0 ? removed : [replace(setting.valueRange, 'false')], note),
  ];
}
