import {
  cite,
  defineRule,
  execOf,
  hasFlag,
  isUnwatched,
  layOut,
  message,
  migrationOf,
  pipelineScripts,
  replace,
  review,
  withStops,
  type CommandFact,
  type Exec,
  type Fix,
  type FixContext,
  type Message,
  type Migration,
  type Range,
  type Region,
} from '#rule';

const job = 'Run it as a Job, and wait for it';
const fresh = 'Run it in a container of its own';

/** Options that say which cluster and namespace, and as whom: what follows needs them as well. */
const clusterFlags =
  /^(-n|--namespace|--context|--kubeconfig|--cluster|--user|-s|--server|--token|--as|--as-group)$/;

/** Options of `docker compose exec` that `run` has as well. */
const sharedFlags = /^(-T|--no-TTY|-e|--env|-u|--user|-w|--workdir|-i|--interactive|-t)$/;

function sentenceFor({ by, target }: Exec, { label, isSql }: Migration): Message {
  const name = target?.value ?? message('the workload');
  const isGroup = target !== undefined && target.value.includes('/') && !/^pods?\//.test(target.value);
  if (by === 'compose') {
    return message(
      '{label} runs in the container of {name} that is up, most likely one of the old release, and nothing locks or records it',
      { label, name },
    );
  }
  if (isSql) {
    return message(
      '{label} runs in {name} and ends with the connection; nothing locks, repeats or records it, or says which of its changes were made',
      { label, name },
    );
  }
  return message(
    isGroup
      ? '{label} runs in any one pod of {name} that is up, most likely of the old release, and ends with the connection; nothing locks, repeats or records it'
      : '{label} runs in pod {name} that is up, most likely of the old release, and ends with the connection; nothing locks, repeats or records it',
    { label, name },
  );
}

function placeOf({ range }: CommandFact, region: Region, migration: Migration): Range {
  const isOneLine = (place: Range): boolean => !region.text.slice(place.start, place.end).includes('\n');
  if (isOneLine(range)) return range;
  return isOneLine(migration.range)
    ? migration.range
    : { start: migration.range.start, end: region.text.indexOf('\n', migration.range.start) };
}

/** `kubectl -n shop` of `kubectl exec -n shop deploy/api -- …`, and the options that go behind the verb. */
function clientOf({ command }: Exec, text: string): { readonly head: string; readonly flags: string } {
  const { range, programWord, args } = command;
  const dashes = args.find((word) => word.value === '--')?.range.start ?? range.end;
  const flags = command.flags
    .filter(({ name, range: at }) => clusterFlags.test(name) && at.start < dashes)
    .map(({ word, value }) =>
      value === undefined || value.range.start < word.range.end ? word.text : `${word.text} ${value.text}`,
    );
  const head = text.slice(range.start, programWord?.range.end ?? range.start);
  return { head, flags: flags.map((flag) => ` ${flag}`).join('') };
}

function jobFixes(context: FixContext, exec: Exec, { label }: Migration): readonly Fix[] {
  const { command } = exec;
  const { text } = context.region;
  const { head, flags } = clientOf(exec, text);
  if (head.includes('\n') || /["$\\]/.test(label)) return [];
  const stop = '${MIGRATION_JOB:?name the manifest of the Job}';
  const steps = [
    `job="$(${head} create${flags} -f "${stop}" -o name)"`,
    `{ ${head} wait${flags} --for=condition=complete --timeout=600s "$job" || { ${head} logs${flags} "$job"; false; }; }`,
  ];
  const rewritten = layOut(
    { setup: [], steps, isUnwatched: isUnwatched(command) },
    context,
    command.range.start,
  );
  return [
    review(
      job,
      [withStops(replace(command.range, rewritten), stop)],
      'The Job needs the image of the new release, and the settings and secrets of the workload',
    ),
  ];
}

/** `docker compose run --rm` starts the image that the file names now, and ends with its exit status. */
function composeFixes({ command, target }: Exec): readonly Fix[] {
  const verb = command.operands.find((word) => word.value === 'exec');
  if (verb === undefined || target === undefined) return [];
  const own = command.flags.filter(
    ({ range }) => range.start > verb.range.end && range.end <= target.range.start,
  );
  if (own.some(({ name }) => !sharedFlags.test(name))) return [];
  return [
    review(
      fresh,
      [replace(verb.range, 'run --rm')],
      'A port that the service publishes is not published for it',
    ),
  ];
}

function fixesOf(context: FixContext, exec: Exec, migration: Migration): readonly Fix[] {
  const { command } = exec;
  const isPlain =
    command.isEditable && !command.isCondition && command.parent === undefined && command.joinedBy !== '||';
  if (!isPlain) return [];
  if (exec.by === 'compose') return composeFixes(exec);
  const isAlone =
    command.pipedFrom === undefined && command.pipedTo === undefined && command.redirects.length === 0;
  // Behind `|| true` the Job's failure would be swallowed as well, so that goes first.
  return isAlone && command.joins !== '||' && !hasFlag(command, '-f', '--filename')
    ? jobFixes(context, exec, migration)
    : [];
}

export default defineRule({
  meta: {
    id: 'migration-through-exec',
    title: 'Database migration runs inside of a running pod',
    why: 'The migration of the new release is run by the old one, dies with the connection, and leaves a schema that is half changed and no record of it.',
    severity: 'low',
    confidence: 'likely',
    profile: 'recommended',
    isMilderInDevelopment: true,
    reviewItem: 15,
    languages: ['shell'],
    references: cite('OWASP 2022 K03', 'Kubescape NSA C-0002', 'CWE-755'),
    fixes: [
      { title: job, applicability: 'review' },
      { title: fresh, applicability: 'review' },
    ],
  },
  reads: ['command', 'setting'],
  read(document, report) {
    const scripts = pipelineScripts(document.regions);
    for (const { fact: command, region } of document.all('command')) {
      const exec = execOf(command);
      // On a developer's own machine a service of Compose is what there is.
      if (exec === undefined || (exec.by === 'compose' && !scripts.has(region))) continue;
      const migration = migrationOf(command, region);
      if (migration === undefined) continue;
      report({
        at: placeOf(command, region, migration),
        region,
        message: sentenceFor(exec, migration),
        fixes: (context) => fixesOf(context, exec, migration),
      });
    }
  },
});
