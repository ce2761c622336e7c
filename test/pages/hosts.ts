import type { DocumentInput } from '../../server/engine/analyze';
import { languageOfDocument } from '../../server/languages/documents';
import type { PageFence } from './page';

/** A document that carries a snippet, and where each of its lines and columns went. */
export interface Hosted {
  readonly host: string;
  readonly input: DocumentInput;
  /** Lines of the document before the snippet's first. */
  readonly firstLine: number;
  readonly column: number;
}

/** True when the zero-based line of the document is one of a snippet of `count` lines, and not its host's. */
export function isOfSnippet({ firstLine }: Hosted, count: number, line: number): boolean {
  return line >= firstLine && line < firstLine + count;
}

export const shellNames: ReadonlySet<string> = new Set(['bash', 'sh', 'shell', 'zsh']);
const yamlNames = new Set(['yaml', 'yml']);

function document(
  host: string,
  fileName: string,
  lines: readonly string[],
  firstLine: number,
  column: number,
): Hosted {
  const text = lines.join('\n');
  const language = languageOfDocument({ fileName, firstLine: text.split('\n', 1)[0] });
  if (language === undefined) throw new Error(`${fileName} is no document of ours`);
  return { host, input: { uri: `file:///${fileName}`, fileName, language, text }, firstLine, column };
}

function indented(text: string, prefix: string): string[] {
  return text
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => (line === '' ? prefix.trimEnd() : prefix + line));
}

function infoOf(fence: PageFence): string {
  const file = fence.attributes.get('file');
  return file === undefined ? fence.language : `${fence.language} title="${file}"`;
}

/** The document that a page means by a fence: the file it names, or a guide with that fence in it. */
export function ownHost(fence: PageFence, given: readonly PageFence[] = []): Hosted {
  const file = fence.attributes.get('file');
  if (file !== undefined && given.length === 0) return document('file', file, [fence.text], 0, 0);
  if (fence.language === 'markdown' || fence.language === 'md') {
    return document('guide', 'guide.md', [fence.text], 0, 0);
  }
  return inFence(fence, given);
}

function inFence(fence: PageFence, given: readonly PageFence[] = []): Hosted {
  const before = given.flatMap((other) => ['```' + infoOf(other), ...indented(other.text, ''), '```', '']);
  const lines = ['# Guide', '', ...before, '```' + infoOf(fence)];
  return document('fence', 'guide.md', [...lines, ...indented(fence.text, ''), '```', ''], lines.length, 0);
}

const configMap = ['apiVersion: v1', 'kind: ConfigMap', 'metadata:', '  name: files', 'data:'];

const pod = [
  'apiVersion: v1',
  'kind: Pod',
  'metadata:',
  '  name: carrier',
  'spec:',
  '  containers:',
  '    - name: carrier',
  '      image: ferrybook/carrier:1.4.2',
];

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Every document that can carry the snippet: the findings must be the same in all of them. */
export function hostsOf(fence: PageFence): readonly Hosted[] {
  const { language, text } = fence;
  const file = fence.attributes.get('file');
  const isShell = shellNames.has(language);
  const isYaml = yamlNames.has(language);
  if (!isShell && !isYaml) return [];
  const name = file ?? (isShell ? 'script.sh' : 'manifest.yaml');
  const hosts = [
    document('file', name, [text], 0, 0),
    inFence(fence),
    document(
      'fence in a list in a quote',
      'guide.md',
      ['> 1. Do this:', '>', `>    ~~~${infoOf(fence)}`, ...indented(text, '>    '), '>    ~~~', ''],
      3,
      5,
    ),
  ];
  if (isShell) {
    const steps = ['on: push', 'jobs:', '  build:', '    runs-on: ubuntu-24.04', '    steps:'];
    hosts.push(
      document(
        'run block',
        '.github/workflows/ci.yml',
        [...steps, '      - run: |', ...indented(text, '          '), ''],
        6,
        10,
      ),
      document('heredoc', 'outer.sh', ["bash <<'OUTER'", ...indented(text, ''), 'OUTER', ''], 1, 0),
      document(
        'script in a config map',
        'manifest.yaml',
        [...configMap, '  entrypoint.sh: |', ...indented(text, '    '), ''],
        6,
        4,
      ),
      document(
        'container arguments',
        'manifest.yaml',
        [
          ...pod,
          '      command: [bash, -c]',
          '      args:',
          '        - |',
          ...indented(text, '          '),
          '',
        ],
        11,
        10,
      ),
    );
  } else {
    const target = file === undefined ? '| kubectl apply -f -' : `> ${file}`;
    hosts.push(
      document('heredoc', 'outer.sh', [`cat <<'OUTER' ${target}`, ...indented(text, ''), 'OUTER', ''], 1, 0),
      document(
        'heredoc in a run block in a fence',
        'guide.md',
        [
          '```yaml',
          'steps:',
          '  - run: |',
          `      cat <<'OUTER' ${target}`,
          ...indented(text, '      '),
          '      OUTER',
          '```',
          '',
        ],
        4,
        6,
      ),
      document(
        'file in a config map',
        'manifest.yaml',
        [...configMap, `  ${baseName(name)}: |`, ...indented(text, '    '), ''],
        6,
        4,
      ),
    );
  }
  return hosts;
}
