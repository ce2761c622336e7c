import {
  asBoolean,
  cite,
  contextPatch,
  defineRule,
  entryOf,
  isOpenMap,
  message,
  mountsForeignVolume,
  nameAsWritten,
  ownershipOf,
  removePruned,
  replace,
  review,
  valueOf,
  withStops,
  type ContainerFact,
  type Fix,
  type Ownership,
  type Problem,
  type Region,
  type SettingFact,
  type WorkloadFact,
} from '#rule';

export default defineRule({
  meta: {
    id: 'init-container-ownership',
    title: 'Init container changes the owner or mode of a volume',
    why: 'It runs as root to do what the kubelet does without it, and mode 777 leaves the data open to every process.',
    severity: 'medium',
    confidence: 'certain',
    profile: 'recommended',
    isMilderInDevelopment: true,
    reviewItem: 14,
    languages: ['yaml', 'json', 'shell', 'markdown'],
    references: cite(
      'CIS 1.12 5.2.7',
      'CIS 1.12 5.6.3',
      'PSS restricted non-root',
      'OWASP 2022 K01',
      'OWASP 2025 K01',
      'Kubescape NSA C-0013',
      'CWE-250',
      'CWE-732',
    ),
    fixes: [
      { title: 'Let the kubelet set the group of the volumes', applicability: 'review' },
      { title: 'Leave it only the capabilities for files', applicability: 'review' },
      { title: 'Switch the ownership container off', applicability: 'review' },
    ],
  },
  visit: (report) => ({
    container(container, region) {
      const ownership = ownershipOf(container);
      if (ownership === undefined) return;
      report({
        at: container.name.state === 'known' ? container.name.range : container.range,
        message: tell(container, ownership),
        fixes: () => fixesOf(container, ownership, region),
      });
    },
    setting(setting) {
      const problem = chartProblem(setting);
      if (problem !== undefined) report(problem);
    },
  }),
});

function tell(container: ContainerFact, { program, isWorldWritable }: Ownership) {
  const name = nameAsWritten(container);
  if (isWorldWritable)
    return message('Init container {name} lets every user write to the files of a volume', { name });
  return program === 'chown'
    ? message(
        'Init container {name} needs root to change the owner of files, which fsGroup does without it',
        { name },
      )
    : message('Init container {name} needs root to change the mode of files, which fsGroup does without it', {
        name,
      });
}

function fixesOf(container: ContainerFact, ownership: Ownership, region: Region): readonly Fix[] {
  if (region.language !== 'yaml' && region.language !== 'json') return [];
  const { workload, list, item, map } = container;
  const fixes: Fix[] = [];
  if (workload !== undefined && list !== undefined && item !== undefined && ownership.isAll) {
    const stop = '‹group id of the application›';
    const removed = removePruned(region, list, [item]);
    const set = mountsForeignVolume(container)
      ? undefined
      : contextPatch(region, workload.podSpec, missingGroup(workload, ownership.group ?? stop));
    if (removed !== undefined && set !== undefined) {
      const stopped = set.map((edit) => (edit.text.includes(stop) ? withStops(edit, stop) : edit));
      fixes.push(
        review(
          'Let the kubelet set the group of the volumes',
          [...removed, ...stopped].sort((a, b) => a.range.start - b.range.start),
          'Works for volumes whose driver supports fsGroup: EBS and most disks, not hostPath, NFS and most shared ones',
        ),
      );
    }
  }
  const isWritable =
    !isOpenMap(map) &&
    (entryOf(map, 'securityContext') === undefined || valueOf(container.security) !== undefined);
  if (!ownership.isWorldWritable && isWritable) {
    const context = contextPatch(region, map, [
      ['allowPrivilegeEscalation', false],
      ['readOnlyRootFilesystem', true],
      ['capabilities', { drop: ['ALL'], add: ['CHOWN', 'FOWNER', 'DAC_OVERRIDE'] }],
    ]);
    if (context !== undefined)
      fixes.push(
        review(
          'Leave it only the capabilities for files',
          context,
          'It still runs as root, which the restricted profile refuses',
        ),
      );
  }
  return fixes;
}

/** What the pod does not say of its group yet. */
function missingGroup(workload: WorkloadFact, group: string | number) {
  const context = valueOf(workload.security);
  const fields = [
    ['fsGroup', group],
    ['fsGroupChangePolicy', 'OnRootMismatch'],
  ] as const;
  return fields.filter(([name]) => entryOf(context, name) === undefined);
}

/** `volumePermissions.enabled` of Bitnami's charts, and of those that follow them. */
function chartProblem(setting: SettingFact): Problem | undefined {
  const { path, key, source, value } = setting;
  if (key !== 'enabled' || path[path.length - 2] !== 'volumePermissions') return undefined;
  if (source !== 'yaml' && source !== 'set') return undefined;
  const isOn =
    setting.entry === undefined ? valueOf(value) === 'true' : asBoolean(setting.entry.value) === true;
  if (!isOn) return undefined;
  return {
    at: setting.valueRange,
    message: message('The chart adds an init container that changes the owner of the volume as root'),
    fixes: () => [
      review(
        'Switch the ownership container off',
        [replace(setting.valueRange, 'false')],
        'The chart sets fsGroup, which does the same for volumes whose driver supports it',
      ),
    ],
  };
}
