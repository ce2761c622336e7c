import { entryOf, textOf } from '../languages/yaml/read';
import type { YamlMap, YamlNode, YamlScalar } from '../languages/yaml/tree';
import type { RegionOf } from '../regions/region';
import type { CommandFact, Word } from './command';
import { contentStart } from './field';
import { readFlags } from './shell/flagsOf';

type YamlRegion = RegionOf<'yaml'> | RegionOf<'json'>;

/** Programs that are read here; a shell's script is a region of its own, and of others no rule asks. */
const listed = new Set(['eksctl']);

/**
 * Commands that a container's `command` and `args` spell word by word (Kubernetes API, Container: no shell reads
 * them), or its `args` alone, where the image is called after the program. Only those of eksctl.
 *
 * Their words stand in a list, so they take no edits of a command line: `isEditable` is false.
 */
export function listedCommandsOf({ tree, text }: YamlRegion): readonly CommandFact[] {
  const commands: CommandFact[] = [];
  const walk = (node: YamlNode | undefined): void => {
    if (node?.kind === 'list') for (const item of node.items) walk(item.node);
    if (node?.kind !== 'map') return;
    const command = readCommand(node, text);
    if (command !== undefined) commands.push(command);
    for (const { value } of node.entries) walk(value);
  };
  walk(tree.root);
  return commands;
}

function readCommand(map: YamlMap, text: string): CommandFact | undefined {
  const [entry, args] = [scalarsOf(map, 'command'), scalarsOf(map, 'args')];
  const [first, ...rest] = entry;
  const program = first === undefined ? programOfImage(textOf(map, 'image') ?? '') : baseName(first.value);
  if (!listed.has(program)) return undefined;
  const words = [...rest, ...args].map((scalar) => wordOf(scalar, text));
  const programWord = first === undefined ? undefined : wordOf(first, text);
  const start = programWord ?? words[0];
  if (start === undefined) return undefined;
  const range = { start: start.range.start, end: words[words.length - 1]?.range.end ?? start.range.end };
  return {
    kind: 'command',
    range,
    program,
    programWord,
    wrappers: [],
    runsAsRoot: false,
    assignments: [],
    declarations: [],
    args: words,
    ...readFlags(program, words, text),
    redirects: [],
    pipedFrom: undefined,
    pipedTo: undefined,
    pipelineRange: range,
    joinedBy: undefined,
    joins: undefined,
    statementRange: range,
    parent: undefined,
    inner: [],
    isCondition: false,
    isTopLevel: true,
    inFunction: undefined,
    isEditable: false,
  };
}

/** The scalars of a list that stands in the map itself; what an alias names is read where it is defined. */
function scalarsOf(map: YamlMap, key: string): readonly YamlScalar[] {
  const value = entryOf(map, key)?.value;
  if (value?.kind !== 'list') return [];
  return value.items.flatMap(({ node }) => (node?.kind === 'scalar' ? [node] : []));
}

function wordOf(scalar: YamlScalar, text: string): Word {
  const { range, value, hasHole } = scalar;
  const start = contentStart(text, scalar);
  return {
    range,
    text: text.slice(range.start, range.end),
    value,
    isStatic: !hasHole,
    expansions: hasHole ? [{ range, kind: 'hole' }] : [],
    pieces: start === undefined ? [] : [{ valueStart: 0, length: value.length, start }],
  };
}

/** `public.ecr.aws/eksctl/eksctl:v0.230.0` is called after what it runs. */
function programOfImage(image: string): string {
  return baseName(image).replace(/[:@].*$/, '');
}

function baseName(value: string): string {
  return value.slice(value.lastIndexOf('/') + 1);
}
