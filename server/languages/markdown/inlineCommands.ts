import type { EmbeddedText, RegionContext } from '../language';
import type { Blocks } from './blocks';
import { cutCodeSpan } from './codeSpan';
import { isWholeCommand } from './commandCode';
import { isInstruction, warnsOf } from './instruction';
import { proseMatters, type ProseNode } from './prose';
import { readPiece } from './readPiece';
import { message } from '../../text/message';

type InlineCode = Extract<ProseNode, { readonly kind: 'inlineCode' }>;

/** A command with an address whose output goes somewhere, from its first word on. */
const command =
  /^(?:\$ )?(?:sudo\s+)?(?:curl|wget|irm|iwr|(?:ba|z|da|k)?sh|eval|source|\.|python[\d.]*|kubectl)\s/;
const isFed = /\||<\(|\$\(|`/;
const downloader = /\b(?:curl|wget|irm|iwr)\s/i;

/** What hands a credential to a command, with a value behind it. */
const handsOver =
  /\s-u\s?[\w.-]+:[^\s/]|--(?:docker-)?password[ =][^\s-]|(?:password|passwd|token|secret|api_?key|_pass)=[^\s,;]|\bbearer\s\w|reset-admin-password\s[^\s-]|^(?:sshpass|mysql\w*)\s.*-p\s?[^\s-]/i;
const takesCredential =
  /^(?:\$ )?(?:sudo\s+)?(?:(?:argocd|aws|az|curl|docker|export|grafana|grafana-cli|helm|htpasswd|kubectl|mysql|mysqldump|nerdctl|oc|podman|psql|redis-cli|sshpass)\s|[A-Z][A-Z0-9_]{2,40}=\S+\s)/;
const logsIn = /\blogin\b/;
const shortPassword = /\s-p\s?[^\s-]/;
/** Code of a sentence that may hand a credential to a command. */
const credentialCandidate = /`[^`]*(?:\s-[pu]|passw|token|secret|api_?key|_pass|bearer)/i;

/**
 * Whole commands that a document tells its reader to run, in sentences, list items, headings and cells of tables; and
 * downloads into a shell and commands that hand over a credential, which are read unless the sentence warns of them.
 *
 * What merely names a program or an option is prose, and so is a command that is warned of, recorded in a list of
 * changes or explained. A sentence is its author's to write, so these regions take no edits.
 *
 * One look at what stands between the marks of a piece decides whether it is parsed at all. Cost: linear.
 */
export function inlineCommands(
  blocks: Blocks,
  text: string,
  context: RegionContext,
): readonly EmbeddedText[] {
  const found: EmbeddedText[] = [];
  const isRecord = recordsChanges(context.fileName);
  let heading = 0;
  for (const { range: piece } of blocks.pieces) {
    if (
      !mayHoldCommand(text.slice(piece.start, piece.end)) &&
      !proseMatters(text, piece, credentialCandidate)
    )
      continue;
    const nodes = readPiece(text, piece);
    for (const [index, node] of nodes.entries()) {
      if (node.kind !== 'inlineCode') continue;
      const code = node.value.replaceAll('\n', ' ').trim();
      if (isUrgent(code)) {
        if (warnsOf(node.sentence)) continue;
      } else {
        if (isRecord || !isWholeCommand(code)) continue;
        while ((blocks.headings[heading + 1]?.range.start ?? Infinity) <= node.range.start) heading++;
        const above = blocks.headings[heading];
        const isBelow = above !== undefined && above.range.end <= node.range.start;
        const leadIn = leadInOf(nodes, index, text, piece.start);
        if (!isInstruction({ ...node, leadIn, heading: isBelow ? above.text : '' })) continue;
      }
      found.push(embed(text, node, context));
    }
  }
  return found;
}

/** True for code that is read where a sentence tells to run it: more than a name, of a program that rules speak about. */
export function isReadInSentences(code: string): boolean {
  return isUrgent(code) || isWholeCommand(code);
}

function embed(text: string, node: InlineCode, context: RegionContext): EmbeddedText {
  return {
    label: message('inline code'),
    language: 'shell',
    ...cutCodeSpan(text, node.range, node.value),
    context: {
      carrier: 'inlineCode',
      fileName: '',
      inDocument: true,
      template: 'none',
      shell: 'unknown',
      badExample: context.badExample,
      fenceLanguage: '',
    },
  };
}

/**
 * True where code of a piece may be a command: nothing else is parsed.
 *
 * One pass over what stands between the marks; as one expression it would look for the address of a download again
 * behind each of a thousand `curl `.
 */
function mayHoldCommand(piece: string): boolean {
  if (!piece.includes('`')) return false;
  return piece
    .split('`')
    .slice(1)
    .some((part) => {
      if (isWholeCommand(part.trim())) return true;
      const at = part.search(downloader);
      return at >= 0 && part.includes('://', at);
    });
}

/** A download into something, or a credential: told or merely shown, it is worth a look. */
function isUrgent(code: string): boolean {
  const isDownload = command.test(code) && isFed.test(code) && code.includes('://');
  return (
    isDownload ||
    (takesCredential.test(code) && (handsOver.test(code) || (logsIn.test(code) && shortPassword.test(code))))
  );
}

/** Change logs and release notes, by their names, tell what was. */
function recordsChanges(fileName: string): boolean {
  return /(?:^|[\\/._-])(?:change-?logs?|changes|history|news|release-?notes?|releases?|whats-?new)(?:[\\/._-]|$)/i.test(
    fileName,
  );
}

/** How far back a text that introduces a list is looked for. */
const REACH = 3000;

/** The text above a node that ends in a colon: of the same piece, or above the list whose item it is in. */
function leadInOf(nodes: readonly ProseNode[], index: number, text: string, pieceStart: number): string {
  let isOwn = true;
  for (let i = index - 1; i >= Math.max(0, index - 60); i--) {
    const node = nodes[i];
    if (node?.kind !== 'text') continue;
    if (!isOwn && /:\s*[*_]*$/.test(node.value)) return node.value.slice(-400);
    isOwn = false;
  }
  const lines = text.slice(Math.max(0, pieceStart - REACH), pieceStart).split('\n');
  while (lines.length > 0 && /^\s*$|^\s+\S|^(?:[-*+]|\d{1,9}[.)])\s/.test(lines[lines.length - 1] ?? ''))
    lines.pop();
  const last = lines[lines.length - 1] ?? '';
  return /:\s*[*_]*$/.test(last) ? last.slice(-400) : '';
}
