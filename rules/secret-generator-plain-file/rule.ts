import {
  cite,
  defineRule,
  encryptedName,
  entryOf,
  filesDecryptedBy,
  indented,
  isHarmlessFile,
  isNamedSecret,
  isPlainEnvFile,
  isPrivateKeyFile,
  isSameFile,
  listOf,
  message,
  render,
  replace,
  review,
  stringsOf,
  textOf,
  valueOf,
  withStops,
  type Fix,
  type FixEdit,
  type Message,
  type Region,
  type SettingFact,
  type YamlMap,
} from '#rule';

const decrypt = 'Decrypt the file with KSOPS';
const external = 'Take the Secret from an ExternalSecret';
const sealed = 'Take the Secret from a SealedSecret';

export default defineRule({
  meta: {
    id: 'secret-generator-plain-file',
    title: 'Secret generated from a plain file',
    why: 'The file with the values lies beside the manifests, one git add away from being public, and in the caches of every build.',
    severity: 'medium',
    confidence: 'likely',
    profile: 'recommended',
    reviewItem: 8,
    languages: ['yaml', 'json'],
    references: cite(
      'Kustomize 5 secretGenerator',
      'CIS 1.12 5.4.2',
      'CIS EKS 1.8.0 4.4.2',
      'OWASP 2022 K08',
      'OWASP 2025 K03',
      'Kubescape NSA C-0012',
      'CWE-312',
      'CWE-538',
    ),
    fixes: [decrypt, external, sealed].map((title) => ({ title, applicability: 'review' as const })),
  },
  reads: ['setting', 'command'],
  read(document, report) {
    const decrypted = document.all('command').flatMap(({ fact }) => filesDecryptedBy(fact));
    for (const { fact: setting, region } of document.all('setting')) {
      const source = sourceOf(setting);
      if (source === undefined || decrypted.some((file) => isSameFile(file, source.file))) continue;
      report({
        region,
        at: setting.valueRange,
        message: source.isSecret
          ? message('The Secret is made from {file}, which holds its values in plain', { file: source.file })
          : message(
              'A ConfigMap is made from {file}: its values are in plain in the file and in the cluster',
              {
                file: source.file,
              },
            ),
        fixes: () => (source.isSecret ? generatorFixes(setting, region) : []),
      });
    }
  },
});

/** The plain file of secrets that a generator reads, by its name. */
function sourceOf(setting: SettingFact): { readonly file: string; readonly isSecret: boolean } | undefined {
  const { path, value } = setting;
  const at = path.findIndex((key) => key === 'secretGenerator' || key === 'configMapGenerator');
  const text = valueOf(value);
  const field = path[at + 2];
  if (at < 0 || text === undefined || !/^(?:envs?|files)$/.test(field ?? '')) return undefined;
  const isSecret = path[at] === 'secretGenerator';
  // `key=file` names the entry of the Secret.
  const file = field === 'files' ? text.slice(text.indexOf('=') + 1) : text;
  if (isHarmlessFile(file)) return undefined;
  const isPlain =
    field === 'files' ? isPlainEnvFile(file) || isPrivateKeyFile(file) || isNamedSecret(file) : isSecret;
  return isPlain || isNamedSecret(file) ? { file, isSecret } : undefined;
}

function generatorFixes({ maps, path }: SettingFact, region: Region): readonly Fix[] {
  const [root, generator] = [maps[maps.length - 2], maps[maps.length - 1]];
  const entry = root?.entries.find(({ key }) => key.value === 'secretGenerator');
  const list = listOf(entry?.value);
  if (root === undefined || generator === undefined || entry === undefined || list === undefined) return [];
  const isPlainList = path[path.indexOf('secretGenerator') + 1] !== undefined && list.items.length === 1;
  if (!isPlainList || root.isFlow || list.isFlow || generator.isOpen) return [];
  // A comment would be lost with the lines that it stands in.
  if (region.comments.some(({ range }) => range.start > entry.range.start && range.end < entry.range.end))
    return [];
  const fixes = [
    ksopsFix(root, generator, entry.range),
    resourceFix(
      root,
      entry.range,
      region,
      external,
      'external-secret.yaml',
      message(
        'Write the ExternalSecret with the name that the workloads use; the name gets no hash. Take the plain file out of the repository and its history.',
      ),
    ),
    resourceFix(
      root,
      entry.range,
      region,
      sealed,
      'sealed-secret.yaml',
      message(
        'Make the file with kubeseal --format yaml from the Secret with the name that the workloads use; the name gets no hash. Take the plain file out of the repository and its history.',
      ),
    ),
  ];
  return fixes.filter((fix) => fix !== undefined);
}

const known = new Set(['name', 'namespace', 'type', 'envs', 'env', 'files']);

/** A generator written into the kustomization itself, which kustomize takes as well as a file's name. */
function ksopsFix(root: YamlMap, generator: YamlMap, place: FixEdit['range']): Fix | undefined {
  if (entryOf(root, 'generators') !== undefined) return undefined;
  if (generator.entries.some(({ key }) => !known.has(key.value))) return undefined;
  const name = textOf(generator, 'name');
  if (name === undefined) return undefined;
  const namespace = textOf(generator, 'namespace');
  const envs = ['envs', 'env'].flatMap((key) => stringsOf(entryOf(generator, key)?.value)).map(encryptedName);
  const files = stringsOf(entryOf(generator, 'files')?.value).map((text) => {
    const equals = text.indexOf('=');
    return text.slice(0, equals + 1) + encryptedName(text.slice(equals + 1));
  });
  const manifest = render(
    {
      apiVersion: 'viaduct.ai/v1',
      kind: 'ksops',
      metadata: {
        name,
        annotations: { 'config.kubernetes.io/function': '…' },
      },
      secretFrom: [
        {
          metadata: namespace === undefined ? { name } : { name, namespace },
          type: textOf(generator, 'type') ?? 'Opaque',
          ...(envs.length === 0 ? {} : { envs }),
          ...(files.length === 0 ? {} : { files }),
        },
      ],
    },
    'block',
  ).replace(/: "?…"?$/m, ': |\n      exec:\n        path: ksops');
  const text = `generators:\n${indented(`- |-\n${indented(manifest, 2)}`, root.indent + 2)}`;
  const edit = replace(place, text);
  return review(
    decrypt,
    [withStops(edit, ...[...envs, ...files].map((file) => file.slice(file.indexOf('=') + 1)))],
    'Encrypt the file first (sops --encrypt), and take the plain one out of the repository and its history. Build with kustomize build --enable-alpha-plugins --enable-exec; kubectl apply -k runs no plugins. The name gets no hash.',
  );
}

function resourceFix(
  root: YamlMap,
  place: FixEdit['range'],
  { text }: Region,
  title: string,
  file: string,
  note: Message,
): Fix | undefined {
  const resources = entryOf(root, 'resources');
  const list = listOf(resources?.value);
  if (resources === undefined) {
    const edit = replace(place, `resources:\n${indented(`- ${file}`, root.indent + 2)}`);
    return review(title, [withStops(edit, file)], note);
  }
  const last = list?.items[list.items.length - 1];
  if (list === undefined || last === undefined || list.isFlow || list.isOpen) return undefined;
  const lineEnd = text.indexOf('\n', last.range.end);
  const added = `\n${' '.repeat(list.indent)}- ${file}`;
  const end = lineEnd < 0 ? text.length : lineEnd;
  const start = text.lastIndexOf('\n', place.start - 1) + 1;
  const behind = text.indexOf('\n', place.end);
  const gone = { start, end: behind < 0 ? text.length : behind + 1 };
  // The list may stand right in front of the lines that go.
  if (gone.start <= end && gone.end > end && start > last.range.start && end + 1 < gone.start)
    return undefined;
  return review(
    title,
    [withStops({ range: { start: end, end }, text: added }, file), replace(gone, '')],
    note,
  );
}
