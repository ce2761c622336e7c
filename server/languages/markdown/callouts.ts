import { titleOf, type TextLine } from './leadIn';
import type { Container } from './openContainers';

const NO_TITLES: readonly string[] = [];

/** More open call-outs than that are a mistake, and would be copied for every code block. */
const DIRECTIVE_LIMIT = 100;

/**
 * The call-outs around a place: quotes, and directives (`:::danger Title` opens one and `:::` closes it, as in
 * Docusaurus, VitePress and Pandoc).
 */
export class Callouts {
  /** Titles of open directives. */
  private readonly directives: string[] = [];

  constructor(private readonly text: string) {}

  /** Reads the directives at the edges of a paragraph: other text may share it with them. */
  readParagraph(lines: readonly TextLine[]): void {
    const first = lines[0];
    const last = lines[lines.length - 1];
    if (first !== undefined) this.readLine(first);
    if (last !== undefined && last !== first) this.readLine(last);
  }

  private readLine({ start, end }: TextLine): void {
    if (!this.text.startsWith(':::', start)) return;
    const title = this.text.slice(start, end).replace(/^:+/, '').trim();
    if (title === '') this.directives.pop();
    else if (this.directives.length < DIRECTIVE_LIMIT) this.directives.push(title);
  }

  /** Titles of the open directives, then those of the quotes among `containers`. */
  titles(containers: readonly Container[]): readonly string[] {
    if (this.directives.length === 0 && containers.length === 0) return NO_TITLES;
    const titles = [...this.directives];
    for (const { start, first } of containers) {
      const title = start.kind === 'quote' && first !== undefined ? titleOf(this.text, first) : '';
      if (title !== '') titles.push(title);
    }
    return titles.length === 0 ? NO_TITLES : titles;
  }
}
