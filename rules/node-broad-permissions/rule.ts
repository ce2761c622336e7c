import {
  cite,
  asBoolean,
  defineRule,
  entryOf,
  findFlag,
  isEksctlCreate,
  isNodeRole,
  isNodeRoleOfTemplate,
  listOf,
  managedPolicyOf,
  mapOf,
  message,
  policyReach,
  removeChild,
  removeOptions,
  replace,
  review,
  scalarOf,
  stringOf,
  switchState,
  type CommandFact,
  type Flag,
  type IamStatementFact,
  type Message,
  type NodeGroupFact,
  type Problem,
  type Region,
  type SettingFact,
} from '#rule';

/** Flags of `eksctl create` and keys of `iam.withAddonPolicies`, with what they let every pod of a node do. */
const shortcuts: { readonly [name: string]: Message | undefined } = {
  '--asg-access': message('scale and end the nodes of every auto scaling group'),
  '--external-dns-access': message('change every DNS zone of the account'),
  '--alb-ingress-access': message('change the load balancers of the account'),
  '--appmesh-access': message('change every service mesh of the account'),
  '--appmesh-preview-access': message('change every service mesh of the account'),
  autoScaler: message('scale and end the nodes of every auto scaling group'),
  externalDNS: message('change every DNS zone of the account'),
  certManager: message('change every DNS zone of the account'),
  albIngress: message('change the load balancers of the account'),
  awsLoadBalancerController: message('change the load balancers of the account'),
  appMesh: message('change every service mesh of the account'),
  appMeshPreview: message('change every service mesh of the account'),
  ebs: message('create, attach and delete volumes of the account'),
  efs: message('change the file systems of the account'),
  fsx: message('change the file systems of the account'),
  xRay: message('write traces to the account'),
  cloudWatch: message('write logs and metrics to the account'),
};

const note =
  'Give the right to the service account of the add-on that needs it (iam.serviceAccounts or Pod Identity)';

export default defineRule({
  meta: {
    id: 'node-broad-permissions',
    title: 'Node role holds rights that one add-on needs',
    why: 'Every pod that reaches the credentials of its node can use them, whatever its own service account may do.',
    severity: 'high',
    confidence: 'certain',
    profile: 'recommended',
    reviewItem: 7,
    languages: ['shell', 'yaml', 'json', 'markdown'],
    references: cite(
      'CIS EKS 1.8.0 5.2.1',
      'OWASP 2025 K08',
      'CWE-250',
      'CWE-266',
      'NSA/CISA 1.2 Cloud infrastructure',
    ),
    fixes: [
      { title: 'Remove the flag', applicability: 'review' },
      { title: 'Switch it off', applicability: 'review' },
      { title: 'Remove the policy', applicability: 'review' },
    ],
  },
  visit: (report) => ({
    command(command, region) {
      if (isEksctlCreate(command)) {
        for (const flag of command.flags) {
          const problem = shortcutFlag(command, flag, region);
          if (problem !== undefined) report(problem);
        }
      }
      const attached = attachProblem(command);
      if (attached !== undefined) report(attached);
    },
    nodeGroup(group, region) {
      for (const problem of [...shortcutKeys(group), ...attachedProblems(group, region)]) report(problem);
    },
    setting(setting, region) {
      const problem = templateProblem(setting, region);
      if (problem !== undefined) report(problem);
    },
    iamStatement(statement) {
      for (const problem of statementProblems(statement)) report(problem);
    },
  }),
});

function shortcutFlag(command: CommandFact, flag: Flag, region: Region): Problem | undefined {
  const right = flag.name.startsWith('--') ? shortcuts[flag.name] : undefined;
  if (right === undefined || switchState(flag) !== 'on') return undefined;
  return {
    at: flag.range,
    severity: 'medium',
    message: message('{name} lets every pod that reaches the credentials of its node {right}', {
      name: flag.name,
      right,
    }),
    fixes: () => {
      const edits = removeOptions(command, [flag], region);
      return edits.length === 0 ? [] : [review('Remove the flag', edits, note)];
    },
  };
}

function shortcutKeys(group: NodeGroupFact): readonly Problem[] {
  const policies = mapOf(entryOf(mapOf(group.iam?.value), 'withAddonPolicies')?.value);
  return (policies?.entries ?? []).flatMap((entry): readonly Problem[] => {
    const right = shortcuts[entry.key.value];
    const value = scalarOf(entry.value);
    if (right === undefined || value === undefined || asBoolean(value) !== true) return [];
    return [
      {
        at: entry.range,
        severity: 'medium',
        message: message('{name} lets every pod that reaches the credentials of its node {right}', {
          name: entry.key.value,
          right,
        }),
        fixes: () => [review('Switch it off', [replace(value.range, 'false')], note)],
      },
    ];
  });
}

/** Administrator and full-access policies; those of registries are another rule's. */
function reachMessage(arn: string): Message | undefined {
  const name = arn.slice(arn.lastIndexOf('/') + 1);
  switch (policyReach(arn)) {
    case 'everything':
      return message('{name} makes every pod that reaches the credentials of its node an administrator', {
        name,
      });
    case 'service':
      return message(
        '{name} lets every pod that reaches the credentials of its node use all of one service',
        { name },
      );
    default:
      return undefined;
  }
}

function attachedProblems(group: NodeGroupFact, region: Region): readonly Problem[] {
  const entry = entryOf(mapOf(group.iam?.value), 'attachPolicyARNs');
  const list = listOf(entry?.value);
  return (list?.items ?? []).flatMap((item): readonly Problem[] => {
    const arn = stringOf(item.node);
    const told = arn === undefined ? undefined : reachMessage(arn);
    if (list === undefined || item.node === undefined || told === undefined) return [];
    return [
      {
        at: item.node.range,
        message: told,
        fixes: () => {
          const edits = removeChild(region, list, item);
          return edits === undefined ? [] : [review('Remove the policy', edits, note)];
        },
      },
    ];
  });
}

/** `ManagedPolicyArns` of a role of nodes in CloudFormation. */
function templateProblem(setting: SettingFact, region: Region): Problem | undefined {
  const { key, valueRange, maps } = setting;
  const arn = key === 'ManagedPolicyArns' ? managedPolicyOf(setting, region.text) : undefined;
  const properties = maps[maps.length - 1];
  const told = arn === undefined ? undefined : reachMessage(arn);
  if (told === undefined || !isNodeRoleOfTemplate(properties)) return undefined;
  return {
    at: valueRange,
    message: told,
    fixes: () => {
      const list = listOf(entryOf(properties, key)?.value);
      const item = list?.items.find(({ node }) => node?.range.start === valueRange.start);
      const edits = list === undefined || item === undefined ? undefined : removeChild(region, list, item);
      return edits === undefined ? [] : [review('Remove the policy', edits, note)];
    },
  };
}

/** `attachPolicy` of a node group: all of everything, or all of one service, on every resource. */
function statementProblems({ isAllowed, actions, resources, holder }: IamStatementFact): readonly Problem[] {
  if (!isAllowed || holder !== 'node' || !resources.includes('*')) return [];
  return actions.flatMap(({ value, range }): readonly Problem[] => {
    if (/^\*(?::\*)?$/.test(value)) {
      return [
        {
          at: range,
          message: message(
            '{action} on every resource makes every pod that reaches the credentials of its node an administrator',
            { action: value },
          ),
        },
      ];
    }
    // Those of registries are another rule's.
    if (!/^(?!ecr:)[a-z0-9-]+:\*$/i.test(value)) return [];
    return [
      {
        at: range,
        message: message(
          '{action} on every resource lets every pod that reaches the credentials of its node use all of one service',
          { action: value },
        ),
      },
    ];
  });
}

function attachProblem(command: CommandFact): Problem | undefined {
  const [service, action] = command.operands.map((word) => word.value);
  if (command.program !== 'aws' || service !== 'iam' || action !== 'attach-role-policy') return undefined;
  const arn = findFlag(command, '--policy-arn')?.value;
  const role = findFlag(command, '--role-name')?.value?.value ?? '';
  const told = arn === undefined || !isNodeRole(role) ? undefined : reachMessage(arn.value);
  return arn === undefined || told === undefined ? undefined : { at: arn.range, message: told };
}
