import {
  cite,
  asBoolean,
  defineRule,
  entryOf,
  findFlag,
  isBuildGroup,
  isEksctlCreate,
  isImageBuilder,
  isNodeRole,
  isNodeRoleOfTemplate,
  listOf,
  managedPolicyOf,
  mapOf,
  message,
  policyReach,
  pushesImage,
  removeOptions,
  replace,
  review,
  safe,
  scalarOf,
  stringOf,
  switchState,
  textOf,
  valueOf,
  type CommandFact,
  type Fix,
  type FixContext,
  type IamStatementFact,
  type NodeGroupFact,
  type Problem,
  type Range,
  type Region,
  type SettingFact,
} from '#rule';

const risk = message(
  'so any pod that reaches the credentials of its node can overwrite the images that all others run',
);

export default defineRule({
  meta: {
    id: 'node-full-registry-access',
    title: 'Nodes may push to every image repository',
    why: 'Any pod that reaches the credentials of its node can overwrite the images that every other workload will pull.',
    severity: 'high',
    confidence: 'certain',
    profile: 'recommended',
    reviewItem: 7,
    languages: ['shell', 'yaml', 'json', 'markdown'],
    references: cite(
      'CIS EKS 1.8.0 5.1.3',
      'CIS EKS 1.8.0 5.2.1',
      'OWASP 2025 K08',
      'CWE-250',
      'CWE-266',
      'NSA/CISA 1.2 Cloud infrastructure',
    ),
    fixes: [
      { title: 'Remove --full-ecr-access', applicability: 'safe' },
      { title: 'Remove --full-ecr-access', applicability: 'review' },
      { title: 'Switch imageBuilder off', applicability: 'review' },
      { title: 'Attach the pull-only policy instead', applicability: 'review' },
      { title: 'Limit to pulling images', applicability: 'review' },
    ],
  },
  visit: (report) => {
    const tell = (problem: Problem | undefined): void => {
      if (problem !== undefined) report(problem);
    };
    return {
      command(command) {
        tell(eksctlProblem(command));
        tell(attachProblem(command));
      },
      nodeGroup(group, region) {
        tell(imageBuilderProblem(group));
        for (const problem of attachedProblems(group, region.text)) report(problem);
      },
      setting(setting, region) {
        tell(templateProblem(setting, region.text));
      },
      iamStatement(statement, region) {
        for (const problem of statementProblems(statement, region)) report(problem);
      },
    };
  },
});

function eksctlProblem(command: CommandFact): Problem | undefined {
  const flag = isEksctlCreate(command) ? findFlag(command, '--full-ecr-access') : undefined;
  if (flag === undefined || switchState(flag) !== 'on') return undefined;
  const name = (findFlag(command, '--nodegroup-name') ?? findFlag(command, '--name'))?.value?.value ?? '';
  const isForBuilds = isBuildGroup(name);
  return {
    at: flag.range,
    severity: isForBuilds ? 'info' : 'high',
    message: message('--full-ecr-access lets every node push to every repository of the account, {risk}', {
      risk,
    }),
    fixes: (context) => {
      const edits = removeOptions(command, [flag], context.region);
      if (edits.length === 0) return [];
      const title = 'Remove --full-ecr-access';
      const leavesNothing = command.program === '' && command.flags.length === 1;
      const [root] = context.document.regions;
      const isDocumentOrScript = root?.language === 'markdown' || root?.language === 'shell';
      if (isForBuilds || leavesNothing || !isDocumentOrScript || !command.isEditable)
        return [review(title, edits)];
      return pushes(context)
        ? [
            review(
              title,
              edits,
              'Something in this document pushes images: give its service account the right first',
            ),
          ]
        : [
            safe(
              title,
              edits,
              'Nodes keep pulling: eksctl attaches AmazonEC2ContainerRegistryPullOnly by default',
            ),
          ];
    },
  };
}

/** True when anything in the document pushes images, or builds them where a node's credentials are at hand. */
function pushes({ document }: FixContext): boolean {
  return (
    document.all('command').some(({ fact }) => pushesImage(fact)) ||
    document.all('image').some(({ fact }) => isImageBuilder(valueOf(fact.reference)?.repository ?? ''))
  );
}

/** `aws iam attach-role-policy --role-name node-role --policy-arn …`. */
function attachProblem(command: CommandFact): Problem | undefined {
  const [service, action] = command.operands.map((word) => word.value);
  if (command.program !== 'aws' || service !== 'iam' || action !== 'attach-role-policy') return undefined;
  const arn = findFlag(command, '--policy-arn')?.value;
  const role = findFlag(command, '--role-name')?.value?.value ?? '';
  if (arn === undefined || policyReach(arn.value) !== 'registry' || !isNodeRole(role)) return undefined;
  return {
    at: arn.range,
    message: message('This policy lets every node push to every repository of the account, {risk}', { risk }),
    fixes: () => [pullOnly(arn.range, arn.text)],
  };
}

/** `iam.withAddonPolicies.imageBuilder` of a node group: what `--full-ecr-access` sets. */
function imageBuilderProblem(group: NodeGroupFact): Problem | undefined {
  const policies = mapOf(entryOf(mapOf(group.iam?.value), 'withAddonPolicies')?.value);
  const entry = entryOf(policies, 'imageBuilder');
  const value = scalarOf(entry?.value);
  if (entry === undefined || value === undefined || asBoolean(value) !== true) return undefined;
  const isForBuilds = isBuildGroup(textOf(group.map, 'name') ?? '');
  return {
    at: entry.range,
    severity: isForBuilds ? 'info' : 'high',
    message: message(
      'imageBuilder lets every node of the group push to every repository of the account, {risk}',
      { risk },
    ),
    fixes: () => [
      review(
        'Switch imageBuilder off',
        [replace(value.range, 'false')],
        'Nodes keep pulling: eksctl attaches AmazonEC2ContainerRegistryPullOnly by default',
      ),
    ],
  };
}

/** `iam.attachPolicyARNs` of a node group. */
function attachedProblems(group: NodeGroupFact, text: string): readonly Problem[] {
  const list = listOf(entryOf(mapOf(group.iam?.value), 'attachPolicyARNs')?.value);
  return (list?.items ?? []).flatMap((item): readonly Problem[] => {
    const node = scalarOf(item.node);
    const arn = stringOf(item.node);
    if (node === undefined || arn === undefined || policyReach(arn) !== 'registry') return [];
    return [
      {
        at: node.range,
        severity: isBuildGroup(textOf(group.map, 'name') ?? '') ? 'info' : 'high',
        message: message(
          'This policy lets every node of the group push to every repository of the account, {risk}',
          { risk },
        ),
        fixes: () => [pullOnly(node.range, text.slice(node.range.start, node.range.end))],
      },
    ];
  });
}

/** `ManagedPolicyArns` of a role of nodes in CloudFormation. */
function templateProblem(setting: SettingFact, text: string): Problem | undefined {
  const { key, valueRange, maps } = setting;
  if (key !== 'ManagedPolicyArns') return undefined;
  const arn = managedPolicyOf(setting, text);
  if (arn === undefined || policyReach(arn) !== 'registry') return undefined;
  if (!isNodeRoleOfTemplate(maps[maps.length - 1])) return undefined;
  return {
    at: valueRange,
    message: message('This policy lets every node push to every repository of the account, {risk}', { risk }),
    fixes: () => [pullOnly(valueRange, text.slice(valueRange.start, valueRange.end))],
  };
}

/** Only the policy's name changes: partition, path and quotes stay. */
function pullOnly(range: Range, written: string): Fix {
  const text = written.replace(/[^/"']+(?=["']?$)/, 'AmazonEC2ContainerRegistryPullOnly');
  return review('Attach the pull-only policy instead', [replace(range, text)]);
}

const pullActions = [
  'ecr:GetAuthorizationToken',
  'ecr:BatchCheckLayerAvailability',
  'ecr:GetDownloadUrlForLayer',
  'ecr:BatchGetImage',
];

/** `arn:aws:ecr:eu-west-1:111122223333:repository/*`, and the same of every region or account. */
const everyRepository = /^arn:aws[\w-]*:ecr:[^:]*:[^:]*:repository\/\*$/;

/** Allows all of ECR on everything. A service account of its own is the scoped form already. */
function statementProblems(statement: IamStatementFact, { text }: Region): readonly Problem[] {
  const { isAllowed, actions, resources, holder } = statement;
  const isOfAll = resources.includes('*');
  if (!isAllowed || holder === 'pod' || holder === 'resource') return [];
  if (!isOfAll && !resources.some((resource) => everyRepository.test(resource))) return [];
  return actions
    .filter(({ value }) => /^ecr:\*$/i.test(value))
    .map(({ range }) => ({
      at: range,
      confidence: holder === 'node' ? 'certain' : 'likely',
      message: message(
        isOfAll
          ? 'ecr:* on every resource allows to push to, delete and open up every repository of the account'
          : 'ecr:* on every repository allows to push to, delete and open up each of them',
      ),
      // The token is no repository's, and its right is given on `*` alone.
      fixes: () => [pullActionsInstead(statement, range, text, isOfAll ? pullActions : pullActions.slice(1))],
    }));
}

function pullActionsInstead(
  { actionList }: IamStatementFact,
  range: Range,
  text: string,
  pull: readonly string[],
): Fix {
  const written = text.slice(range.start, range.end);
  const items = pull.map((name) => written.replace(/ecr:\*/i, name));
  const title = 'Limit to pulling images';
  if (actionList === undefined) return review(title, [replace(range, `[${items.join(', ')}]`)]);
  const between = actionList.isFlow ? ', ' : `\n${' '.repeat(actionList.indent)}- `;
  return review(title, [replace(range, items.join(between))]);
}
