import { list, type Program } from './program';

/** Clouds, and what describes or keeps things for them. */
export const cloudPrograms: { readonly [program: string]: Program } = {
  aws: {
    values: 'all',
    switches: list(`
      --debug --recursive --quiet --follow --force --delete --with-decryption --dry-run --dryrun --only-show-errors
      --public --private --enable-dns-hostnames --ignore-cli-dialect --no-paginate --no-verify-ssl --no-sign-request
      --no-cli-pager --no-include-email --no-follow-symlinks --exact-timestamps --human-readable --summarize
      --no-enable-dns-hostnames --no-fail-on-empty-changeset --no-execute-changeset --force-delete-without-recovery
    `),
    style: 'getopt',
  },
  az: {
    values: 'all',
    switches: list('--yes --no-wait --debug --verbose --only-show-errors --help --use-device-code --admin'),
    style: 'getopt',
  },
  gcloud: {
    values: 'all',
    switches: list('--quiet --async --help --brief --preview --no-user-output-enabled'),
    style: 'getopt',
  },
  terraform: { values: list('-var -var-file -target -out -backend-config -state -chdir'), style: 'single' },
  vault: {
    values: list('-address -namespace -field -format -path -ca-cert -client-cert -client-key -token-only'),
    style: 'single',
  },
};
