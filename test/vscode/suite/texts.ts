// Documents of the suites, small enough to be read beside the tests.

/** Two snippets of shell with safe fixes, one of YAML whose fix leaves a value to fill in. */
export const GUIDE = [
  '# Guide',
  '',
  '```bash',
  'eksctl create nodegroup --cluster shop --name a --ssh-access',
  'eksctl create nodegroup --cluster shop --name b --ssh-access',
  '```',
  '',
  '```bash',
  'eksctl create nodegroup --cluster shop --name c --ssh-access',
  'curl -sSL https://get.example.com/shopctl/install.sh | bash',
  '```',
  '',
  '```yaml',
  'image: registry.example.com/shop/web:latest',
  '```',
  '',
].join('\n');

/** The rules that find something in the guide. */
export const GUIDE_CODES = [
  'curl-without-fail',
  'image-latest-tag',
  'node-ssh-access',
  'node-ssh-access',
  'node-ssh-access',
  'pipe-to-shell',
];

/** Those that are left when one node group is without SSH. */
export const ONE_FIXED = GUIDE_CODES.filter((_, index) => index !== GUIDE_CODES.indexOf('node-ssh-access'));

/** A Pod whose hardening needs edits in several places. */
export const POD = [
  'apiVersion: v1',
  'kind: Pod',
  'metadata:',
  '  name: web',
  'spec:',
  '  securityContext:',
  '    runAsNonRoot: true',
  '  containers:',
  '    - name: web',
  '      image: registry.example.com/shop/web:1.4.2',
  '      resources:',
  '        limits: { memory: 64Mi }',
  '    - name: log',
  '      image: registry.example.com/shop/log:2.1.0',
  '',
].join('\n');

export const IMAGE = 'image: registry.example.com/shop/web:latest\n';

/** A script whose only line downloads and runs something. */
export const SCRIPT = 'curl -fsSL http://tools.ferrybook.example/install.sh | bash\n';

/** The text without the flag that opens SSH, in the lines that name these node groups. */
export function withoutSsh(text: string, ...names: readonly string[]): string {
  return names.reduce((now, name) => now.replace(` --name ${name} --ssh-access`, ` --name ${name}`), text);
}
