import type { Message } from '../text/message';
import type { Range } from '../text/range';
import type { SourceMap } from '../text/sourceMap';
import type { EnvTree } from './dotenv/tree';
import type { MarkdownTree } from './markdown/tree';
import type { ShellTree } from './shell/tree';
import type { YamlTree } from './yaml/tree';

/** What a parser of each language returns. `text` is for regions nobody reads: they only hold others. */
export interface Trees {
  readonly markdown: MarkdownTree;
  readonly yaml: YamlTree;
  readonly json: YamlTree;
  readonly shell: ShellTree;
  readonly dotenv: EnvTree;
  readonly text: undefined;
}

export type LanguageId = keyof Trees;

/**
 * What carries a region: the word a person would use for the layer.
 *
 * A `transcript` is a fence or indented code whose commands stand behind prompts: it is typed line by line, and
 * a line that an edit adds gets a prompt of its own. `inlineCode` is a whole command in a sentence.
 */
export type Carrier =
  | 'file'
  | 'frontMatter'
  | 'fence'
  | 'transcript'
  | 'indentedCode'
  | 'inlineCode'
  | 'yamlDocument'
  | 'blockScalar'
  | 'scalar'
  | 'heredoc'
  | 'quotedCommand';

/**
 * What a region inherits from its surroundings and its reading depends on.
 *
 * Part of a region's identity: two regions with the same language, text and context are the same region,
 * wherever they stand. So nothing in here may change when a document merely grows above it.
 */
export interface RegionContext {
  readonly carrier: Carrier;
  /** Path or name of the file that this text is or becomes (a ConfigMap's key, `cat > name`); '' if unknown. */
  readonly fileName: string;
  /** True anywhere inside a Markdown document. */
  readonly inDocument: boolean;
  /** Which templates may stand in the text. */
  readonly template: 'none' | 'helm' | 'actions';
  /** Shell that runs the text, where something says so (shebang, `shell:`, info string). */
  readonly shell: 'bash' | 'sh' | 'zsh' | 'unknown';
  /** Why the text is shown as wrong on purpose; undefined for ordinary text. */
  readonly badExample: Message | undefined;
  /** First word of a fence's info string in lower case, '' when there is none or no fence. */
  readonly fenceLanguage: string;
  /**
   * True where a shell puts its own variables into the text before anybody reads it: a here-document whose
   * delimiter is not quoted, a word that is not in single quotes, and whatever stands in one of them.
   */
  readonly isExpanded?: boolean;
}

/** A templated span whose value is decided elsewhere. Parsers see filler of the same length. */
export interface Hole {
  readonly range: Range;
  readonly kind: 'goTemplate' | 'actionsExpression' | 'expansion' | 'placeholder' | 'damaged';
}

export interface ParseProblem {
  readonly range: Range;
  readonly message: string;
}

/** A part of the text that no rule saw, and why, in words for the user. */
export interface NotAnalyzed {
  readonly range: Range;
  readonly reason: Message;
}

export interface Comment {
  /** The whole comment with its marks. */
  readonly range: Range;
  /** What stands between the marks, trimmed. */
  readonly text: string;
}

export interface Parsed<Tree> {
  readonly tree: Tree;
  readonly problems: readonly ParseProblem[];
  readonly holes: readonly Hole[];
  readonly comments: readonly Comment[];
  readonly notAnalyzed: readonly NotAnalyzed[];
}

/** Text in another language (or another document of the same) that a region carries. */
export interface EmbeddedText {
  /** For people: "fence", "step Setup", "heredoc", "key entrypoint.sh". */
  readonly label: Message;
  readonly language: LanguageId;
  readonly text: string;
  readonly map: SourceMap;
  readonly context: RegionContext;
}

/**
 * The only door to a parser package.
 *
 * Both functions take any string (lines end in LF, see text/normalize.ts) and never throw. `parse` bounds
 * nesting, size and aliases by a linear scan before the parser runs; what exceeds them is left out of the
 * tree and listed in `notAnalyzed`, and the rest of the text is still read.
 */
export interface Language<Tree> {
  parse(text: string, context: RegionContext): Parsed<Tree>;
  embed(parsed: Parsed<Tree>, text: string, context: RegionContext): readonly EmbeddedText[];
}

/** The comment that a suppression is written in, in a region of this language. */
export interface CommentSyntax {
  readonly open: string;
  readonly close: string;
}

export const commentSyntax: { readonly [L in LanguageId]: CommentSyntax | undefined } = {
  markdown: { open: '<!-- ', close: ' -->' },
  yaml: { open: '# ', close: '' },
  shell: { open: '# ', close: '' },
  dotenv: { open: '# ', close: '' },
  json: undefined,
  text: undefined,
};
