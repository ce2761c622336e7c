import type { CommandFact, Flag } from './command';

/** Flags that only `eksctl create cluster` and `eksctl create nodegroup` have (eksctl v0.230.0, nodegroup_flags.go). */
const ownFlags = new Set([
  '--ssh-access',
  '--full-ecr-access',
  '--asg-access',
  '--external-dns-access',
  '--appmesh-access',
  '--appmesh-preview-access',
  '--alb-ingress-access',
  '--nodegroup-name',
  '--nodes-min',
  '--nodes-max',
  '--node-private-networking',
  '--node-ami-family',
]);

/**
 * True for a command that makes nodes by flags: `eksctl create cluster`, `eksctl create nodegroup`, or a run
 * of flags on its own, as manuals quote them, of which one is eksctl's alone.
 */
export function isEksctlCreate(command: CommandFact): boolean {
  if (command.program === '') {
    return command.flags.some((flag) => ownFlags.has(flag.name) && !isChoice(command, flag));
  }
  if (command.program !== 'eksctl') return false;
  const [verb, what] = command.operands.map((word) => word.value);
  return verb === 'create' && /^(cluster|nodegroups?|ng)$/.test(what ?? '');
}

/** `--ssh-access 10.0.0.0/8` is kops, `--ssh-access disabled` is az: eksctl's own takes no word behind it. */
function isChoice({ args }: CommandFact, { name, value, word }: Flag): boolean {
  if (name !== '--ssh-access') return false;
  const behind = value ?? args[args.indexOf(word) + 1];
  return (
    behind !== undefined && !behind.value.startsWith('-') && !/^(true|false|t|f|1|0)$/i.test(behind.value)
  );
}

/** What a boolean flag of a Go program (package pflag) is set to; `unknown` where an expansion decides. */
export function switchState(flag: Flag): 'on' | 'off' | 'unknown' {
  const { value } = flag;
  if (value === undefined) return 'on';
  if (!value.isStatic) return 'unknown';
  if (/^(true|t|1)$/i.test(value.value)) return 'on';
  return /^(false|f|0)$/i.test(value.value) ? 'off' : 'unknown';
}
