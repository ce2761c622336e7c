import {
  cite,
  defineRule,
  message,
  replace,
  review,
  withStops,
  type CommandFact,
  type DocumentFacts,
  type Fix,
  type Word,
} from '#rule';

export default defineRule({
  meta: {
    id: 'node-ssh-login',
    title: 'Instructions log in to a node with SSH',
    why: 'To follow them, port 22 of the nodes has to be open, and the login bypasses the audit log of Kubernetes.',
    severity: 'medium',
    confidence: 'possible',
    profile: 'recommended',
    reviewItem: 5,
    languages: ['shell', 'markdown', 'yaml'],
    references: cite('OWASP 2025 K06', 'CWE-284', 'NSA/CISA 1.2 Worker nodes'),
    fixes: [{ title: 'Use Session Manager', applicability: 'review' }],
  },
  reads: ['command', 'nodeGroup'],
  read(document, report) {
    const isAboutEks = speaksOfEks(document);
    if (!isAboutEks && isSelfMade(document)) return;
    for (const { fact: command, region } of document.all('command')) {
      const target = targetOf(command);
      if (target === undefined || !(isAboutEks ? isNodeUser(target) : namesNode(target))) continue;
      report({
        region,
        at: command.programWord?.range ?? command.range,
        message: message(
          '{program} to a node needs port 22 open, and leaves no trace in the audit log of Kubernetes',
          {
            program: command.program,
          },
        ),
        fixes: () => sessionFixes(command, target),
      });
    }
  },
});

/** True where eksctl, `aws eks` or a node group stands in the document. */
function speaksOfEks(document: DocumentFacts): boolean {
  return (
    document.all('nodeGroup').length > 0 ||
    document
      .all('command')
      .some(
        ({ fact }) =>
          fact.program === 'eksctl' || (fact.program === 'aws' && fact.operands[0]?.value === 'eks'),
      )
  );
}

/** Programs that make a cluster on one's own machine, or of machines that nothing but SSH reaches yet. */
const makers = new Set([
  'kind',
  'minikube',
  'k3d',
  'kubeadm',
  'k3s',
  'k3sup',
  'k0s',
  'k0sctl',
  'rke',
  'rke2',
  'microk8s',
  'talosctl',
  'ansible-playbook',
  'vagrant',
  'multipass',
  'virsh',
]);

/** True for a text about such clusters: there is no Session Manager, and often no cluster yet. */
function isSelfMade(document: DocumentFacts): boolean {
  return document
    .all('command')
    .some(
      ({ fact }) =>
        makers.has(fact.program) ||
        fact.args.some((word) => /^(?:kubeadm|k3s|rke2|microk8s)$/.test(word.value)),
    );
}

/** Where `ssh` or `scp` connects to. */
function targetOf(command: CommandFact): Word | undefined {
  if (command.program === 'ssh') return command.operands[0];
  if (command.program !== 'scp') return undefined;
  return command.operands.find((word) => word.value.includes(':'));
}

/** `ec2-user` is the user of the EKS images. */
function isNodeUser(word: Word): boolean {
  return word.value.startsWith('ec2-user@') || namesNode(word);
}

/** `ec2-user@<node>`, `admin@$NODE_IP`: the host is called a node. */
function namesNode(word: Word): boolean {
  return /@[^:]*\b(?:worker[-_]?)?node(?:s|\b|[-_])/i.test(word.value);
}

/** For a login and nothing else: a command that is run there needs to be rewritten by hand. */
function sessionFixes(command: CommandFact, target: Word): readonly Fix[] {
  if (command.program !== 'ssh' || command.operands.length > 1 || command.redirects.length > 0) return [];
  const { programWord } = command;
  const last = command.args[command.args.length - 1];
  const flags = command.flags.map((flag) => flag.name);
  if (programWord === undefined || last === undefined || !command.isEditable) return [];
  if (command.pipedFrom !== undefined || command.pipedTo !== undefined) return [];
  if (
    !flags.every((name) => ['-i', '-l', '-o', '-p', '-A', '-v'].includes(name)) ||
    target.range.end > last.range.end
  )
    return [];
  const stop = '"${INSTANCE_ID:?set the instance id of the node}"';
  const text = `aws ssm start-session --target ${stop}`;
  return [
    review('Use Session Manager', [
      withStops(replace({ start: programWord.range.start, end: last.range.end }, text), stop),
    ]),
  ];
}
