import {
  cite,
  defineRule,
  execOf,
  message,
  migrationOf,
  pipelineScripts,
  type CommandFact,
  type DocumentFacts,
} from '#rule';

/** What puts data away, which is not to be done elsewhere. */
const backups =
  /^(pg_dump|pg_dumpall|mysqldump|mariadb-dump|mongodump|etcdctl|redis-cli|velero|tar|rclone|restic)$/;

/** A cluster that the same document makes and throws away is a test's own. */
function makesCluster(document: DocumentFacts): boolean {
  return document.all('command').some(({ fact: { program, operands } }) => {
    if (!/^(kind|k3d|minikube|ctlptl|microk8s|k3s)$/.test(program)) return false;
    return /^(create|start|cluster|install)$/.test(operands[0]?.value ?? '');
  });
}

/** `helm/kind-action`, `AbsaOSS/k3d-action` and their kin do the same for a workflow. */
function usesClusterAction(document: DocumentFacts): boolean {
  return document
    .all('setting')
    .some(
      ({ fact: { key, value } }) =>
        key === 'uses' &&
        value.state === 'known' &&
        /\b(kind|k3d|k3s|minikube|microk8s)\b/i.test(value.value),
    );
}

function programOf(command: CommandFact): string | undefined {
  const exec = execOf(command);
  if (exec?.by !== 'kubectl') return undefined;
  const word = exec.words[0]?.value ?? '';
  return word.slice(word.lastIndexOf('/') + 1);
}

export default defineRule({
  meta: {
    id: 'exec-in-pipeline',
    title: 'Pipeline runs commands inside of pods',
    why: 'The right pods/exec lets whoever gets hold of the pipeline run anything in every pod of the namespace, and read its secrets.',
    severity: 'low',
    confidence: 'possible',
    profile: 'strict',
    reviewItem: 15,
    languages: ['shell'],
    references: cite('OWASP 2022 K03', 'Kubescape NSA C-0002'),
    fixes: [],
  },
  reads: ['command', 'setting'],
  read(document, report) {
    const scripts = pipelineScripts(document.regions);
    if (scripts.size === 0 || makesCluster(document) || usesClusterAction(document)) return;
    for (const { fact: command, region } of document.all('command')) {
      const program = scripts.has(region) ? programOf(command) : undefined;
      if (program === undefined || backups.test(program) || migrationOf(command, region) !== undefined)
        continue;
      const end = region.text.slice(command.range.start, command.range.end).indexOf('\n');
      report({
        at: end < 0 ? command.range : { start: command.range.start, end: command.range.start + end },
        region,
        message: message(
          'The pipeline needs the right pods/exec for this, with which it can run anything in every pod of the namespace',
        ),
      });
    }
  },
});
