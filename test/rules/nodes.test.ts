import assert from 'node:assert/strict';
import { analyze, findingsOf, fixedText, fixesFor, guide, offersOf, severityOf } from './document';

const ssh = 'node-ssh-access';
const registry = 'node-full-registry-access';
const create = 'eksctl create cluster --name shop --ssh-access --managed';
const full = 'eksctl create cluster --name shop --full-ecr-access --managed';
const safeSsh = ['safe Remove the SSH flags (preferred)'];
const reviewSsh = ['review Remove the SSH flags (preferred)'];
const safeFull = ['safe Remove --full-ecr-access (preferred)'];
const reviewFull = ['review Remove --full-ecr-access (preferred)'];
const workflow = (command: string): string =>
  `on: push\njobs:\n  make:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: ${command}\n`;

describe('removing the SSH flags', () => {
  const cases: readonly (readonly [string, string, string, readonly string[]])[] = [
    ['in a document is safe', 'guide.md', guide('bash', create), safeSsh],
    ['in a script is safe', 'make.sh', `${create}\n`, safeSsh],
    ['in a script without a line break at its end is safe', 'make.sh', create, safeSsh],
    ['in a heredoc of a script is safe', 'make.sh', `bash <<'END'\n${create}\nEND\n`, safeSsh],
    ['in a workflow needs a person', '.github/workflows/make.yml', workflow(create), reviewSsh],
    [
      'needs a person where a later step logs in',
      'guide.md',
      `${guide('bash', create)}\n\`\`\`bash\nssh -i key ec2-user@10.0.0.1\n\`\`\`\n`,
      reviewSsh,
    ],
    ['from a quoted run of flags is safe', 'guide.md', guide('bash', '--ssh-access \\\n--managed'), safeSsh],
    ['needs a person where it leaves nothing', 'guide.md', guide('bash', '--ssh-access'), reviewSsh],
    [
      'is no bulk fix, nor preferred, for a bad example',
      'guide.md',
      guide('bash', create, '❌ Bad:\n\n'),
      ['review Remove the SSH flags'],
    ],
  ];
  for (const [name, file, text, expected] of cases) {
    it(name, () => assert.deepEqual(offersOf(analyze(file, text), ssh), expected));
  }

  it('takes both flags from the middle of a command with comments and CR LF', () => {
    const text =
      '```bash\r\neksctl create cluster \\\r\n  --ssh-access \\\r\n  --ssh-public-key key \\\r\n  --managed # yes\r\n```\r\n';
    const analysis = analyze('guide.md', text);
    assert.equal(
      fixedText(analysis, fixesFor(analysis, ssh)[0]),
      '```bash\r\neksctl create cluster \\\r\n  --managed # yes\r\n```\r\n',
    );
  });

  it('leaves neither flag alone, wherever they stand', () => {
    for (const command of [
      'eksctl create cluster --ssh-public-key key --managed --ssh-access',
      'eksctl create nodegroup --ssh-access --cluster shop --ssh-public-key=key',
      'eksctl create ng --cluster shop \\\n  --ssh-public-key \\\n  key \\\n  --managed',
    ]) {
      const analysis = analyze('make.sh', command);
      const after = fixedText(analysis, fixesFor(analysis, ssh)[0]);
      assert.ok(!after.includes('ssh') && !after.includes('key'), after);
    }
  });
});

describe('what node-ssh-access says', () => {
  const group = (lines: string): string => `managedNodeGroups:\n  - name: workers\n${lines}`;
  it('is high, and information where a security group limits it', () => {
    assert.equal(severityOf(analyze('make.sh', create), ssh), 'high');
    assert.equal(severityOf(analyze('c.yaml', group('    ssh: { allow: true }\n')), ssh), 'high');
    const limited = group('    ssh: { allow: true, sourceSecurityGroupIds: [sg-1] }\n');
    assert.equal(severityOf(analyze('c.yaml', limited), ssh), 'info');
    const remote =
      'aws eks create-nodegroup --remote-access ec2SshKey=k,sourceSecurityGroups=sg-1 --cluster-name c';
    assert.equal(severityOf(analyze('make.sh', remote), ssh), 'info');
  });

  it('reads booleans as YAML 1.1 does, and leaves a template alone', () => {
    for (const on of ['true', 'yes', 'on']) {
      assert.equal(findingsOf(analyze('c.yaml', group(`    ssh:\n      allow: ${on}\n`)), ssh).length, 1, on);
    }
    for (const off of ['false', 'no', '{{ .Values.ssh }}', '"${SSH}"']) {
      assert.equal(
        findingsOf(analyze('c.yaml', group(`    ssh:\n      allow: ${off}\n`)), ssh).length,
        0,
        off,
      );
    }
  });

  it('keeps a comment in the ssh block by not offering to remove it', () => {
    const text = group('    ssh:\n      # for the on-call\n      allow: true\n');
    assert.deepEqual(offersOf(analyze('c.yaml', text), ssh), ['review Switch SSH off (preferred)']);
  });

  it('speaks of the internet only where nodes are known to be public', () => {
    const cluster = (lines: string): string =>
      `apiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\nmetadata:\n  name: c\n${group(lines)}`;
    const said = (text: string): string =>
      findingsOf(analyze('c.yaml', text), ssh)[0]?.message.template ?? '';
    assert.match(said(cluster('    ssh: { allow: true }\n')), /open to the internet, 0\.0\.0\.0\/0/);
    assert.match(
      said(cluster('    privateNetworking: true\n    ssh: { allow: true }\n')),
      /to the whole VPC/,
    );
    assert.match(
      said(cluster('    privateNetworking: {{ .p }}\n    ssh: { allow: true }\n')),
      /on public nodes$/,
    );
    assert.match(said(group('    ssh: { allow: true }\n')), /on public nodes$/);
  });
});

describe('removing --full-ecr-access', () => {
  const pushes = [
    'docker push registry.example.com/a:1.0.0',
    'docker buildx build --push -t registry.example.com/a:1.0.0 .',
    'podman push a:1.0.0',
    'crane push a.tar registry.example.com/a:1.0.0',
    'skopeo copy docker-archive:a.tar docker://registry.example.com/a:1.0.0',
    'ko build ./cmd/a',
    'docker compose push',
    'make push-images',
    'kubectl run build --image=gcr.io/kaniko-project/executor:v1.24.0',
  ];
  for (const push of pushes) {
    it(`needs a person beside: ${push}`, () => {
      const text = `${guide('bash', full)}\n\`\`\`bash\n${push}\n\`\`\`\n`;
      assert.deepEqual(offersOf(analyze('guide.md', text), registry), reviewFull);
    });
  }
  it('is safe in a document and in a script that push nothing', () => {
    const pull = 'docker pull registry.example.com/a:1.0.0\ngit push\n';
    assert.deepEqual(offersOf(analyze('guide.md', guide('bash', `${full}\n${pull}`)), registry), safeFull);
    assert.deepEqual(offersOf(analyze('make.sh', `${full}\n${pull}`), registry), safeFull);
  });
  it('needs a person in a workflow, for nodes that build, and where nothing would be left', () => {
    assert.deepEqual(offersOf(analyze('.github/workflows/a.yml', workflow(full)), registry), reviewFull);
    assert.deepEqual(offersOf(analyze('guide.md', guide('bash', '--full-ecr-access')), registry), reviewFull);
    const builders = 'eksctl create nodegroup --cluster c --name image-builders --full-ecr-access';
    assert.deepEqual(offersOf(analyze('make.sh', builders), registry), reviewFull);
    assert.equal(severityOf(analyze('make.sh', builders), registry), 'info');
  });
});

describe('remedies of the review that are wrong', () => {
  it('are never offered', () => {
    const texts = [
      analyze('make.sh', create),
      analyze('make.sh', full),
      analyze(
        'c.yaml',
        'managedNodeGroups:\n  - name: w\n    ssh:\n      allow: true\n      publicKeyName: k\n',
      ),
      analyze(
        'c.yaml',
        'managedNodeGroups:\n  - name: w\n    iam:\n      withAddonPolicies:\n        imageBuilder: true\n',
      ),
    ].flatMap((analysis) =>
      [ssh, registry].flatMap((id) =>
        findingsOf(analysis, id).length === 0
          ? []
          : fixesFor(analysis, id).map((fix) => fixedText(analysis, fix)),
      ),
    );
    assert.ok(texts.length >= 5);
    for (const text of texts) assert.doesNotMatch(text, /enableSsm|ecr-read-only-access|ssm/i);
  });
});

describe('port 22 for the whole internet', () => {
  const after = (file: string, text: string): readonly string[] => {
    const analysis = analyze(file, text);
    return fixesFor(analysis, ssh).map((fix) => fixedText(analysis, fix));
  };
  const network = '"‹network that may connect, such as 203.0.113.0/24›"';

  it('is closed for both versions of IP at once', () => {
    for (const [before, expected] of [
      ['  sshAccess:\n  - 0.0.0.0/0\n  - ::/0\n', `  sshAccess:\n  - ${network}\n`],
      ['  sshAccess: [0.0.0.0/0, "::/0", 10.0.0.0/8]\n', `  sshAccess: [${network}, 10.0.0.0/8]\n`],
    ] as const) {
      const head = 'apiVersion: kops.k8s.io/v1alpha2\nkind: Cluster\nspec:\n';
      assert.deepEqual(after('k.yaml', head + before), [head + expected]);
    }
  });

  it('is found on the command line of kops, and in CloudFormation', () => {
    const create = (access: string): string => `kops create cluster --ssh-access ${access} --yes c\n`;
    assert.deepEqual(after('a.sh', create('0.0.0.0/0')), [
      create('"${SSH_NETWORK:?set the network that may connect, such as 203.0.113.0/24}"'),
    ]);
    assert.deepEqual(findingsOf(analyze('a.sh', create('10.0.0.0/8')), ssh), []);
    const rule = (cidr: string, port = 22): string =>
      `SecurityGroupIngress:\n  - IpProtocol: tcp\n    FromPort: ${port}\n    ToPort: ${port}\n    CidrIp: ${cidr}\n`;
    assert.deepEqual(after('c.yaml', rule('0.0.0.0/0')), [rule(network)]);
    assert.deepEqual(findingsOf(analyze('c.yaml', rule('10.0.0.0/8')), ssh), []);
    assert.deepEqual(findingsOf(analyze('c.yaml', rule('0.0.0.0/0', 443)), ssh), []);
  });
});

describe('limiting ecr:* to pulling', () => {
  it('writes the actions with the quotes that the text has', () => {
    for (const [quote, file] of [
      ['', 'p.yaml'],
      ["'", 'p.yaml'],
      ['"', 'p.yaml'],
    ] as const) {
      const text = `Statement:\n- Effect: Allow\n  Action:\n  - ${quote}ecr:*${quote}\n  Resource: "*"\n`;
      const analysis = analyze(file, text);
      const fixed = fixedText(analysis, fixesFor(analysis, registry)[0]);
      assert.ok(fixed.includes(`  - ${quote}ecr:BatchGetImage${quote}\n`), fixed);
    }
  });
});
