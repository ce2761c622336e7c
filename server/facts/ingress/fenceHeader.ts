import { readFenceInfo } from '../../languages/markdown/fenceInfo';
import type { RegionOf } from '../../regions/region';
import { lineEndAt, lineStartAt } from '../../text/lines';
import { known } from '../reading';
import type { ResponseHeaderFact } from './fact';
import { directivesOnLines } from './headerText';

/** What fences with a server's configuration are called; nothing reads them as a language. */
const labels = new Set(['nginx', 'nginxconf', 'conf', 'haproxy']);

/**
 * The response headers that directives of NGINX and HAProxy set in fences of a Markdown document. A header goes with
 * its whole line, marks of lists and quotes in front of it included. Lines with several directives are not read.
 */
export function fenceHeadersOf({ tree, text }: RegionOf<'markdown'>): readonly ResponseHeaderFact[] {
  return tree.blocks.codes.flatMap((code) => {
    if (code.kind !== 'fence' || !labels.has(readFenceInfo(code.info).language)) return [];
    const beside = new Map<string, string>();
    return code.lines.flatMap((line) =>
      directivesOnLines(text, line, true, false).directives.map((directive): ResponseHeaderFact => {
        const { name, value, range, valueRange } = directive;
        beside.set(name.toLowerCase(), value);
        const whole = {
          start: lineStartAt(text, line.start),
          end: Math.min(lineEndAt(text, line.start) + 1, text.length),
        };
        return {
          kind: 'responseHeader',
          written: name,
          name: name.toLowerCase(),
          value: known(value, valueRange),
          range,
          valueRange,
          isVerbatim: true,
          place: { kind: 'text', range: whole, whole: undefined },
          beside,
          protocol: undefined,
        };
      }),
    );
  });
}
