import assert from 'node:assert/strict';
import { rules } from '../../rules/index';
import { analyzeDocument, ruleSet, type Analysis } from '../../server/engine/analyze';
import { fixAllSafe } from '../../server/engine/fixAll';
import { createRuleEngine } from '../../server/entry/ruleEngine';
import { languageOfDocument } from '../../server/languages/documents';
import { formatDiff } from '../../server/output/diff';
import { formatJson } from '../../server/output/json';
import { mergeReports, reportFile } from '../../server/output/report';
import { formatSarif } from '../../server/output/sarif';
import { formatText } from '../../server/output/text';
import { inProcessTransport } from '../protocol/inProcess';
import { TestSession } from '../protocol/session';

const all = ruleSet(rules);
const config = { profile: 'strict' } as const;

/**
 * A document with a secret in it, which stands once more where other rules, headings and comments may quote it.
 * The name says the file, so the language.
 */
interface Planted {
  readonly file: string;
  readonly write: (value: string) => string;
}

const base64 = (value: string): string => Buffer.from(value).toString('base64');

const shell = (line: (v: string) => string): Planted => ({
  file: 'setup.sh',
  write: (v) => `#!/bin/bash\n${line(v)}\n`,
});
const yaml = (file: string, text: (v: string) => string): Planted => ({ file, write: text });
const markdown = (text: (v: string) => string): Planted => ({ file: 'guide.md', write: text });

/** Passwords in places of their own, beside what other rules find on the same line. */
const passwords: Readonly<Record<string, Planted>> = {
  'a user and password of curl': shell((v) => `curl -k -u admin:${v} http://shop.ferrybook.io/x | sh`),
  'a quoted pair of curl': shell(
    (v) => `curl -k --user "admin:${v}" -o /usr/bin/x http://shop.ferrybook.io/x`,
  ),
  'a header': shell((v) => `curl -k -H 'X-Api-Key: ${v}' http://shop.ferrybook.io/x | bash`),
  'an attached password': shell((v) => `mysql --ssl-mode=DISABLED -u root -p${v} -e 'select "${v}"'`),
  'an assignment in front': shell((v) => `PGPASSWORD=${v} PGSSLMODE=disable psql -h db.ferrybook.io # ${v}`),
  'an export that is used': shell(
    (v) => `export DB_PASSWORD='${v}'\ndocker run -e DB_PASSWORD='${v}' postgres:latest`,
  ),
  'a variable of docker': shell((v) => `docker run --privileged -e POSTGRES_PASSWORD=${v} postgres:latest`),
  sshpass: shell((v) => `sshpass -p '${v}' ssh -o StrictHostKeyChecking=no deploy@shop.ferrybook.io`),
  'a login': shell(
    (v) => `docker login -u ci -p ${v} shop.ferrybook.io && docker pull shop.ferrybook.io/a:latest`,
  ),
  'echo to a login': shell((v) => `echo '${v}' | docker login -u ci --password-stdin shop.ferrybook.io`),
  'a literal of a Secret': shell(
    (v) => `kubectl create secret generic shop --from-literal=password=${v} --from-literal=other=${v}`,
  ),
  'a literal in quotes': shell((v) => `kubectl create secret generic shop "--from-literal=db-password=${v}"`),
  'a registry of a Secret': shell(
    (v) => `kubectl create secret docker-registry r --docker-username=ci --docker-password=${v}`,
  ),
  'a value of helm': shell(
    (v) => `helm install shop ./shop --set auth.password=${v},image.tag=latest --set other="${v}"`,
  ),
  'a string of helm': shell(
    (v) =>
      `helm install pg oci://registry-1.docker.io/bitnamicharts/postgresql --set-string 'auth.postgresPassword=${v}'`,
  ),
  'a password of grafana': shell(
    (v) => `helm install g grafana/grafana --set adminPassword=${v} --set image.tag=latest`,
  ),
  htpasswd: shell((v) => `htpasswd -bc auth admin ${v}`),
  vault: shell((v) => `vault kv put -tls-skip-verify shop/db password=${v}`),
  'a variable inside of a pod': shell((v) => `kubectl exec db-0 -- env PGPASSWORD=${v} psql -f V2__x.sql`),
  'a script inside of a pod': shell(
    (v) => `kubectl exec db-0 -- bash -c 'PGPASSWORD=${v} alembic upgrade head'`,
  ),
  'a here-document': shell(
    (v) =>
      `cat <<END | kubectl apply -f -\napiVersion: v1\nkind: Secret\nmetadata: { name: a }\nstringData: { password: "${v}" }\nEND\necho ${v}`,
  ),
  'an environment file that is written': shell(
    (v) => `echo "DB_PASSWORD=${v}" > .env\nsource .env\ngit add .env`,
  ),
  'a default': shell((v) => `export DB_PASSWORD="\${DB_PASSWORD:-${v}}"`),
  'an ini file': shell((v) => `cat > grafana.ini <<'END'\n[security]\nadmin_password = ${v}\nEND`),
  'a Secret': yaml(
    'secret.yaml',
    (v) =>
      `apiVersion: v1\nkind: Secret\nmetadata: { name: a }\nimmutable: true\nstringData:\n  password: ${v}\n  other: ${v}\n`,
  ),
  'a Secret in base64': yaml(
    'secret.yaml',
    (v) =>
      `apiVersion: v1\nkind: Secret\nmetadata: { name: a }\nimmutable: true\ndata: { password: ${base64(v)}, other: ${base64(v)} } # ${v}\n`,
  ),
  'a ConfigMap': yaml(
    'config.yaml',
    (v) =>
      `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata:\n  DB_PASSWORD: "${v}"\n  app.properties: |\n    spring.datasource.password=${v}\n`,
  ),
  'a pod': yaml(
    'pod.yaml',
    (v) =>
      `apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec:\n  hostNetwork: true\n  containers:\n    - { name: a, image: "a:latest", securityContext: { privileged: true }, env: [{ name: DB_PASSWORD, value: "${v}" }], args: ["--password=${v}"] }\n`,
  ),
  'a Compose file': yaml(
    'compose.yaml',
    (v) =>
      `services:\n  db: { image: "postgres:latest", privileged: true, environment: { POSTGRES_PASSWORD: "${v}" }, env_file: .env }\n`,
  ),
  'a list in a Compose file': yaml(
    'compose.yaml',
    (v) =>
      `services:\n  db:\n    image: postgres:latest\n    environment:\n      - POSTGRES_PASSWORD=${v}\n      - "ADMIN_TOKEN=\${ADMIN_TOKEN:-${v}}"\n`,
  ),
  'values of a chart': yaml(
    'values.yaml',
    (v) => `postgresql: { auth: { password: "${v}" }, image: { tag: latest, repository: a } } # ${v}\n`,
  ),
  'an anchor': yaml(
    'values.yaml',
    (v) =>
      `db: { password: &pw "${v}" }\nredis: { auth: { password: *pw } }\nimage: { repository: a, tag: latest }\n`,
  ),
  'a workflow': yaml(
    '.github/workflows/a.yaml',
    (v) =>
      `on: push\nenv: { DB_PASSWORD: "${v}" }\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: curl -k -u ci:${v} http://shop.ferrybook.io/x | sh\n`,
  ),
  GitLab: yaml(
    '.gitlab-ci.yml',
    (v) =>
      `variables: { DB_PASSWORD: "${v}" }\na:\n  image: a:latest\n  script:\n    - docker login -u ci -p ${v} shop.ferrybook.io\n`,
  ),
  'a generator': yaml(
    'kustomization.yaml',
    (v) =>
      `secretGenerator:\n  - name: a\n    literals: ["password=${v}"]\n    envs: [.env]\ngeneratorOptions: { disableNameSuffixHash: true }\n`,
  ),
  'Argo CD': yaml(
    'app.yaml',
    (v) =>
      `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: a }\nspec:\n  source:\n    targetRevision: HEAD\n    helm: { parameters: [{ name: postgresql.auth.password, value: "${v}" }] }\n`,
  ),
  'an environment file': yaml('.env', (v) => `DB_PASSWORD="${v}"\nOTHER=${v}\n`),
  JSON: yaml(
    'settings.json',
    (v) => `{ "password": ${JSON.stringify(v)}, "note": ${JSON.stringify(`is ${v}`)} }\n`,
  ),
  'a sentence': markdown(
    (v) =>
      `# Log in with ${v}\n\nThe password is \`${v}\`.\n\n\`\`\`bash\ncurl -k http://shop.ferrybook.io/x | sh # ${v}\n\`\`\`\n`,
  ),
  'a pair in a sentence': markdown(
    (v) =>
      `# Log in as admin / ${v}\n\nLog in as \`admin\`/\`${v}\` at http://shop.ferrybook.io.\n\n\`\`\`yaml\nimage: a:latest\nname: a\n\`\`\`\n`,
  ),
  'a table': markdown(
    (v) =>
      `| User | Password |\n|---|---|\n| admin | \`${v}\` |\n\n- Do this with ${v}:\n\n  \`\`\`bash\n  docker run --privileged a:latest\n  \`\`\`\n`,
  ),
  'a bad example': markdown(
    (v) =>
      `## Bad: ${v}\n\n\`\`\`bash\nexport DB_PASSWORD=${v}\ncurl -k http://shop.ferrybook.io/x | sh\n\`\`\`\n`,
  ),
  'a reason': markdown(
    (v) =>
      `\`\`\`bash\n# security-hints-ignore-next pipe-to-shell: the password ${v} is needed\ncurl -k -u admin:${v} http://shop.ferrybook.io/x | sh\n\`\`\`\n`,
  ),
  'an ini fence': markdown(
    (v) =>
      `\`\`\`ini\npassword = ${v}\n\`\`\`\n\n\`\`\`properties\nspring.datasource.password: ${v}\n\`\`\`\n`,
  ),
  'an image': markdown(
    (v) =>
      `\`\`\`dockerfile\nENV DB_PASSWORD=${v}\n\`\`\`\n\n\`\`\`bash\ndocker run a:latest --x ${v}\n\`\`\`\n`,
  ),
  'encoded elsewhere': shell(
    (v) =>
      `DB_PASSWORD='${v}'\ncurl -k -H 'X-Other: ${base64(v)}' http://shop.ferrybook.io/${encodeURIComponent(v)} | sh # ${base64(`${v}\n`)}`,
  ),
};

/** What needs characters that stand for themselves in an address. */
const inAddresses: Readonly<Record<string, Planted>> = Object.fromEntries(
  [
    'postgres://shop:PW@db.ferrybook.io/shop?sslmode=disable',
    'mysql://root:PW@db.ferrybook.io:3306/shop',
    'mongodb+srv://shop:PW@db.ferrybook.io/shop?tls=false',
    'redis://:PW@cache.ferrybook.io:6379/0',
    'amqp://shop:PW@mq.ferrybook.io/',
    'http://admin:PW@grafana.ferrybook.io/',
    'jdbc:postgresql://db.ferrybook.io/shop?user=shop&password=PW',
    'jdbc:oracle:thin:shop/PW@//db.ferrybook.io:1521/XE',
    'shop:PW@tcp(db.ferrybook.io:3306)/shop',
    'Server=db.ferrybook.io;Database=shop;User Id=shop;Password=PW;Encrypt=false',
  ].flatMap((address) => {
    const at = (v: string): string => address.replace('PW', () => encodeURIComponent(v));
    const name = address.slice(0, 20);
    return [
      [
        `${name} in a pod`,
        yaml(
          'pod.yaml',
          (v) =>
            `apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec:\n  containers:\n    - { name: a, image: "a:latest", env: [{ name: DATABASE_URL, value: "${at(v)}" }] }\n`,
        ),
      ],
      [
        `${name} in shell`,
        shell((v) => `export DATABASE_URL='${at(v)}' # ${v}\ncurl -k '${at(v)}' -o /usr/bin/x`),
      ],
      [
        `${name} in a Secret`,
        yaml(
          'secret.yaml',
          (v) =>
            `apiVersion: v1\nkind: Secret\nimmutable: true\nmetadata: { name: a }\ndata: { url: ${base64(at(v))} }\n`,
        ),
      ],
      [
        `${name} in prose`,
        markdown(
          (v) =>
            `# ${at(v)}\n\nConnect to \`${at(v)}\`.\n\n\`\`\`bash\ndocker run --privileged a:latest\n\`\`\`\n`,
        ),
      ],
    ] as const;
  }),
);

/** Made up, and put together here; each pair has the same shape, so that only the value differs. */
const values: readonly (readonly [string, string])[] = [
  ['Sunny-F3rry', 'Rainy-B0ats'],
  ['Graf4na@Line%42', 'Tugb0at@Port%17'],
];
const tokens: readonly (readonly [string, string])[] = [
  ['ghp' + '_kR7mQ2xV9bTzW4nJ8cYpL5hGdF3sAe6uKq1Z', 'ghp' + '_pV3nW8zK2cRxQ5mT7bYhJ4gLdS9fUe6aMq1Z'],
  ['glpat' + '-kR7mQ2xV9bTzW4nJ8cYp', 'glpat' + '-pV3nW8zK2cRxQ5mT7bYh'],
];

/** The forms that a value could be carried away in. */
function formsOf(value: string): readonly string[] {
  const forms = [value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1)];
  const encoded = [value, `${value}\n`].flatMap((text) => [base64(text), base64(text).replace(/=+$/, '')]);
  return [...forms, ...encoded, Buffer.from(value).toString('hex')];
}

function assertWithout(out: string, value: string, where: string): void {
  for (const form of formsOf(value)) {
    const at = out.indexOf(form);
    assert.ok(at < 0, `${where}: …${out.slice(Math.max(0, at - 80), at + form.length + 40)}`);
  }
}

function analyze({ file, write }: Planted, value: string): Analysis {
  const text = write(value);
  const language = languageOfDocument({ fileName: file, firstLine: text.split('\n', 1)[0] });
  assert.ok(language !== undefined, file);
  return analyzeDocument({ uri: `file:///work/${file}`, fileName: file, language, text }, all, config);
}

describe('no secret travels', function () {
  this.timeout(120_000);
  const planted = Object.entries({ ...passwords, ...inAddresses });
  const cases = planted.flatMap(([place, document]) =>
    [...values, ...(place in passwords ? tokens : [])].map(([value, other]) => ({
      name: `${place}: ${value.slice(0, 5)}…`,
      document,
      value,
      other,
    })),
  );
  for (const { name, document, value, other } of cases) {
    it(`out of ${name}, in no output`, () => {
      const analysis = analyze(document, value);
      const hidden = analysis.findings.filter(({ meta }) => meta.hidesValue === true);
      assert.ok(hidden.length > 0, `the secret is found in\n${analysis.input.text}`);
      const report = mergeReports('1', [], [reportFile(analysis, document.file)], []);
      assertWithout(formatJson(report), value, 'JSON');
      assertWithout(formatSarif(report), value, 'SARIF');
      assertWithout(formatText(report), value, 'text');
      const { text } = fixAllSafe(analysis.input, all, config);
      const after = analyzeDocument({ ...analysis.input, text }, all, config);
      assertWithout(formatDiff(document.file, analysis, after), value, 'diff');
      // A fingerprint made of the value would be another with another value.
      const print = ({ findings }: Analysis) => findings.map(({ fingerprint }) => fingerprint);
      assert.deepEqual(print(analyze(document, other)), print(analysis), analysis.input.text);
    });
  }

  it('into messages of the protocol, but for edits of the buffer', async () => {
    const session = await TestSession.open(inProcessTransport(() => Promise.resolve(createRuleEngine())));
    try {
      for (const [index, { name, document, value }] of cases.entries()) {
        const uri = `file:///work/${index}/${document.file}`;
        const text = document.write(value);
        const language = languageOfDocument({ fileName: document.file, firstLine: text.split('\n', 1)[0] });
        session.didOpen(uri, text, language === 'shell' ? 'shellscript' : (language ?? ''));
        const diagnostics = await session.diagnostics(uri);
        assert.ok(diagnostics.length > 0, name);
        assertWithout(JSON.stringify(diagnostics), value, `${name}: diagnostics`);
        for (const { range } of diagnostics) {
          assertWithout(JSON.stringify(await session.hover(uri, range.start)), value, `${name}: hover`);
          const actions = await session.codeActions(uri, range);
          const words = actions.map(({ edit: _, ...rest }) => rest);
          assertWithout(JSON.stringify(words), value, `${name}: actions`);
        }
        session.didClose(uri);
      }
    } finally {
      await session.close();
    }
  });
});
