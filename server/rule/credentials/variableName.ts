import type { SecretFact } from '../../facts/fact';
import { wordsOf } from '../../facts/secret/keyName';

const byProgram: Readonly<Record<string, string>> = {
  mysql: 'MYSQL_PASSWORD',
  mysqldump: 'MYSQL_PASSWORD',
  mysqladmin: 'MYSQL_PASSWORD',
  mariadb: 'MARIADB_PASSWORD',
  'redis-cli': 'REDIS_PASSWORD',
  'redis-server': 'REDIS_PASSWORD',
  argocd: 'ARGOCD_PASSWORD',
  az: 'AZURE_PASSWORD',
  htpasswd: 'USER_PASSWORD',
  sshpass: 'SSH_PASSWORD',
  openssl: 'KEY_PASSPHRASE',
  mongosh: 'MONGO_PASSWORD',
  mongo: 'MONGO_PASSWORD',
  ldapsearch: 'LDAP_PASSWORD',
  psql: 'DB_PASSWORD',
  docker: 'REGISTRY_PASSWORD',
  podman: 'REGISTRY_PASSWORD',
  nerdctl: 'REGISTRY_PASSWORD',
  helm: 'REGISTRY_PASSWORD',
  oras: 'REGISTRY_PASSWORD',
};

const databases =
  /^(?:postgres|postgresql|mysql|mariadb|mongodb|redis|rediss|amqp|amqps|jdbc|sqlserver|clickhouse)/;

/**
 * The environment variable that a rewrite reads the secret from: the name it has already, or one that says
 * what it is for.
 */
export function variableNameOf(secret: SecretFact): string {
  const { setting, command, form, label } = secret;
  if (secret.isGrafanaAdmin && setting?.source !== 'assignment') {
    const name = setting?.key ?? label;
    return /^[A-Z][A-Z0-9_]*$/.test(name) ? name : 'GRAFANA_ADMIN_PASSWORD';
  }
  if (form === 'url')
    return databases.test(label) ? 'DB_PASSWORD' : nameFrom(label.replace(/ address$/, ' password'));
  if (setting !== undefined && setting.source !== 'set') {
    return secret.isShapeVerified && /^(?:[^A-Za-z_].*|args|command|run|script|value)$/.test(setting.key)
      ? nameFrom(label)
      : nameFrom(setting.key);
  }
  if (setting !== undefined) {
    // A variable of the environment has its name already.
    if (/^[A-Z][A-Z0-9]*_[A-Z0-9_]+$/.test(setting.key)) return setting.key;
    const keys = setting.path.filter((part) => !part.startsWith('['));
    return nameFrom(keys.slice(-2).join('_'));
  }
  if (form === 'fromLiteral') {
    const names = command?.operands.map((word) => word.value) ?? [];
    const owner = names[names.length - 1] ?? '';
    // `password` alone says too little in an environment; the Secret's name says the rest.
    return wordsOf(label).length > 1 || names.length < 4 ? nameFrom(label) : nameFrom(`${owner}_${label}`);
  }
  if (form === 'header')
    return /authorization/i.test(label) ? 'API_TOKEN' : nameFrom(label.replace(/^x-/i, ''));
  const user = /^password of (\S+)$/.exec(label)?.[1];
  if (user !== undefined) return nameFrom(`${user}_password`);
  if (label === 'password') {
    return byProgram[command?.pipedTo?.program ?? command?.program ?? ''] ?? 'DB_PASSWORD';
  }
  if (/^(?:requirepass|masterauth)$/.test(label)) return 'REDIS_PASSWORD';
  return nameFrom(label);
}

function nameFrom(text: string): string {
  const name = wordsOf(text).join('_').toUpperCase();
  return /^[A-Z]/.test(name) ? name : 'SECRET_VALUE';
}

/** The variable's value, or an end of the script with a message (POSIX.1-2017, XCU 2.6.2). */
export function required(name: string): string {
  return `\${${name}:?set ${name}}`;
}
