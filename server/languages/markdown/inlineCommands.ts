import { SourceMapBuilder } from '../../text/sourceMap';
import type { EmbeddedText, RegionContext } from '../language';
import type { Blocks } from './blocks';
import { parseProse, proseMatters } from './prose';

const downloader = /\b(?:curl|wget|irm|iwr)\s/i;

/**
 * True where code of a sentence may be a download into something: nothing else is parsed.
 *
 * One pass over what stands between the marks; as one expression it would look for the address again behind
 * each of a thousand `curl `.
 */
function mayDownload(text: string): boolean {
  return text
    .split('`')
    .slice(1)
    .some((part) => {
      const at = part.search(downloader);
      return at >= 0 && part.includes('://', at);
    });
}

/** A command with an address whose output goes somewhere, from its first word on. */
const command =
  /^(?:\$ )?(?:sudo\s+)?(?:curl|wget|irm|iwr|(?:ba|z|da|k)?sh|eval|source|\.|python[\d.]*|kubectl)\s/;
const isFed = /\||<\(|\$\(|`/;

/** What hands a credential to a command, with a value behind it. */
const handsOver =
  /\s-u\s?[\w.-]+:[^\s/]|--(?:docker-)?password[ =][^\s-]|(?:password|passwd|token|secret|api_?key|_pass)=[^\s,;]|\bbearer\s\w|reset-admin-password\s[^\s-]|^(?:sshpass|mysql\w*)\s.*-p\s?[^\s-]/i;
const takesCredential =
  /^(?:\$ )?(?:sudo\s+)?(?:(?:argocd|aws|az|curl|docker|export|grafana|grafana-cli|helm|htpasswd|kubectl|mysql|mysqldump|nerdctl|oc|podman|psql|redis-cli|sshpass)\s|[A-Z][A-Z0-9_]{2,40}=\S+\s)/;
const logsIn = /\blogin\b/;
const shortPassword = /\s-p\s?[^\s-]/;
/** Code of a sentence that may hand a credential to a command. */
const credentialCandidate = /`[^`]*(?:\s-[pu]|passw|token|secret|api_?key|_pass|bearer)/i;

/** A sentence that warns of the command does not tell to run it. */
const warning =
  /\b(?:never|not|don['’]t|avoid|instead of|rather than|unsafe|insecure|dangerous|risky|warning|beware|discourage\w*)\b/i;

function isCommand(code: string): boolean {
  const isDownload = command.test(code) && isFed.test(code) && code.includes('://');
  return (
    isDownload ||
    (takesCredential.test(code) && (handsOver.test(code) || (logsIn.test(code) && shortPassword.test(code))))
  );
}

/**
 * Whole commands that a sentence tells to run: `` Run `curl https://… | bash` ``, or that hand over
 * a credential. What merely names a program
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
    if (!mayDownload(text.slice(piece.start, piece.end)) && !proseMatters(text, piece, credentialCandidate)) {
      continue;
    }
    for (const node of parseProse(text, piece).nodes) {
      if (node.kind !== 'inlineCode' || !isCommand(node.value) || warning.test(node.sentence)) continue;
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
