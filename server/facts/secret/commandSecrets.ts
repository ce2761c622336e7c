import type { CommandFact, Word } from '../command';
import type { SecretFact, SecretForm, SecretKind } from '../fact';
import { secretFact } from './candidate';
import { namesGrafana } from './grafana';
import { secretNameOf, wordsOf, type SecretName } from './keyName';
import { looksGenerated } from './randomness';
import { secretValueOf } from './value';
import { rangeOfTail } from './wordPart';

/**
 * The secrets that a command is handed in its words: flags, `user:password` pairs, headers, `key=value`
 * arguments, and text that it is fed through a pipe.
 *
 * Words with expansions are decided at run time and are passed over, but for the literal of
 * `${PASSWORD:-literal}`.
 */
export function secretsOfCommand(command: CommandFact): readonly SecretFact[] {
  const found: SecretFact[] = [];
  const { args, program } = command;
  const dashes = args.findIndex((word) => word.value === '--');
  // Behind `--` of `kubectl exec` words are for the program that is run there.
  const inner = dashes < 0 ? '' : (args[dashes + 1]?.value ?? '').replace(/^.*\//, '');
  const logsIn = args.some((word) => word.value === 'login');
  const sendsHeaders = /^(?:curl|wget|http)$/.test(program);
  for (const [index, word] of args.entries()) {
    const owner = dashes >= 0 && index > dashes ? inner : program;
    found.push(...ofFlag(command, owner, logsIn, word, args[index + 1]));
    found.push(...ofPair(command, word, args[index - 1]?.value ?? ''));
    if (sendsHeaders) found.push(...ofHeader(command, word));
  }
  found.push(...ofArguments(command), ...ofPipe(command));
  return withoutTwins(found);
}

function withoutTwins(found: readonly SecretFact[]): readonly SecretFact[] {
  const seen = new Set<number>();
  return found.filter(({ range }) => !seen.has(range.start) && seen.add(range.start));
}

/** Programs whose short flag takes a password, some of them when they log in only. */
const shortFlags: readonly {
  readonly programs: RegExp;
  readonly isForLogin?: boolean;
  readonly flag: string;
  readonly isAttachedOnly?: boolean;
}[] = [
  {
    programs: /^(?:docker|podman|nerdctl|buildah|skopeo|oras|crane|helm|az|argocd|oc|wrangler)$/,
    isForLogin: true,
    flag: '-p',
  },
  {
    programs: /^(?:mysql|mysqldump|mysqladmin|mysqlcheck|mysqlimport|mariadb|mariadb-dump|mariadb-admin)$/,
    flag: '-p',
    isAttachedOnly: true,
  },
  {
    programs: /^(?:sshpass|mongosh|mongo|mongodump|mongorestore|mongoexport|mongoimport)$/,
    flag: '-p',
  },
  { programs: /^redis-cli$/, flag: '-a' },
  { programs: /^(?:sqlcmd|bcp)$/, flag: '-P' },
  { programs: /^(?:ldapsearch|ldapadd|ldapmodify|ldapdelete|ldappasswd)$/, flag: '-w' },
];

/** A flag that takes a secret: `--docker-password=abc`, `--token abc`, `sshpass -p abc`, `mysql -pabc`, `-passin pass:abc`. */
function ofFlag(
  command: CommandFact,
  program: string,
  logsIn: boolean,
  word: Word,
  next: Word | undefined,
): readonly SecretFact[] {
  const { value } = word;
  if (!value.startsWith('-') || value === '-' || value === '--') return [];
  if (value.startsWith('--')) {
    const equals = value.indexOf('=');
    const flag = equals < 0 ? value : value.slice(0, equals);
    if (command.program === 'kubectl' && flag === '--from-literal') return [];
    const name = secretNameOf(flag);
    if (name === undefined) return [];
    if (equals >= 0) return ofText(command, word, equals + 1, name, flag, 'flag');
    return next === undefined || next.value.startsWith('-')
      ? []
      : ofText(command, next, 0, name, flag, 'flag');
  }
  // OpenSSL's password sources, openssl-passphrase-options(1).
  if (/^-pass(?:in|out)?$/.test(value) && next?.value.startsWith('pass:') === true) {
    return ofText(command, next, 'pass:'.length, 'password', 'password', 'flag');
  }
  for (const { programs, flag, isForLogin = false, isAttachedOnly = false } of shortFlags) {
    if (!programs.test(program) || !value.startsWith(flag) || (isForLogin && !logsIn)) continue;
    if (value !== flag) return ofText(command, word, flag.length, 'password', 'password', 'flag');
    if (!isAttachedOnly && next !== undefined && !next.value.startsWith('-'))
      return ofText(command, next, 0, 'password', 'password', 'flag');
  }
  return [];
}

/** `curl -u user:password`, in either spelling, and `--proxy-user`. */
function ofPair(command: CommandFact, word: Word, before: string): readonly SecretFact[] {
  if (!/^(?:curl|http|https|xh)$/.test(command.program)) return [];
  const isBehind =
    command.program === 'curl'
      ? /^(?:--user|--proxy-user|-[a-zA-Z]*[uU])$/.test(before)
      : /^(?:-a|--auth)$/.test(before);
  const joined = /^(?:--user=|--proxy-user=|-u(?=[^:=\s]+:))/.exec(word.value)?.[0].length;
  const from = isBehind ? 0 : joined;
  if (from === undefined) return [];
  const colon = word.value.indexOf(':', from);
  if (colon < 0) return [];
  const user = word.value.slice(from, colon);
  // `user:password` is how manuals write what stands there.
  if (/^(?:user|username):(?:pass|password)$/i.test(word.value.slice(from))) return [];
  return ofText(command, word, colon + 1, 'password', `password of ${labelOf(user)}`, 'userAndPassword');
}

/** A credential in a header: `Authorization: Bearer x`, `X-Api-Key: x`, `PRIVATE-TOKEN: x`. */
function ofHeader(command: CommandFact, word: Word): readonly SecretFact[] {
  const match =
    /^(?:-H|--header=)?\s*([A-Za-z][A-Za-z0-9-]{0,60}):\s*(?:(?:Bearer|Basic|Token|token|ApiKey)\s+)?/.exec(
      word.value,
    );
  const header = match?.[1];
  if (match === null || header === undefined) return [];
  const isAuthorization = /^(?:proxy-)?authorization$/i.test(header);
  if (!isAuthorization && secretNameOf(header) === undefined) return [];
  return ofText(command, word, match[0].length, 'token', header, 'header');
}

/** `--env=X=y`, `-eX=y`: the option and the variable in one word. */
const attachedVariable = /^(?:--(?:env|build-arg)=|-e(?=[A-Za-z_]))/;

/** `key=value` words of programs that take secrets so. */
function ofArguments(command: CommandFact): readonly SecretFact[] {
  const { program, args } = command;
  const values = args.map((word) => word.value);
  const found: SecretFact[] = [];
  const takesPairs =
    (program === 'vault' && /^(?:kv|write)$/.test(values[0] ?? '')) ||
    (/^(?:kubectl|oc)$/.test(program) && values[0] === 'set' && values[1] === 'env') ||
    (/^(?:docker|podman|nerdctl|kubectl)$/.test(program) && values[0] === 'run') ||
    (/^(?:docker|podman|nerdctl|buildah)$/.test(program) && values.includes('build'));
  const dashes = values.indexOf('--');
  const runsEnv = dashes >= 0 && /^(?:.*\/)?env$/.test(values[dashes + 1] ?? '');
  for (const [index, word] of args.entries()) {
    const literal = /^--from-literal=(?=\S)/.exec(word.value)?.[0].length;
    const isLiteral = literal !== undefined || args[index - 1]?.value === '--from-literal';
    const isEnv =
      /^(?:-e|--env|--build-arg)$/.test(args[index - 1]?.value ?? '') || attachedVariable.test(word.value);
    // `kubectl exec deploy/db -- env PGPASSWORD=x psql`
    const isInner = runsEnv && index > dashes + 1 && /^[A-Za-z_]\w*=/.test(word.value);
    if (
      !isLiteral &&
      !isInner &&
      !(takesPairs && (isEnv || /^(?:vault|oc)$/.test(program) || values[0] === 'set'))
    )
      continue;
    const from = literal ?? attachedVariable.exec(word.value)?.[0].length ?? 0;
    const equals = word.value.indexOf('=', from);
    // `vault kv put shop/db password=@file` reads the file.
    if (equals < 0 || (program === 'vault' && word.value.startsWith('@', equals + 1))) continue;
    const key = word.value.slice(from, equals);
    const name = secretNameOf(key);
    if (name !== undefined) {
      found.push(...ofText(command, word, equals + 1, name, key, isLiteral ? 'fromLiteral' : 'argument'));
    } else if (isLiteral && program === 'kubectl' && values.includes('secret')) {
      const value = word.value.slice(equals + 1);
      if (word.isStatic && looksGenerated(value) && !/[.:/@,]/.test(value)) {
        found.push(build(command, word, equals + 1, 'literal', key, 'fromLiteral'));
      }
    }
  }
  found.push(...ofPosition(command, values));
  return found;
}

/** Programs that take a secret by position. */
function ofPosition(command: CommandFact, values: readonly string[]): readonly SecretFact[] {
  const { program, args, operands } = command;
  // `: "${DB_PASSWORD:=literal}"` sets the variable where it is not set yet.
  if (program === ':') {
    return args.flatMap((word) => {
      const name = word.expansions.find(({ fallback }) => fallback !== undefined)?.name ?? '';
      const kind = secretNameOf(name);
      return kind === undefined ? [] : ofText(command, word, 0, kind, name, 'argument');
    });
  }
  const last = args[args.length - 1];
  if (program === 'htpasswd' && values.some((value) => /^-[a-zA-Z]*b/.test(value)) && last !== undefined) {
    return operands.length >= 2 ? ofText(command, last, 0, 'password', 'password', 'argument') : [];
  }
  if (program === 'aws' && values[0] === 'configure' && values[1] === 'set') {
    const [name, value] = [values[2] ?? '', args[3]];
    const kind = secretNameOf(name);
    return kind === undefined || value === undefined ? [] : ofText(command, value, 0, kind, name, 'argument');
  }
  const login = ofLogin(command);
  if (login.length > 0) return login;
  const reset = values.indexOf('reset-admin-password');
  if (reset >= 0 && [program, ...values].some((value) => /^(?:.*\/)?grafana(?:-cli)?$/.test(value))) {
    const value = args.slice(reset + 1).find((word) => !word.value.startsWith('-'));
    return value === undefined
      ? []
      : ofText(command, value, 0, 'password', 'admin password', 'argument').map((fact) => ({
          ...fact,
          isGrafanaAdmin: true,
        }));
  }
  return [];
}

/** `mc alias set NAME URL ACCESS SECRET`, `mc config host add` of old; `vault login TOKEN`. */
function ofLogin(command: CommandFact): readonly SecretFact[] {
  const { program, operands } = command;
  const words = operands.map(({ value }) => value);
  if (program === 'mc') {
    const count = /^(?:alias set|config host add)(?= )/.exec(words.join(' '))?.[0].split(' ').length;
    const [, url, , secret] = count === undefined ? [] : operands.slice(count);
    // The playground's keys are everybody's (min.io, "play").
    if (secret === undefined || /^https:\/\/play\.min\.io(?=[:/]|$)/.test(url?.value ?? '')) return [];
    return ofText(command, secret, 0, 'secret', 'secret key', 'argument');
  }
  const [, token] = operands;
  if (program !== 'vault' || words[0] !== 'login' || operands.length !== 2 || token === undefined) return [];
  // Servers for development go by `root`, `username=ci` is for a method, and the newer tokens are known by their shape.
  return looksGenerated(token.value) && !/=|^hv[bsr]\./.test(token.value)
    ? ofText(command, token, 0, 'token', 'vault token', 'argument')
    : [];
}

/** `echo abc | docker login --password-stdin`, `echo -n abc | base64`. */
function ofPipe(command: CommandFact): readonly SecretFact[] {
  const { pipedTo, program, args } = command;
  if (!/^(?:echo|printf)$/.test(program)) return [];
  if (pipedTo === undefined) return ofWrittenLine(command);
  const words = args.filter(
    (word, index) => !(index === 0 && /^-[neE]+$/.test(word.value)) && !/^%s(?:\\n)?$/.test(word.value),
  );
  const [word] = words;
  if (word === undefined || words.length !== 1) return [];
  const reader = pipedTo.args.map((other) => other.value);
  const readsPassword = reader.some((value) =>
    /^--(?:password|token|secret)-stdin$|^--with-token$/.test(value),
  );
  const readsSecret = reader.includes('secret') && reader.some((value) => /=\/dev\/stdin$|=-$/.test(value));
  if (readsPassword || readsSecret) return ofText(command, word, 0, 'password', 'password', 'stdin');
  if (pipedTo.program === 'chpasswd') {
    const colon = word.value.indexOf(':');
    // What is encrypted is a hash; an escape of printf would be read as a part of the password.
    if (colon < 0 || reader.some((value) => /^-[a-z]*e|^--encrypted$/.test(value))) return [];
    if (program === 'printf' && /[\\%]/.test(word.value)) return [];
    const label = `password of ${labelOf(word.value.slice(0, colon))}`;
    return ofText(command, word, colon + 1, 'password', label, 'stdin');
  }
  // What is encoded by hand usually goes into a Secret, and is often only a user's name.
  if (
    pipedTo.program === 'base64' &&
    !reader.some((value) => /^-(?:d|D|-decode)/.test(value)) &&
    looksGenerated(word.value)
  ) {
    return ofText(command, word, 0, 'secret', 'value', 'stdin');
  }
  return [];
}

/** `echo "DB_PASSWORD=x" >> .env`: a line of a file that is written. */
function ofWrittenLine(command: CommandFact): readonly SecretFact[] {
  if (!command.redirects.some(({ operator, target }) => operator.startsWith('>') && target !== undefined))
    return [];
  return command.args.flatMap((word) => {
    const [line, key = ''] = /^(?:export )?([A-Za-z_]\w{0,80})=(?=\S+$)/.exec(word.value) ?? [''];
    const name = secretNameOf(key);
    if (name === undefined || isLoneWord(key)) return [];
    return ofText(command, word, line.length, name, key, 'argument');
  });
}

/** `PASS=1` counts, and PWD is a folder. */
function isLoneWord(key: string): boolean {
  return /^(?:pass|pw|pwd)$/i.test(key);
}

function ofText(
  command: CommandFact,
  word: Word,
  from: number,
  name: SecretName,
  label: string,
  form: SecretForm,
): readonly SecretFact[] {
  const fallback = word.expansions.find((expansion) => expansion.fallback !== undefined);
  if (fallback?.fallback !== undefined && fallback.fallbackRange !== undefined) {
    if (secretValueOf(fallback.fallback, name, true) === undefined) return [];
    const fact = build(command, word, from, 'fallback', label, form);
    return [{ ...fact, range: fallback.fallbackRange }];
  }
  if (!word.isStatic) return [];
  const value = word.value.slice(from);
  // A number that stands alone is a port, a count, a code.
  const what = secretValueOf(value, name, true);
  return what === undefined ? [] : [build(command, word, from, what, label, form)];
}

function build(
  command: CommandFact,
  word: Word,
  from: number,
  what: SecretKind,
  label: string,
  form: SecretForm,
): SecretFact {
  return secretFact({
    what,
    label: labelOf(label.replace(/^-+/, '')),
    range: rangeOfTail(word, from),
    form,
    command,
    word,
    isGrafanaAdmin: isGrafana(command, label, form),
  });
}

/** A user's name or a key; never long enough to hold a secret by mistake. */
function labelOf(text: string): string {
  return text.length > 60 ? 'value' : text;
}

/** `curl -u admin:x http://grafana…`, `docker run -e GF_SECURITY_ADMIN_PASSWORD=x`. */
function isGrafana(command: CommandFact, label: string, form: SecretForm): boolean {
  if (wordsOf(label).join('') === 'gfsecurityadminpassword') return true;
  if (form !== 'userAndPassword' || label !== 'password of admin') return false;
  return (
    command.operands.some((word) => namesGrafana(word.value)) ||
    command.args.some((word) => grafanaAddress.test(word.value))
  );
}

/** By its name, or by its port and a path of its API: many servers listen at 3000 (grafana.com/docs, "HTTP API"). */
const grafanaAddress =
  /^https?:\/\/(?:[^/]*grafana|[^/]*:3000\/api\/(?:admin|alertmanager|alerts|annotations|auth|dashboards|datasources|ds|folders|frontend|org|orgs|playlists|plugins|ruler|search|serviceaccounts|snapshots|teams|v1\/provisioning)(?![\w-]))/i;
