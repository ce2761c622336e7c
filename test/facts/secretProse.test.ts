import assert from 'node:assert/strict';
import { proseOf } from '../../server/facts/prose';
import { secretsOfProse } from '../../server/facts/secret/proseSecrets';
import { scanBlocks } from '../../server/languages/markdown/blocks';
import type { RegionOf } from '../../server/regions/region';

function markdown(text: string): RegionOf<'markdown'> {
  return {
    language: 'markdown',
    text,
    context: {
      carrier: 'file',
      fileName: 'guide.md',
      inDocument: true,
      template: 'none',
      shell: 'unknown',
      badExample: undefined,
      fenceLanguage: '',
    },
    tree: { blocks: scanBlocks(text) },
    holes: [],
    problems: [],
    comments: [],
    notAnalyzed: [],
    embedded: [],
  };
}

/** The marked passwords of a Markdown text: `what:text`, with a `*` in front for Grafana's admin. */
function tell(text: string): readonly string[] {
  return proseOf(markdown(text))
    .flatMap((fact) => secretsOfProse(fact, text))
    .map(
      ({ what, range, isGrafanaAdmin }) =>
        `${isGrafanaAdmin ? '*' : ''}${what}:${text.slice(range.start, range.end)}`,
    );
}

const cases: readonly (readonly [text: string, ...expected: string[]])[] = [
  ['Open Grafana and log in as **admin / prom-operator**.', '*default:prom-operator'],
  ['Open Grafana and log in as `admin` / `Graf4na!Line`.', '*literal:Graf4na!Line'],
  ['Grafana: user `admin`, password `Graf4na!Line`.', '*literal:Graf4na!Line'],
  ['# Grafana\n\nThe login is admin:Graf4na!Line for now.', '*literal:Graf4na!Line'],
  ['The password is `hunter2hunter`, do not tell anybody.', 'literal:hunter2hunter'],
  ['Default credentials: admin/admin123.', 'default:admin123'],
  ['> Log in with admin:\n> the password is Sunny-F3rry.', 'literal:Sunny-F3rry'],
  ['- Login: admin / Passw0rd', 'default:Passw0rd'],
  ['| Service | User | Password |\n|---|---|---|\n| Grafana | admin | Passw0rd |', '*default:Passw0rd'],
  ['| Service | User | Password |\n|---|---|---|\n| API | booking | `Sunny-F3rry` |', 'literal:Sunny-F3rry'],
  ['| Service | Login |\n|---|---|\n| API | booking / Sunny-F3rry |', 'literal:Sunny-F3rry'],
  ['The password of the staging database is `Sunny-F3rry`.', 'literal:Sunny-F3rry'],
  // Signs and digits together make no word of a language.
  ['| User | Password |\n|---|---|\n| deploy | `Fer7!tugboat` |', 'literal:Fer7!tugboat'],
  ['| User | PW |\n|---|---|\n| deploy | SunnyFerry#42 |', 'literal:SunnyFerry#42'],
  ['The password is **SunnyFerry#42**, change it.', 'literal:SunnyFerry#42'],
  ['Username: deploy\nPassword: Fer7!tugboat', 'literal:Fer7!tugboat'],
  ['Log in with `deploy` as user and **Sunny-F3rry!** as password.', 'literal:Sunny-F3rry!'],
  ['Use `admin` as the password for now.', 'default:admin'],
  ['| Name | Value |\n|---|---|\n| DB_PASSWORD | `Sunny-F3rry` |', 'literal:Sunny-F3rry'],
  ['| Name | Value |\n|---|---|\n| `API_TOKEN` | `q8Zr41xT9fLmSunny` |', 'literal:q8Zr41xT9fLmSunny'],
  // Must not flag.
  ['| User | Password |\n|---|---|\n| deploy | [Vault](https://vault.ferry.example/ui) |'],
  ['| User | Password |\n|---|---|\n| deploy | Vault |'],
  ['The password is `password`-protected, whatever that means.'],
  ['Use `PGPASSWORD` as password source, and `stdin` as the password input.'],
  ['Use `DB_PASSWORD` as the password.'],
  ['Use the key `admin` as password key.'],
  ['| Name | Value |\n|---|---|\n| DB_PASSWORD | from Vault |\n| API_TOKEN | `api-token` |'],
  ['| Name | Value |\n|---|---|\n| DB_PASSWORD_FILE | `/run/secrets/db` |\n| TOKEN_TTL | 3600 |'],
  ['| Name | Default |\n|---|---|\n| `POSTGRES_PASSWORD` | `postgres` |'],
  ['| Name | Type | Value |\n|---|---|---|\n| password | string | Password of the user |'],
  ['The password of ops@ferry2.example is with operations.'],
  ['Password: see step 2#reset for it.'],
  ['Change the admin password after the first login.'],
  ['The password is required.'],
  ['The password is stored in the Secret `grafana-admin`.'],
  ['The admin password: see the vault.'],
  ['Log in as `admin` with the password in `<see vault>`.'],
  ['Enter the admin/password pair that you were given to log in.'],
  ['Read the password with `kubectl get secret grafana -o jsonpath="{.data.admin-password}"`.'],
  ['Set `password: your-password-here` before you log in.'],
  ['The password must have 12 characters.'],
  ['Credentials for the admin/dashboard page are handed out by operations.'],
  ['See login/logout and http://ferry.example/login for details.'],
  ['| Key | Description | Default |\n|---|---|---|\n| password | Password of the user | `""` |'],
  ['| Parameter | Password |\n|---|---|\n| `auth` | `<password>` |'],
  ['The `password` field: `string`.'],
  ['The defaults are `admin-user`/`admin-password`; log in with them.'],
  ['Bitnami has other names for the login: grafana: `admin.password`.'],
  ['Password authentication is off; sign in with SSO/OIDC.'],
];

describe('secretsOfProse', () => {
  for (const [text, ...expected] of cases) {
    it(JSON.stringify(text), () => assert.deepEqual(tell(text), expected));
  }
});
