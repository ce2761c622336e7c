import type { Message } from '../../text/message';
import { intersects } from '../../text/range';
import { verbatimMap } from '../../text/sourceMap';
import type { EmbeddedText, LanguageId, Parsed, RegionContext } from '../language';
import { contentByName, contentByText } from './embedContent';
import { scriptsOf } from './embedShell';
import { walkYaml } from './read';
import { scalarSource } from './scalarSource';
import { documentLabel, splitDocuments } from './stream';
import type { YamlScalar, YamlTree } from './tree';

/** What a scalar holds, when it holds a text in a language of its own. */
export interface Content {
  readonly language: LanguageId;
  readonly label: Message;
  readonly fileName: string;
  readonly shell: RegionContext['shell'];
  readonly template: RegionContext['template'];
}

/** The documents of a stream, or the texts in the scalars of a single document. */
export function embedYaml(
  parsed: Parsed<YamlTree>,
  text: string,
  context: RegionContext,
): readonly EmbeddedText[] {
  const documents = splitDocuments(text);
  if (documents.length <= 1) return embedDocument(parsed, text, context);
  return documents.map((piece, index) => ({
    label: documentLabel(text, piece, index),
    language: 'yaml',
    ...verbatimMap(text, piece.start, piece.end),
    context: { ...context, carrier: 'yamlDocument' },
  }));
}

/**
 * Shell in the places where something runs it, and files in scalars: by what the key says first, then by
 * the key's file name, then by the text itself. Aliases are not followed, so a text is carried once.
 */
export function embedDocument(
  parsed: Parsed<YamlTree>,
  text: string,
  context: RegionContext,
): readonly EmbeddedText[] {
  const root = parsed.tree.root;
  if (root === undefined) return [];
  const inherited = { ...context, template: templateOf(context) };
  const damaged = parsed.holes.filter((hole) => hole.kind === 'damaged');
  const contents = new Map<YamlScalar, Content>(scriptsOf(root, inherited));
  walkYaml(root, (node, path) => {
    if (node.kind !== 'scalar' || contents.has(node)) return;
    const content = contentByName(node, path, inherited) ?? contentByText(node, path, inherited);
    if (content !== undefined) contents.set(node, content);
  });
  const embedded: EmbeddedText[] = [];
  for (const [scalar, content] of contents) {
    if (damaged.some(({ range }) => intersects(range, scalar.range))) continue;
    const isBlock = scalar.style === 'literal' || scalar.style === 'folded';
    embedded.push({
      label: content.label,
      language: content.language,
      ...scalarSource(text, scalar),
      context: {
        carrier: isBlock ? 'blockScalar' : 'scalar',
        fileName: content.fileName,
        inDocument: context.inDocument,
        template: content.template,
        shell: content.shell,
        badExample: context.badExample,
        fenceLanguage: '',
        ...(context.isExpanded === true ? { isExpanded: true } : {}),
      },
    });
  }
  return embedded.sort((a, b) => (a.map.segments[0]?.parentAt ?? 0) - (b.map.segments[0]?.parentAt ?? 0));
}

function templateOf(context: RegionContext): RegionContext['template'] {
  if (context.template !== 'none') return context.template;
  return /(?:^|\/)templates\//.test(context.fileName) ? 'helm' : 'none';
}
