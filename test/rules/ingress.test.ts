import assert from 'node:assert/strict';
import { analyze, findingsOf, severityOf } from './document';

const ingress = (annotations: string, name = 'web'): string =>
  `apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: shop\n  annotations: {${annotations}}\n` +
  `spec:\n  tls: [{ secretName: a }]\n  defaultBackend: { service: { name: ${name}, port: { number: 80 } } }\n`;
const missing = 'ingress-without-security-headers';
const facing = 'kubernetes.io/ingress.class: alb, alb.ingress.kubernetes.io/scheme: internet-facing';

describe('missing security headers', () => {
  it('are medium for an internet-facing load balancer of AWS, and low for others', () => {
    assert.equal(severityOf(analyze('a.yaml', ingress(facing)), missing), 'medium');
    assert.equal(
      severityOf(analyze('a.yaml', ingress('kubernetes.io/ingress.class: nginx')), missing),
      'low',
    );
  });

  it('are told once for each Ingress, and not where a template may add them', () => {
    const two = `${ingress(facing)}---\n${ingress(facing)}`;
    assert.equal(findingsOf(analyze('a.yaml', two), missing).length, 2);
    const open = ingress(facing).replace(
      'annotations: {',
      'annotations: {{- toYaml .Values.a | nindent 4 }}\n  labels: {',
    );
    assert.deepEqual(findingsOf(analyze('templates/a.yaml', open), missing), []);
  });

  it('are not missing where another object of the document sets them', () => {
    const middleware =
      'kind: Middleware\napiVersion: traefik.io/v1alpha1\nspec:\n  headers:\n    frameDeny: true\n';
    assert.deepEqual(findingsOf(analyze('a.yaml', `${ingress(facing)}---\n${middleware}`), missing), []);
  });
});

describe('ingress-nginx', () => {
  const retired = 'retired-ingress-nginx';

  it('is told once for the repository and the chart of one installation', () => {
    const add = 'helm repo add ingress-nginx https://kubernetes.github.io/ingress-nginx\n';
    const guide = `\`\`\`bash\n${add}\`\`\`\n\nThen:\n\n\`\`\`bash\nhelm install a ingress-nginx/ingress-nginx\n\`\`\`\n`;
    assert.equal(findingsOf(analyze('guide.md', guide), retired).length, 1);
  });

  it('is low on a laptop', () => {
    const kind = 'kubectl apply -f https://kind.sigs.k8s.io/examples/ingress/deploy-ingress-nginx.yaml\n';
    assert.equal(severityOf(analyze('a.sh', kind), retired), 'low');
    assert.equal(severityOf(analyze('a.sh', 'minikube addons enable ingress\n'), retired), 'low');
  });

  it('is not told of what goes, or of a local chart', () => {
    for (const text of [
      'kubectl delete -f https://raw.githubusercontent.com/kubernetes/ingress-nginx/main/deploy.yaml\n',
      'helm install a ./charts/ingress-nginx\n',
      'helm repo add stable https://charts.helm.sh/stable\n',
    ])
      assert.deepEqual(findingsOf(analyze('a.sh', text), retired), [], text);
  });
});
