import assert from 'node:assert/strict';
import { execOf, migrationOf, migrationOfWords } from '../../server/facts/migration';
import { pipelineScripts } from '../../server/facts/pipeline';
import { analyze } from '../rules/document';

/** What each command of a script migrates with, `-` for those that migrate nothing. */
function migrationsIn(script: string): readonly string[] {
  return analyze('a.sh', script)
    .facts.all('command')
    .map(({ fact, region }) => migrationOf(fact, region)?.label ?? '-');
}

describe('migrations', () => {
  const words: readonly (readonly [string, string | undefined])[] = [
    ['alembic upgrade head', 'alembic upgrade'],
    ['alembic -c db/alembic.ini upgrade head', 'alembic upgrade'],
    ['python -m alembic upgrade head', 'alembic upgrade'],
    ['alembic upgrade head --sql', undefined],
    ['alembic current', undefined],
    ['bundle exec rails db:migrate:primary', 'rails db:migrate'],
    ['bin/rails db:migrate:status', undefined],
    ['rails dbconsole', undefined],
    ['python3 manage.py migrate --noinput', 'manage.py migrate'],
    ['python3 manage.py makemigrations', undefined],
    ['npx prisma migrate deploy', 'prisma migrate deploy'],
    ['npx prisma migrate diff', undefined],
    ['flyway -url=jdbc:x migrate', 'flyway migrate'],
    ['flyway info', undefined],
    ['/app/migrate up', '/app/migrate'],
    ['migrate -path db -database x version', undefined],
    ['npm run db:migrate', 'npm run db:migrate'],
    ['npm run migration:generate', undefined],
    ['npm run test', undefined],
    ['make migrate', 'make migrate'],
    ['./run-migrations.sh', './run-migrations.sh'],
    ['cat migrate', undefined],
    ['echo alembic', undefined],
  ];
  for (const [text, label] of words) {
    it(`${text}: ${label ?? 'none'}`, () => {
      assert.equal(migrationOfWords(text.split(' ')), label);
    });
  }

  it('are found in what a container runs, scripts of a shell included', () => {
    const script = [
      "kubectl exec api-0 -- sh -c 'cd /app && alembic upgrade head'",
      'oc exec dc/api -- rake db:setup',
      'kubectl exec -i db-0 -- psql -f V2.sql',
      'kubectl exec -i db-0 -- psql < dump.sql',
      'kubectl logs api-0',
    ].join('\n');
    const labels = migrationsIn(script).filter((label) => label !== '-');
    assert.deepEqual(labels, ['alembic upgrade', 'rake db:setup', 'psql -f', 'alembic upgrade']);
  });

  it('say what they run in', () => {
    const [exec] = analyze('a.sh', 'kubectl -n shop exec -it deploy/api -c app -- ./migrate up\n')
      .facts.all('command')
      .map(({ fact }) => execOf(fact));
    assert.ok(exec);
    assert.equal(exec.target?.value, 'deploy/api');
    assert.deepEqual(
      exec.words.map(({ value }) => value),
      ['./migrate', 'up'],
    );
  });
});

describe('scripts of a pipeline', () => {
  const countIn = (name: string, text: string): number =>
    pipelineScripts(analyze(name, text).facts.regions).size;

  it('are those of workflows and of GitLab CI, not of a container', () => {
    assert.equal(
      countIn('.github/workflows/a.yml', 'on: push\njobs:\n  a:\n    steps:\n      - run: make\n'),
      1,
    );
    assert.equal(countIn('.gitlab-ci.yml', 'deploy:\n  script:\n    - make all\n    - make test\n'), 2);
    assert.equal(
      countIn(
        'pod.yaml',
        'apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - command: [sh, -c, "make all"]\n',
      ),
      0,
    );
  });
});
