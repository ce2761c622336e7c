import type { RegionContext } from '../language';
import type { Content } from './embed';
import { shellOfShebang } from './embedContent';
import { get, listOf, mapOf, scalarOf, textOf, walkYaml } from './read';
import type { YamlEntry, YamlMap, YamlNode, YamlScalar } from './tree';
import { message, type Message } from '../../text/message';

type Shell = RegionContext['shell'];
type Found = readonly [YamlScalar, Content];

/** Keys of lists (or texts) of commands, whatever file they stand in. */
const commandLists = new Set([
  // GitLab CI
  'script',
  'before_script',
  'after_script',
  // eksctl
  'preBootstrapCommands',
  // cloud-init
  'runcmd',
  'bootcmd',
  // AWS CodeBuild, Drone and Woodpecker
  'commands',
  // Taskfile
  'cmds',
]);

/** Keys of one text that a shell reads. */
const commandTexts = new Set([
  'overrideBootstrapCommand',
  'ansible.builtin.shell',
  'ansible.builtin.command',
  'ansible.legacy.shell',
  'ansible.legacy.command',
  'cmd',
  // Azure Pipelines
  'bash',
]);

/** Scalars that a shell runs, found by key and surroundings; each once, in the order of the text. */
export function scriptsOf(root: YamlNode, context: RegionContext): readonly Found[] {
  const found: Found[] = [];
  walkYaml(root, (node, path, maps) => {
    if (node.kind !== 'map') return;
    for (const entry of node.entries) {
      for (const script of scriptsOfEntry(node, entry, path, maps)) {
        if (script.shell === undefined) continue;
        found.push([
          script.scalar,
          {
            language: 'shell',
            label: script.label,
            fileName: '',
            shell: script.shell,
            template: script.isStep ? 'actions' : context.template,
          },
        ]);
      }
    }
  });
  return found;
}

interface Script {
  readonly scalar: YamlScalar;
  readonly label: Message;
  /** Undefined when another interpreter runs it. */
  readonly shell: Shell | undefined;
  readonly isStep?: boolean;
}

function scriptsOfEntry(
  map: YamlMap,
  { key, value }: YamlEntry,
  path: readonly string[],
  maps: readonly YamlMap[],
): readonly Script[] {
  const name = key.value;
  if (value === undefined || value.kind === 'alias') return [];
  const text = value.kind === 'scalar' ? value : undefined;
  if (name === 'run' && text !== undefined) return step(map, text, maps);
  if (commandLists.has(name)) {
    // `with: { script: … }` of actions/github-script is JavaScript.
    return path[path.length - 1] === 'with' ? [] : commands(name, value);
  }
  if (commandTexts.has(name) && text !== undefined) return [plain(name, text)];
  if (name === 'shell' && text !== undefined) {
    return isCommandLine(text) && get(map, 'run') === undefined ? [plain(name, text)] : [];
  }
  if (name === 'command' || name === 'entrypoint') {
    if (text !== undefined) return isCommandLine(text) ? [plain(name, text)] : [];
    return argumentsOf(map, name);
  }
  if (name === 'args' && get(map, 'command') === undefined) return argumentsOf(map, name);
  if (name === 'options' && text !== undefined && isJobContainer(path)) {
    return text.value.trimStart().startsWith('-') ? [plain(name, text)] : [];
  }
  if (name === 'test') return healthCheck(value);
  if (name === 'source' && text !== undefined && path[path.length - 1] === 'script') {
    const program = listOf(get(map, 'command'))?.items[0]?.node;
    return [
      { scalar: text, label: message('script'), shell: shellOfProgram(scalarOf(program)?.value ?? '') },
    ];
  }
  return [];
}

function plain(name: string, scalar: YamlScalar): Script {
  return {
    scalar,
    label: message('key {key}', { key: name }),
    shell: shellOfShebang(scalar.value) ?? 'unknown',
  };
}

/** The container of a workflow's job, or one beside it: `options` are those of `docker create`. */
function isJobContainer(path: readonly string[]): boolean {
  return path[path.length - 1] === 'container' || path[path.length - 2] === 'services';
}

/** A bare word is a program's or a shell's name, in which nothing can be wrong. */
function isCommandLine(scalar: YamlScalar): boolean {
  return /\s/.test(scalar.value.trim());
}

/** GitHub Actions: bash where nothing else is said (docs.github.com, `jobs.<job_id>.steps[*].shell`). */
function step(map: YamlMap, scalar: YamlScalar, maps: readonly YamlMap[]): readonly Script[] {
  let shell = textOf(map, 'shell');
  for (let i = maps.length - 1; i >= 0 && shell === undefined; i--) {
    shell = textOf(mapOf(get(mapOf(get(maps[i], 'defaults')), 'run')), 'shell');
  }
  const name = textOf(map, 'name');
  return [
    {
      scalar,
      label: name === undefined ? message('step') : message('step {name}', { name }),
      shell: shell === undefined ? 'bash' : shellOfProgram(shell.trim().split(/\s/, 1)[0] ?? ''),
      isStep: true,
    },
  ];
}

function commands(name: string, value: YamlNode): readonly Script[] {
  if (value.kind === 'scalar') {
    const isOther = value.value.startsWith('#!') && shellOfShebang(value.value) === undefined;
    return isOther ? [] : [plain(name, value)];
  }
  if (value.kind !== 'list') return [];
  const scripts: Script[] = [];
  const add = (node: YamlNode | undefined, depth: number): void => {
    if (node?.kind === 'scalar') scripts.push(plain(name, node));
    else if (node?.kind === 'list' && depth < 3) for (const item of node.items) add(item.node, depth + 1);
  };
  // GitLab flattens lists in lists; in cloud-init a list is one command's words, of which none is a script.
  const isWords = name === 'runcmd' || name === 'bootcmd';
  for (const { node } of value.items) if (node?.kind === 'scalar' || !isWords) add(node, 0);
  return scripts;
}

const shells = new Set(['sh', 'bash', 'zsh', 'ash', 'dash', 'ksh']);

function shellOfProgram(program: string): Shell | undefined {
  const name = program.split('/').pop() ?? '';
  if (!shells.has(name)) return undefined;
  return name === 'bash' || name === 'zsh' ? name : 'sh';
}

/**
 * The script behind `sh -c` in `command` and `args` of a container, read as one list of words
 * (Kubernetes API, Container: `command` is the entrypoint, `args` its arguments).
 */
function argumentsOf(map: YamlMap, name: string): readonly Script[] {
  const words = [...wordsOf(get(map, name)), ...(name === 'args' ? [] : wordsOf(get(map, 'args')))];
  const script = scriptBehindFlag(words);
  return script === undefined ? [] : [{ ...script, label: message('key {key}', { key: name }) }];
}

function scriptBehindFlag(words: readonly YamlScalar[]): Omit<Script, 'label'> | undefined {
  const first = words.findIndex((word) => shellOfProgram(word.value) !== undefined);
  // `args: ["-c", "…"]` alone: the image's entrypoint is the shell.
  const from = first < 0 ? (/^-[a-z]*c$/.test(words[0]?.value ?? '') ? -1 : undefined) : first;
  if (from === undefined) return undefined;
  const flag = words.findIndex((word, index) => index > from && /^-[a-zA-Z]*c$/.test(word.value));
  const scalar = flag < 0 ? undefined : words[flag + 1];
  if (scalar === undefined) return undefined;
  const shell = from < 0 ? 'unknown' : shellOfProgram(words[from]?.value ?? '');
  return { scalar, shell };
}

/** Only words that stand in the list itself; an alias is read where it is defined. */
function wordsOf(node: YamlNode | undefined): readonly YamlScalar[] {
  if (node?.kind === 'scalar') return [node];
  if (node?.kind !== 'list') return [];
  return node.items.map((item) => item.node).filter((n) => n?.kind === 'scalar');
}

/** Compose: `test: ["CMD-SHELL", "…"]`, `["CMD", "sh", "-c", "…"]`, or one string. */
function healthCheck(value: YamlNode): readonly Script[] {
  if (value.kind === 'scalar') return isCommandLine(value) ? [plain('test', value)] : [];
  const words = wordsOf(value);
  if (words[0]?.value === 'CMD-SHELL' && words[1] !== undefined) return [plain('test', words[1])];
  const script = words[0]?.value === 'CMD' ? scriptBehindFlag(words) : undefined;
  return script === undefined ? [] : [{ ...script, label: message('key {key}', { key: 'test' }) }];
}
