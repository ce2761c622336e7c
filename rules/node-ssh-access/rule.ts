import {
  cite,
  asBoolean,
  defineRule,
  entryOf,
  findFlag,
  isEksctlCreate,
  isWorldCidr,
  listOf,
  mapOf,
  message,
  removeChild,
  removeFlags,
  removeOptions,
  replace,
  review,
  safe,
  scalarOf,
  setEntry,
  stringOf,
  switchState,
  textOf,
  valueOf,
  withStops,
  type CommandFact,
  type Fix,
  type FixContext,
  type Flag,
  type NodeGroupFact,
  type Problem,
  type Range,
  type Region,
  type SettingFact,
  type YamlMap,
} from '#rule';

const networkStop = '‹network that may connect, such as 203.0.113.0/24›';
const networkVariable = '"${SSH_NETWORK:?set the network that may connect, such as 203.0.113.0/24}"';
const keys = ['publicKeyPath', 'publicKey', 'publicKeyName'];

export default defineRule({
  meta: {
    id: 'node-ssh-access',
    title: 'Nodes accept SSH logins',
    why: 'A login on a node bypasses the permissions and the audit log of Kubernetes, and can read every secret of its pods.',
    severity: 'high',
    confidence: 'certain',
    profile: 'recommended',
    reviewItem: 5,
    languages: ['shell', 'yaml', 'json', 'markdown'],
    references: cite(
      'CIS EKS 1.8.0 5.4.3',
      'OWASP 2025 K06',
      'CWE-284',
      'CWE-668',
      'NSA/CISA 1.2 Worker nodes',
    ),
    fixes: [
      { title: 'Remove the SSH flags', applicability: 'safe' },
      { title: 'Remove the SSH flags', applicability: 'review' },
      { title: 'Switch SSH off', applicability: 'review' },
      { title: 'Remove the ssh block', applicability: 'review' },
      { title: 'Remove --remote-access', applicability: 'review' },
      { title: 'Remove the remote access', applicability: 'review' },
      { title: 'Switch the admin container off', applicability: 'review' },
      { title: 'Limit to one network', applicability: 'review' },
    ],
  },
  visit: (report) => {
    const tell = (problem: Problem | undefined): void => {
      if (problem !== undefined) report(problem);
    };
    return {
      command(command, region) {
        tell(eksctlProblem(command));
        tell(remoteAccessProblem(command, region.text));
        tell(securityGroupProblem(command));
        tell(kopsFlagProblem(command));
      },
      nodeGroup(group, region) {
        tell(sshBlockProblem(group, region));
        tell(adminContainerProblem(group));
      },
      setting(setting, region) {
        tell(kopsProblem(setting, region));
        tell(cloudFormationProblem(setting));
        tell(remoteAccessBlockProblem(setting, region));
      },
    };
  },
});

/** `eksctl create …`: the key alone switches SSH on, unless `--ssh-access=false` says otherwise. */
function eksctlProblem(command: CommandFact): Problem | undefined {
  if (!isEksctlCreate(command)) return undefined;
  const access = command.flags.filter((flag) => flag.name === '--ssh-access');
  const key = command.flags.filter((flag) => flag.name === '--ssh-public-key');
  if (access.some((flag) => switchState(flag) !== 'on')) return undefined;
  const flags = [...access, ...key];
  const [first] = flags;
  if (first === undefined) return undefined;
  return {
    at: placeOf(command, first),
    message:
      access.length === 0
        ? message(
            '--ssh-public-key alone opens port 22 of every node: eksctl switches SSH on when it gets a key',
          )
        : message(
            '--ssh-access opens port 22 of every node, a way in that Kubernetes neither controls nor logs',
          ),
    related: key
      .filter((flag) => flag !== first)
      .map((flag) => ({
        at: placeOf(command, flag),
        message: message('This key alone would keep SSH switched on'),
      })),
    fixes: (context) => removal(command, flags, context),
  };
}

/** In a list of words the flag alone, as its value is an item of its own. */
function placeOf(command: CommandFact, flag: Flag): Range {
  return command.isEditable ? flag.range : flag.word.range;
}

/** Both flags go, or none: what is left of one is enough for eksctl to open the port. */
function removal(command: CommandFact, flags: readonly Flag[], context: FixContext): readonly Fix[] {
  const edits = removeOptions(command, flags, context.region);
  if (edits.length === 0) return [];
  const title = 'Remove the SSH flags';
  const leavesNothing = command.program === '' && flags.length === command.flags.length;
  const [root] = context.document.regions;
  const isDocumentOrScript = root?.language === 'markdown' || root?.language === 'shell';
  if (!isDocumentOrScript || leavesNothing || !command.isEditable) return [review(title, edits)];
  return logsIn(context)
    ? [
        review(
          title,
          edits,
          'A later step of this document logs in with ssh: rewrite it for Session Manager too',
        ),
      ]
    : [
        safe(
          title,
          edits,
          'Session Manager needs no flag: the default node role and the EKS images carry it',
        ),
      ];
}

function logsIn({ document }: FixContext): boolean {
  return document
    .all('command')
    .some(({ fact }) => /^(ssh|scp|sftp|rsync|ssh-copy-id|mssh)$/.test(fact.program));
}

/** `aws eks create-nodegroup --remote-access ec2SshKey=…`. */
function remoteAccessProblem(command: CommandFact, text: string): Problem | undefined {
  const [service, action] = command.operands.map((word) => word.value);
  if (command.program !== 'aws' || service !== 'eks' || action !== 'create-nodegroup') return undefined;
  const flag = findFlag(command, '--remote-access');
  const value = flag?.value?.value ?? '';
  if (flag === undefined || !value.includes('ec2SshKey')) return undefined;
  const isLimited = value.includes('sourceSecurityGroups');
  return {
    at: flag.range,
    severity: isLimited ? 'info' : 'high',
    message: isLimited
      ? message('--remote-access lets the given security groups log in to every node over SSH')
      : message('--remote-access without sourceSecurityGroups opens port 22 of every node to the internet'),
    fixes: () => {
      const edits = removeFlags(command, [flag], text);
      return edits.length === 0 ? [] : [review('Remove --remote-access', edits)];
    },
  };
}

/** `aws ec2 authorize-security-group-ingress --port 22 --cidr 0.0.0.0/0`. */
function securityGroupProblem(command: CommandFact): Problem | undefined {
  const [service, action] = command.operands.map((word) => word.value);
  if (command.program !== 'aws' || service !== 'ec2' || action !== 'authorize-security-group-ingress') {
    return undefined;
  }
  const port = findFlag(command, '--port')?.value?.value;
  const cidr = findFlag(command, '--cidr')?.value;
  if (port !== undefined && cidr !== undefined) {
    if (!includesPort22(port) || !isWorldCidr(cidr.value)) return undefined;
    return {
      at: cidr.range,
      message: message('Port 22 is opened to the whole internet'),
      fixes: () => [
        review('Limit to one network', [withStops(replace(cidr.range, networkVariable), networkVariable)]),
      ],
    };
  }
  const permissions = findFlag(command, '--ip-permissions')?.value;
  if (permissions === undefined) return undefined;
  const value = permissions.value.replace(/["'\s]/g, '');
  if (!/FromPort[=:]22\b/.test(value) || !/(0\.0\.0\.0|::)\/0/.test(value)) return undefined;
  return { at: permissions.range, message: message('Port 22 is opened to the whole internet') };
}

function includesPort22(port: string): boolean {
  const [from = '', to = from] = port.split('-');
  return port === 'all' || (Number(from) <= 22 && 22 <= Number(to) && from !== '');
}

/** `ssh:` of a node group: `allow: true`, or a key without `allow: false`. */
function sshBlockProblem(group: NodeGroupFact, region: Region): Problem | undefined {
  const entry = group.ssh;
  const block = mapOf(entry?.value);
  if (entry === undefined || block === undefined || block.isOpen) return undefined;
  const allow = entryOf(block, 'allow');
  const key = keys.map((name) => entryOf(block, name)).find((found) => found?.value !== undefined);
  if (allow !== undefined && asBoolean(allow.value) !== true) return undefined;
  const cause = allow ?? key;
  if (cause === undefined) return undefined;
  const sources = listOf(entryOf(block, 'sourceSecurityGroupIds')?.value)?.items.length ?? 0;
  return {
    at: cause.range,
    severity: sources > 0 ? 'info' : 'high',
    message: sshMessage(group, allow === undefined, sources > 0),
    fixes: () => sshFixes(group, block, region),
  };
}

function sshMessage(group: NodeGroupFact, isByKey: boolean, isLimited: boolean) {
  if (isLimited) return message('The given security groups may log in to every node of the group over SSH');
  if (isByKey)
    return message('A key without "allow: false" makes eksctl open port 22 of every node of the group');
  if (valueOf(group.privateNetworking) === true) {
    return message('SSH is allowed: port 22 of every node of the group is open to the whole VPC');
  }
  const isPublic = group.privateNetworking.state !== 'unknown' && !group.isFragment;
  return isPublic
    ? message('SSH is allowed on public nodes: port 22 is open to the internet, 0.0.0.0/0 and ::/0')
    : message('SSH is allowed: port 22 of every node of the group is open, to the internet on public nodes');
}

function sshFixes(group: NodeGroupFact, block: YamlMap, region: Region): readonly Fix[] {
  const note = 'eksctl changes a group that exists already only by replacing it';
  const off = setEntry(region, block, 'allow', 'false');
  const removed = group.ssh && removeChild(region, group.map, group.ssh);
  return [
    ...(off === undefined ? [] : [review('Switch SSH off', off, note)]),
    ...(removed === undefined ? [] : [review('Remove the ssh block', removed, note)]),
  ];
}

/** Bottlerocket's admin container is a root shell that listens for SSH. */
function adminContainerProblem(group: NodeGroupFact): Problem | undefined {
  const bottlerocket = mapOf(entryOf(group.map, 'bottlerocket')?.value);
  const entry = entryOf(bottlerocket, 'enableAdminContainer');
  const value = scalarOf(entry?.value);
  if (entry === undefined || value === undefined || asBoolean(value) !== true) return undefined;
  return {
    at: entry.range,
    severity: 'medium',
    message: message('The admin container gives a root shell on every node of the group'),
    fixes: () => [review('Switch the admin container off', [replace(value.range, 'false')])],
  };
}

/** kops: `spec.sshAccess`. */
function kopsProblem(setting: SettingFact, region: Region): Problem | undefined {
  if (setting.source !== 'yaml' || !setting.path.includes('sshAccess')) return undefined;
  if (setting.value.state !== 'known' || !isWorldCidr(setting.value.value)) return undefined;
  // 0.0.0.0/0 and ::/0 usually stand together: once is enough.
  const list = listOf(entryOf(setting.maps[setting.maps.length - 1], 'sshAccess')?.value);
  const [first, ...others] = (list?.items ?? []).filter((item) => isWorldCidr(stringOf(item.node) ?? ''));
  if (list === undefined || first?.node === undefined) return undefined;
  if (first.node.range.start !== setting.valueRange.start) return undefined;
  return {
    at: setting.valueRange,
    message: message('Port 22 of every node is open to the whole internet'),
    fixes: () => {
      const removed = others.map((item) => removeChild(region, list, item));
      if (removed.some((edits) => edits === undefined)) return [];
      const limited = withStops(replace(setting.valueRange, `"${networkStop}"`), networkStop);
      return [review('Limit to one network', [limited, ...removed.flatMap((edits) => edits ?? [])])];
    },
  };
}

/** `kops create cluster --ssh-access 0.0.0.0/0`. */
function kopsFlagProblem(command: CommandFact): Problem | undefined {
  const [verb, what] = command.operands.map((word) => word.value);
  if (command.program !== 'kops' || verb !== 'create' || what !== 'cluster') return undefined;
  const flag = command.flags.find(({ name }) => name === '--ssh-access');
  const value = flag && (flag.value ?? command.args[command.args.indexOf(flag.word) + 1]);
  if (value === undefined || !value.value.split(',').some(isWorldCidr)) return undefined;
  return {
    at: value.range,
    message: message('Port 22 of every node is open to the whole internet'),
    fixes: () => [
      review('Limit to one network', [withStops(replace(value.range, networkVariable), networkVariable)]),
    ],
  };
}

/** An ingress rule of CloudFormation (AWS::EC2::SecurityGroup, AWS::EC2::SecurityGroupIngress). */
function cloudFormationProblem({ key, value, valueRange, maps }: SettingFact): Problem | undefined {
  if (!/^CidrIp(v6)?$/.test(key) || value.state !== 'known' || !isWorldCidr(value.value)) return undefined;
  const rule = maps[maps.length - 1];
  const [from, to] = ['FromPort', 'ToPort'].map((name) => textOf(rule, name) ?? '');
  if (!includesPort22(`${from}-${to}`) || Number(to) - Number(from) > 1024) return undefined;
  return {
    at: valueRange,
    message: message('Port 22 is opened to the whole internet'),
    fixes: () => [
      review('Limit to one network', [withStops(replace(valueRange, `"${networkStop}"`), networkStop)]),
    ],
  };
}

/** `RemoteAccess` of a node group in CloudFormation, of Crossplane and of AWS's own controller, by its key. */
function remoteAccessBlockProblem(setting: SettingFact, region: Region): Problem | undefined {
  const { key, path, maps, value, entry } = setting;
  if (!/^ec2SshKey$/i.test(key) || value.state === 'absent' || entry === undefined) return undefined;
  const parent = path[path.length - 2] ?? '';
  const [group, block] = [maps[maps.length - 2], maps[maps.length - 1]];
  if (!/^remoteAccess$/i.test(parent) || block === undefined || group === undefined) return undefined;
  const isLimited = block.entries.some(
    (one) => /^sourceSecurityGroup/i.test(one.key.value) && one.value !== undefined,
  );
  return {
    at: entry.range,
    severity: isLimited ? 'info' : 'high',
    message: isLimited
      ? message('The given security groups may log in to every node of the group over SSH')
      : message('A key without source security groups opens port 22 of every node to the internet'),
    fixes: () => {
      const access = entryOf(group, parent);
      const removed = access && removeChild(region, group, access);
      return removed === undefined
        ? []
        : [review('Remove the remote access', removed, 'A group that exists already is replaced')];
    },
  };
}
