import data from '../data/migrationTools.json';
import type { Region } from '../regions/region';
import type { Range } from '../text/range';
import type { CommandFact, Word } from './command';
import { commandsOf } from './shell/commands';

/** A command inside of a container that runs already: `kubectl exec`, `oc exec`, `docker compose exec`. */
export interface Exec {
  readonly by: 'kubectl' | 'compose';
  /** The command that starts it. */
  readonly command: CommandFact;
  /** The pod, `deployment/api`, or the service of a Compose file; undefined where none is named. */
  readonly target: Word | undefined;
  /** What runs in the container, program first; empty where nothing is said. */
  readonly words: readonly Word[];
}

/** A command that changes a database's schema, and where its words stand. */
export interface Migration {
  /** For people: `alembic upgrade`, `/app/migrate`, `psql -f`. */
  readonly label: string;
  /** True for a file of SQL that a client is given, which no tool keeps a record of. */
  readonly isSql: boolean;
  /** The words of the migration, in the region of the command that was asked about. */
  readonly range: Range;
}

/** What the command runs in a container that is up; undefined for any other command. */
export function execOf(command: CommandFact): Exec | undefined {
  const { program, args, operands } = command;
  const [first, second, third] = operands;
  if (program === 'kubectl' || program === 'oc') {
    if (first?.value !== 'exec') return undefined;
    const dashes = args.findIndex((word) => word.value === '--');
    const target = second !== undefined && (dashes < 0 || args.indexOf(second) < dashes) ? second : undefined;
    // Without `--` the words behind the pod are the command: kubectl took them so up to 1.30, and oc does.
    const words = dashes >= 0 ? args.slice(dashes + 1) : operands.slice(2);
    return { by: 'kubectl', command, target, words };
  }
  if (program === 'docker-compose' && first?.value === 'exec') {
    return { by: 'compose', command, target: second, words: operands.slice(2) };
  }
  if (/^(docker|podman|nerdctl)$/.test(program) && first?.value === 'compose' && second?.value === 'exec') {
    return { by: 'compose', command, target: third, words: operands.slice(3) };
  }
  return undefined;
}

/** The migration that a command is, or that it runs in a container; `sh -c '…'` is looked into. */
export function migrationOf(command: CommandFact, region: Region): Migration | undefined {
  const exec = execOf(command);
  if (exec !== undefined) return migrationIn(exec.words, command, region);
  const { programWord, args } = command;
  return programWord === undefined ? undefined : migrationIn([programWord, ...args], command, region);
}

function migrationIn(words: readonly Word[], command: CommandFact, region: Region): Migration | undefined {
  const [first] = words;
  const last = words.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const range = { start: first.range.start, end: last.range.end };
  const label = migrationOfWords(words.map(({ value }) => value)) ?? scriptLabel(words, region);
  if (label !== undefined) return { label, range, isSql: false };
  const sql = sqlLabel(words, command);
  return sql === undefined ? undefined : { label: sql, range, isSql: true };
}

/** What a run of words migrates with, runners (`npx`, `bundle exec`, `python -m`) and options among them. */
export function migrationOfWords(words: readonly string[]): string | undefined {
  for (const [index, word] of words.entries()) {
    const name = baseName(word);
    const rest = words.slice(index + 1);
    // A word that holds a script is read as one, not as a name.
    if (/\s/.test(word)) return undefined;
    for (const { programs, verbs, reads } of data.tools) {
      if (!programs.includes(name) || (verbs.length === 0 && index > 0)) continue;
      if (rest.some((other) => reads.includes(other) || /(^|:)(status|version)$/.test(other)))
        return undefined;
      if (verbs.length === 0) return word;
      const verb = verbs.find((each) => hasVerb(rest, each));
      if (verb !== undefined) return `${name} ${verb}`;
    }
    if (index === 0 && namesMigration(name)) return word;
    if (taskRunners.has(name)) {
      const task = rest.find((other) => !other.startsWith('-') && other !== 'run' && other !== 'exec');
      if (task !== undefined && namesMigration(task)) {
        return [name, ...rest.slice(0, rest.indexOf(task) + 1)].join(' ');
      }
    }
  }
  return undefined;
}

const taskRunners = new Set(['npm', 'yarn', 'pnpm', 'bun', 'make', 'composer', 'task', 'just']);

/** `migrate`, `db:migrate`, `run-migrations.sh`; not `migrate:status`, `migration:generate`. */
function namesMigration(name: string): boolean {
  if (/(status|create|make|generate|new|list|check|lint|diff|test)/i.test(name)) return false;
  return /(^|[:_.-])migrat(e|ions?)($|[:_.-])/i.test(name);
}

function hasVerb(words: readonly string[], verb: string): boolean {
  const parts = verb.split(' ');
  const plain = words.filter((word) => !word.startsWith('-'));
  return plain.some((_, at) =>
    parts.every((part, offset) => {
      const word = plain[at + offset] ?? '';
      return word === part || (part.includes(':') && word.startsWith(`${part}:`));
    }),
  );
}

/** The migration in the script of `sh -c '…'`, which is a region of its own. */
function scriptLabel(words: readonly Word[], region: Region): string | undefined {
  if (!/^(ba|da|a|z|k)?sh$/.test(baseName(words[0]?.value ?? ''))) return undefined;
  const { start = 0 } = words[0]?.range ?? {};
  const end = words.at(-1)?.range.end ?? start;
  for (const { region: script, map } of region.embedded) {
    const at = map.segments[0]?.parentAt ?? -1;
    if (script.language !== 'shell' || at < start || at >= end) continue;
    for (const command of commandsOf(script)) {
      const found = migrationOf(command, script);
      if (found !== undefined) return found.label;
    }
  }
  return undefined;
}

const sqlClients = /^(psql|mysql|mariadb|sqlcmd|sqlite3)$/;

/** A client that is given a file of SQL: `psql -f V2.sql`, `psql < V2.sql`. A dump that is put back is no migration. */
function sqlLabel(words: readonly Word[], command: CommandFact): string | undefined {
  const name = baseName(words[0]?.value ?? '');
  if (!sqlClients.test(name)) return undefined;
  const at = words.findIndex(({ value }) => /^(-f|--file|-i)$/.test(value) || value.startsWith('--file='));
  const file = at < 0 ? undefined : (words[at]?.value.split('=')[1] ?? words[at + 1]?.value);
  if (file !== undefined) return isDump(file) ? undefined : `${name} ${words[at]?.value.split('=')[0] ?? ''}`;
  const fed = command.redirects.find(({ operator }) => operator === '<')?.target?.value;
  return fed === undefined || !fed.endsWith('.sql') || isDump(fed) ? undefined : `${name} < ${fed}`;
}

function isDump(file: string): boolean {
  return /dump|backup|restore|seed|fixture/i.test(file);
}

function baseName(word: string): string {
  return word.slice(word.lastIndexOf('/') + 1);
}
