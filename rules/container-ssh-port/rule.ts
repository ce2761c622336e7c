import {
  cite,
  defineRule,
  entryOf,
  listOf,
  message,
  removeChild,
  review,
  textOf,
  type SettingFact,
  type YamlMap,
} from '#rule';

/** Programs whose protocol is SSH: Git servers and file transfer. */
const speaksSsh =
  /git|gerrit|forgejo|gogs|bitbucket|bastion|sftp|rsync|jump|ssh-?portal|teleport|deploy-?key/i;

export default defineRule({
  meta: {
    id: 'container-ssh-port',
    title: 'Container listens for SSH',
    why: 'A login in a container bypasses the permissions and the audit log of Kubernetes, with users and keys of its own.',
    severity: 'medium',
    confidence: 'likely',
    profile: 'recommended',
    isMilderInDevelopment: true,
    reviewItem: 5,
    languages: ['yaml', 'json'],
    references: cite('OWASP 2025 K06', 'CWE-284', 'NSA/CISA 1.2 Worker nodes'),
    fixes: [{ title: 'Remove the port', applicability: 'review' }],
  },
  visit: (report) => ({
    setting(setting, region) {
      if (!isSshPort(setting)) return;
      const [port, owner] = [setting.maps[setting.maps.length - 1], setting.maps[setting.maps.length - 2]];
      if (port === undefined || owner === undefined || setting.maps.some(isAboutSsh)) return;
      if (setting.subject.kind === 'manifest' && speaksSsh.test(setting.subject.name)) return;
      report({
        at: setting.entry?.range ?? setting.valueRange,
        message:
          setting.key === 'containerPort'
            ? message('Container listens on port 22, a way in that Kubernetes neither controls nor logs')
            : message('Service leads to port 22, a way in that Kubernetes neither controls nor logs'),
        fixes: () => {
          const list = listOf(entryOf(owner, 'ports')?.value);
          const item = list?.items.find(({ node }) => node === port);
          const edits =
            list === undefined || item === undefined ? undefined : removeChild(region, list, item);
          return edits === undefined ? [] : [review('Remove the port', edits)];
        },
      });
    },
  }),
});

/** `containerPort: 22` of a container; `port` or `targetPort: 22` of a Service, once for both. */
function isSshPort({ key, path, source, value, subject, maps }: SettingFact): boolean {
  if (source !== 'yaml' || value.state !== 'known' || value.value !== '22') return false;
  if (path[path.length - 3] !== 'ports') return false;
  if (key === 'containerPort') return true;
  if (subject.kind !== 'manifest' || subject.resource !== 'Service') return false;
  return (
    key === 'targetPort' || (key === 'port' && entryOf(maps[maps.length - 1], 'targetPort') === undefined)
  );
}

function isAboutSsh(map: YamlMap): boolean {
  return speaksSsh.test(textOf(map, 'image') ?? '') || speaksSsh.test(textOf(map, 'name') ?? '');
}
