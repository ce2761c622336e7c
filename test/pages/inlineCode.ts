import type { DocumentInput } from '../../server/engine/analyze';
import { isReadInSentences } from '../../server/languages/markdown/inlineCommands';
import { shellNames } from './hosts';
import type { PageFence } from './page';

/** Why the commands of a shell snippet are none of a sentence, by what the snippet is. */
const obstacles = {
  script:
    'It is a script: comments, here-documents and backticks are no code of a sentence, which holds commands.',
  options:
    'It is a run of options without their program: a sentence that names options explains them, and is no instruction.',
  program:
    'One of its commands belongs to a program whose name says nothing of a command in a sentence (`isReadInSentences`).',
} as const;

/** Rules that are silent in sentences, and why. */
const silentRules: ReadonlyMap<string, string> = new Map([
  [
    'curl-without-fail',
    'Of a download in a sentence another rule says the graver thing; what this one adds is a fix, and sentences have none.',
  ],
]);

/** A guide whose steps tell to run the commands of a snippet, or the reason why no sentence carries them. */
export type InlineHost = { readonly input: DocumentInput } | { readonly reason: string };

/**
 * The snippet as whole commands in code marks, one in each step of a list. Undefined for a language that is no shell's.
 *
 * Lines that continue are joined, since code of a sentence is one line.
 */
export function inlineHostOf(ruleId: string, fence: PageFence): InlineHost | undefined {
  if (!shellNames.has(fence.language)) return undefined;
  const text = fence.text
    .replace(/\\\n\s*/g, '')
    .replace(/\|\n\s*/g, '| ')
    .trim();
  const commands = text.split('\n').filter((line) => line.trim() !== '');
  if (/[`]|<<|^\s*#|\s#\s/m.test(text)) return { reason: obstacles.script };
  if (commands.every((line) => line.startsWith('-'))) return { reason: obstacles.options };
  if (!commands.every(isReadInSentences)) return { reason: obstacles.program };
  const reason = silentRules.get(ruleId);
  if (reason !== undefined) return { reason };
  const steps = commands.map((line, index) => `${index + 1}. Run \`${line}\` now.\n`);
  const uri = 'file:///guide.md';
  const guide = ['# Guide\n', '\n', ...steps].join('');
  return { input: { uri, fileName: 'guide.md', language: 'markdown', text: guide } };
}
