import { SourceMapBuilder } from '../../text/sourceMap';
import type { EmbeddedText, RegionContext } from '../language';
import type { Blocks } from './blocks';
import { parseProse, proseMatters } from './prose';

/** Code of a sentence that may be a download into something: nothing else is parsed. */
const candidate = /`[^`]*\b(?:curl|wget|irm|iwr)\s[^`]*:\/\//i;

/** A command with an address whose output goes somewhere, from its first word on. */
const command =
  /^(?:\$ )?(?:sudo\s+)?(?:curl|wget|irm|iwr|(?:ba|z|da|k)?sh|eval|source|\.|python[\d.]*|kubectl)\s/;
const isFed = /\||<\(|\$\(|`/;

/** A sentence that warns of the command does not tell to run it. */
const warning =
  /\b(?:never|not|don['’]t|avoid|instead of|rather than|unsafe|insecure|dangerous|risky|warning|beware|discourage\w*)\b/i;

/**
 * Whole commands that a sentence tells to run: `` Run `curl https://… | bash` ``. What merely names a program
 * or an option is prose, and so is a command that the sentence warns of.
 *
 * A sentence is its author's to write, so these regions take no edits.
 */
export function inlineCommands(
  blocks: Blocks,
  text: string,
  context: RegionContext,
): readonly EmbeddedText[] {
  const found: EmbeddedText[] = [];
  for (const { range: piece } of blocks.pieces) {
    if (!proseMatters(text, piece, candidate)) continue;
    for (const node of parseProse(text, piece).nodes) {
      if (node.kind !== 'inlineCode' || !command.test(node.value) || !isFed.test(node.value)) continue;
      if (!node.value.includes('://') || warning.test(node.sentence)) continue;
      const builder = new SourceMapBuilder(text);
      if (node.valueRange !== undefined) builder.verbatim(node.valueRange.start, node.valueRange.end);
      else builder.rewritten(node.range.start, node.range.end, node.value);
      found.push({
        label: 'inline code',
        language: 'shell',
        ...builder.build('', false),
        context: {
          carrier: 'inlineCode',
          fileName: '',
          inDocument: true,
          template: 'none',
          shell: 'unknown',
          badExample: context.badExample,
          fenceLanguage: '',
        },
      });
    }
  }
  return found;
}
