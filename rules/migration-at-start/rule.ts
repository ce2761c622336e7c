import {
  cite,
  defineRule,
  entryOf,
  message,
  migrationOfWords,
  type ContainerFact,
  type Range,
  type Region,
} from '#rule';

/** What it runs, marked where it stands on one line, otherwise by its key. */
function placeOf({ map, range }: ContainerFact, region: Region): Range {
  const entry = entryOf(map, 'command') ?? entryOf(map, 'args');
  if (entry === undefined) return range;
  return region.text.slice(entry.range.start, entry.range.end).includes('\n') ? entry.key.range : entry.range;
}

export default defineRule({
  meta: {
    id: 'migration-at-start',
    title: 'Every replica migrates the database when it starts',
    why: 'Pods that start together change the same tables at the same time, and one whose migration fails is started again and again.',
    severity: 'low',
    confidence: 'likely',
    profile: 'recommended',
    isMilderInDevelopment: true,
    reviewItem: 15,
    languages: ['yaml', 'json'],
    references: cite('CWE-362', 'CWE-755', 'Kubescape NSA C-0002'),
    fixes: [],
  },
  visit: (report) => ({
    container(container, region) {
      const { workload, commands, role } = container;
      const replicas = workload?.replicas;
      // A StatefulSet starts its pods one behind the other unless told otherwise.
      if (replicas?.state !== 'known' || replicas.value < 2) return;
      if (!/^(Deployment|ReplicaSet|Rollout|StatefulSet)$/.test(workload?.resource ?? '')) return;
      const label = commands
        .map(({ program, args }) => migrationOfWords([program, ...args]))
        .find((found) => found !== undefined);
      if (label === undefined) return;
      report({
        at: placeOf(container, region),
        message: message(
          role === 'initContainer'
            ? '{label} runs before each of the {count} replicas, in several pods at the same time'
            : '{label} runs at the start of each of the {count} replicas, in several pods at the same time',
          { label, count: String(replicas.value) },
        ),
      });
    },
  }),
});
