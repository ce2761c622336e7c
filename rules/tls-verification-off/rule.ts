import {
  cite,
  defineRule,
  downloadsOf,
  findFlag,
  isExampleHost,
  isLocalHost,
  isNumericHost,
  message,
  remove,
  removeFlags,
  replace,
  review,
  type CommandFact,
  type DownloadFact,
  type Fix,
  type Flag,
  type Range,
  type Region,
  type Report,
  type SettingFact,
} from '#rule';

const verify = 'Verify the certificate';

/** Variables that switch verification off, and the values that do; git goes by the mere presence of its own. */
const switches: { readonly [name: string]: RegExp | undefined } = {
  GIT_SSL_NO_VERIFY: /./,
  NODE_TLS_REJECT_UNAUTHORIZED: /^0$/,
  PYTHONHTTPSVERIFY: /^0$/,
  AZURE_CLI_DISABLE_CONNECTION_VERIFICATION: /^(1|true)$/i,
};

function isOff(name: string, value: string): boolean {
  return Object.hasOwn(switches, name) && switches[name]?.test(value) === true;
}

/** Where nothing is fetched that anybody would run, and no certificate can be had, `-k` is how it is done. */
function isHarmless(command: CommandFact, { address, intake, file }: DownloadFact): boolean {
  const { host } = address;
  if (host !== undefined && (isLocalHost(host) || isExampleHost(host))) return true;
  if (intake !== undefined || file !== undefined || sendsCredentials(command)) return false;
  return host === undefined || isNumericHost(host);
}

function sendsCredentials(command: CommandFact): boolean {
  return command.flags.some(
    ({ name, value }) =>
      /^(-u|--user|--oauth2-bearer|--password)$/.test(name) ||
      (/^(-H|--header)$/.test(name) &&
        /^(authorization|cookie|x-[\w-]*(token|key))\s*:/i.test(value?.value ?? '')),
  );
}

function fixesOf(region: Region, command: CommandFact, flag: Flag): () => readonly Fix[] {
  return () =>
    command.isEditable ? [review(verify, removeFlags(command, sameFlags(command, flag), region.text))] : [];
}

/** Every one of them: `--trusted-host a --trusted-host b`. */
function sameFlags({ flags }: CommandFact, flag: Flag): readonly Flag[] {
  return flag.name === '-c' ? [flag] : flags.filter(({ name }) => name === flag.name);
}

function checkFlags(command: CommandFact, region: Region, report: Report): void {
  const { program, operands } = command;
  const flag = flagOf(command);
  if (flag === undefined) return;
  const [download] = downloadsOf(command);
  if (download !== undefined && isHarmless(command, download)) return;
  const host = flag.value?.value ?? '';
  if (flag.name === '--trusted-host' && isLocalHost(host.replace(/:\d+$/, ''))) return;
  const server = findFlag(command, '--server', '-s', '--kube-apiserver')?.value?.value ?? '';
  if (/^(kubectl|oc|helm)$/.test(program) && /localhost|127\.0\.0\.1/.test(server)) return;
  if (operands.some(({ value }) => /(^|\/\/)(localhost|127\.)/.test(value)) && download === undefined) return;
  const endpoint = findFlag(command, '--endpoint-url')?.value?.value ?? '';
  if (/:\/\/(localhost|127\.)/.test(endpoint)) return;
  report({
    at: flag.range,
    message: message('{flag} switches off the check that the server is the one that was asked', {
      // Git's `-c` says nothing by itself.
      flag: flag.name === '-c' ? (flag.value?.value ?? flag.name) : flag.name,
    }),
    fixes: fixesOf(region, command, flag),
  });
}

/** Options that ask for the check, and are switched off by `=false`. */
const asks = /^--(?:strict-ssl|check-certificate|verify|tls-verify)$/;

/** The flag that is set; `--insecure-skip-tls-verify=false` asks for the check. */
function flagOf(command: CommandFact): Flag | undefined {
  const flag = namedFlagOf(command);
  const isNo = /^(?:false|f|0|no)$/i.test(flag?.value?.value ?? '');
  return isNo === (flag !== undefined && asks.test(flag.name)) ? flag : undefined;
}

function namedFlagOf(command: CommandFact): Flag | undefined {
  switch (command.program) {
    case 'curl':
      return findFlag(command, '-k', '--insecure');
    case 'wget':
      return findFlag(command, '--no-check-certificate');
    case 'git':
      return command.flags.find(
        ({ name, value }) =>
          /^(-c|--config)$/.test(name) &&
          /^http\.([^=]*\.)?sslverify=(false|0|off|no)$/i.test(value?.value ?? ''),
      );
    case 'pip':
    case 'pip3':
      return findFlag(command, '--trusted-host');
    case 'kubectl':
    case 'oc':
    case 'helm':
      return findFlag(command, '--insecure-skip-tls-verify', '--kube-insecure-skip-tls-verify');
    case 'npm':
    case 'yarn':
    case 'pnpm':
      return findFlag(command, '--strict-ssl');
    case 'aws':
      return findFlag(command, '--no-verify-ssl');
    case 'aria2c':
      return findFlag(command, '--check-certificate');
    case 'http':
    case 'https':
      return findFlag(command, '--verify');
    case 'podman':
    case 'buildah':
      return findFlag(command, '--tls-verify');
    default:
      return undefined;
  }
}

/** `git config http.sslVerify false`, `npm config set strict-ssl false`. */
function checkConfig(command: CommandFact, report: Report): void {
  const { program, operands } = command;
  const [first, ...rest] = operands;
  // `npm set` is `npm config set`.
  const isConfig = first?.value === 'config' || (first?.value === 'set' && program !== 'git');
  if (!isConfig) return;
  const isNode = /^(npm|yarn|pnpm)$/.test(program);
  const names = program === 'git' ? /^http\.(.*\.)?sslverify$/i : isNode ? /^strict-ssl$/ : undefined;
  const index = names === undefined ? -1 : rest.findIndex((word) => names.test(word.value));
  const value = index < 0 ? undefined : rest[index + 1];
  if (value === undefined || !/^(false|0|off|no)$/i.test(value.value)) return;
  report({
    at: value.range,
    message: message('{name} switches off the check that the server is the one that was asked', {
      name: rest[index]?.value ?? '',
    }),
    fixes: () => (command.isEditable ? [review(verify, [replace(value.range, 'true')])] : []),
  });
}

function checkVariables(command: CommandFact, region: Region, report: Report): void {
  for (const assignment of [...command.assignments, ...command.declarations]) {
    if (!isOff(assignment.name, assignment.value?.value ?? '')) continue;
    report({
      at: assignment.range,
      message: message('{name} switches off the check that the server is the one that was asked', {
        name: assignment.name,
      }),
      fixes: () => {
        const isPrefix = command.programWord !== undefined && command.declarations.length === 0;
        if (!isPrefix || !command.isEditable) return [];
        let { end } = assignment.range;
        while (/[ \t]/.test(region.text[end] ?? '')) end++;
        return [review(verify, [remove({ start: assignment.range.start, end })])];
      },
    });
  }
}

/** A variable's value is text: a number between quotes, as YAML would make one of it, or as it was quoted before. */
function written(text: string, { start, end }: Range): string {
  const quote = /^["']/.exec(text.slice(start, end))?.[0] ?? (isWholeScalar(text, start) ? '"' : '');
  return `${quote}1${quote}`;
}

function isWholeScalar(text: string, start: number): boolean {
  return /[\s[{,]/.test(text[start - 1] ?? '');
}

/** The same variables in a container, a workflow or an environment file. */
function checkSetting(setting: SettingFact, region: Region, report: Report): void {
  if (!/^(containerEnv|composeEnv|workflowEnv|dotenv|configMapData)$/.test(setting.source)) return;
  const { key, value, valueRange } = setting;
  if (value.state !== 'known' || !isOff(key, value.value)) return;
  report({
    at: valueRange,
    message: message('{name} switches off the check that the server is the one that was asked', {
      name: key,
    }),
    fixes: () =>
      // Git goes by the variable's presence, so no value of it would help.
      key === 'NODE_TLS_REJECT_UNAUTHORIZED' || key === 'PYTHONHTTPSVERIFY'
        ? [review(verify, [replace(value.range, written(region.text, value.range))])]
        : [],
  });
}

export default defineRule({
  meta: {
    id: 'tls-verification-off',
    title: 'Certificates are not verified',
    why: 'Encryption to an unknown partner protects from nobody: whoever answers is believed, and gets the password too.',
    severity: 'high',
    confidence: 'certain',
    profile: 'recommended',
    reviewItem: 6,
    languages: ['shell', 'yaml', 'dotenv'],
    references: cite(
      'CWE-295',
      'CWE-494',
      'NSA/CISA 1.2 Application security',
      'OWASP 2022 K02',
      'OWASP 2025 K07',
    ),
    fixes: [{ title: verify, applicability: 'review' }],
  },
  visit: (report) => ({
    command(command, region) {
      checkFlags(command, region, report);
      checkConfig(command, report);
      checkVariables(command, region, report);
    },
    setting(setting, region) {
      checkSetting(setting, region, report);
    },
  }),
});
