import assert from 'node:assert/strict';
import { factsOf } from '../../server/facts/extract';
import { headersOfAction, httpsListener, listenerAttribute } from '../../server/facts/ingress/albAction';
import { maxAgeOf, unsafeSources } from '../../server/facts/ingress/headerStrength';
import { annotationFor, snippetDirectives } from '../../server/facts/ingress/snippet';
import { analyze } from '../rules/document';

const facts = (text: string, file = 'a.yaml') => factsOf(analyze(file, text).root);

describe('annotations', () => {
  const namesOf = (text: string, file?: string): readonly string[] =>
    facts(text, file).annotation.map(
      ({ name, value }) => `${name}=${value.state === 'known' ? value.value : value.state}`,
    );

  it('are read wherever they stand, commented-out ones left out', () => {
    const text =
      'annotations:\n  # a.example.com/x: y\n  a.example.com/b: c\n  a.example.com/d: {{ .Values.d }}\n  a.example.com/e:\n  plain: f\n';
    assert.deepEqual(namesOf(text), [
      'a.example.com/b=c',
      'a.example.com/d=unknown',
      'a.example.com/e=absent',
    ]);
  });

  it('are read from commands', () => {
    const text =
      'kubectl annotate ingress a x.example.com/b="c d" x.example.com/e-\nhelm upgrade a ./a --set an."x\\.example\\.com/y"=z\n';
    assert.deepEqual(namesOf(text, 'a.sh'), ['x.example.com/y=z', 'x.example.com/b=c d']);
  });
});

describe('ingresses', () => {
  const ingress = (annotations: string, className: string): string =>
    `apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: a\n  annotations: {${annotations}}\nspec:\n  ${className}\n`;
  const controllerOf = (annotations: string, className = 'rules: []'): string | undefined =>
    facts(ingress(annotations, className)).ingress[0]?.controller;

  it('have the controller of their class, or of their annotations', () => {
    assert.equal(controllerOf('', 'ingressClassName: alb'), 'alb');
    assert.equal(controllerOf('', 'ingressClassName: internal-nginx'), 'ingress-nginx');
    assert.equal(controllerOf('kubernetes.io/ingress.class: traefik'), 'traefik');
    assert.equal(controllerOf('haproxy.org/x: y'), 'haproxy');
    assert.equal(controllerOf('nginx.org/server-tokens: "off"', 'ingressClassName: nginx'), 'nginx-inc');
    assert.equal(controllerOf('', 'ingressClassName: public'), undefined);
  });

  it('have no TLS only where none can be added', () => {
    const stateOf = (spec: string): string | undefined => facts(ingress('', spec)).ingress[0]?.tls.state;
    assert.equal(stateOf('rules: []'), 'absent');
    assert.equal(stateOf('tls: [{ secretName: a }]'), 'known');
    assert.equal(stateOf('{{- with .Values.tls }}\n  tls: {{ . }}\n  {{- end }}'), 'unknown');
  });
});

describe('response headers of scripts', () => {
  const headersOf = (text: string): readonly string[] =>
    facts(text, 'a.sh').responseHeader.map(
      ({ name, value, range }) =>
        `${name}: ${value.state === 'known' ? value.value : '?'} | ${text.slice(range.start, range.end)}`,
    );

  it('are directives in a heredoc of a server configuration', () => {
    const text =
      'cat > a.conf <<X\n  add_header Expect-CT "max-age=1" always;\n  # add_header Public-Key-Pins a;\n  add_header X-Frame-Options $frame;\n  proxy_set_header Expect-CT a;\nX\n';
    assert.deepEqual(headersOf(text), [
      'expect-ct: max-age=1 | add_header Expect-CT "max-age=1" always;',
      'x-frame-options: ? | add_header X-Frame-Options $frame;',
    ]);
  });

  it('are told once where a heredoc is read in its own language', () => {
    const text =
      'kubectl apply -f - <<X\napiVersion: v1\nkind: ConfigMap\ndata:\n  a.conf: |\n    add_header Expect-CT "max-age=1";\nX\n';
    assert.deepEqual(headersOf(text), []);
  });

  it('are values of a chart and literals of a ConfigMap', () => {
    const text =
      "helm upgrade a ./a --set controller.addHeaders.X-XSS-Protection='1; mode=block',a.requestHeaders.Expect-CT=b\nkubectl create configmap a --from-literal=X-Frame-Options=DENY\n";
    assert.deepEqual(headersOf(text), [
      "x-xss-protection: 1; mode=block | X-XSS-Protection='1; mode=block'",
      'x-frame-options: DENY | X-Frame-Options=DENY',
    ]);
  });
});

describe('response headers', () => {
  const headersOf = (text: string): readonly string[] =>
    facts(text).responseHeader.map(
      ({ name, value }) => `${name}: ${value.state === 'known' ? value.value : '?'}`,
    );

  it('are read from directives on lines of their own', () => {
    const text =
      'snippet: |\n  add_header X-Frame-Options DENY always;\n  more_set_headers "Referrer-Policy: no-referrer";\n  # add_header X-XSS-Protection 1;\n  location / { add_header Expect-CT x; }\n';
    assert.deepEqual(headersOf(text), ['x-frame-options: DENY', 'referrer-policy: no-referrer']);
  });

  it('are read from attributes of a listener, commas escaped', () => {
    const text =
      'alb.ingress.kubernetes.io/listener-attributes.HTTPS-443: routing.http.response.access_control_allow_origin.header_value=a\\,b, routing.http.response.server.enabled=false\n';
    assert.deepEqual(headersOf(text), ['access-control-allow-origin: a,b']);
  });

  it('are not those of requests, nor of a template', () => {
    assert.deepEqual(headersOf('customRequestHeaders:\n  X-Frame-Options: a\n'), []);
    assert.deepEqual(headersOf('addHeaders:\n  X-Frame-Options: {{ .Values.x }}\n'), ['x-frame-options: ?']);
  });
});

describe('values of headers', () => {
  it('have their age', () => {
    assert.equal(maxAgeOf('includeSubDomains; max-age="300"')?.seconds, 300);
    assert.equal(maxAgeOf('includeSubDomains'), undefined);
  });

  it('have sources that let every script run', () => {
    const sourcesOf = (policy: string): readonly string[] =>
      unsafeSources(policy).map(({ directive, source }) => `${directive} ${source}`);
    assert.deepEqual(sourcesOf("default-src *; script-src 'self'"), []);
    assert.deepEqual(sourcesOf("default-src * 'unsafe-eval'"), [
      'default-src *',
      "default-src 'unsafe-eval'",
    ]);
    assert.deepEqual(sourcesOf("script-src 'unsafe-inline' 'sha256-abc='"), []);
    assert.deepEqual(sourcesOf("img-src *; style-src 'unsafe-inline'"), []);
  });

  it('become attributes where a load balancer can set them', () => {
    assert.deepEqual(headersOfAction('{"a":[{"ResponseHeaders":{"X":"y","Z":1}}]}'), [['X', 'y']]);
    assert.equal(headersOfAction('{"Type":"redirect"}'), undefined);
    assert.equal(headersOfAction('{"ResponseHeaders":'), undefined);
    assert.equal(listenerAttribute('Referrer-Policy', 'x'), undefined);
    assert.equal(httpsListener('[{"HTTP":80},{"HTTPS": 8443}]'), 'HTTPS-8443');
  });
});

describe('directives of a snippet', () => {
  it('are read unless there are blocks or comments', () => {
    assert.deepEqual(snippetDirectives('a "b;c" d;\n e;'), [
      { name: 'a', args: ['b;c', 'd'] },
      { name: 'e', args: [] },
    ]);
    for (const text of ['if ($a) { b; }', 'a # b;\n;', 'a "b', 'a b'])
      assert.equal(snippetDirectives(text), undefined);
  });

  it('have an annotation only where it does the same', () => {
    assert.deepEqual(annotationFor({ name: 'return', args: ['301', 'https://b.example'] }), [
      'permanent-redirect',
      'https://b.example',
    ]);
    assert.deepEqual(annotationFor({ name: 'proxy_read_timeout', args: ['60s'] }), [
      'proxy-read-timeout',
      '60',
    ]);
    for (const args of [['5m'], ['$x'], ['1', '2']])
      assert.equal(annotationFor({ name: 'proxy_read_timeout', args }), undefined);
  });
});
