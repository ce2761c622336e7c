import {
  cite,
  defineRule,
  isNamedSecret,
  isPlainEnvFile,
  isPrivateKeyFile,
  message,
  remove,
  replace,
  review,
  type CommandFact,
  type Fix,
  type Word,
} from '#rule';

const ignore = 'Ignore the file instead of adding it';
const leaveOut = 'Leave the file out';

export default defineRule({
  meta: {
    id: 'env-file-in-git',
    title: 'Environment file added to git',
    why: 'What was committed once is in every clone and in the history for good, and scanners of public repositories find it within minutes.',
    severity: 'medium',
    confidence: 'certain',
    profile: 'recommended',
    reviewItem: 8,
    languages: ['shell'],
    references: cite(
      'CIS 1.12 5.4.2',
      'CIS EKS 1.8.0 4.4.2',
      'OWASP 2022 K08',
      'OWASP 2025 K03',
      'Kubescape NSA C-0012',
      'CWE-312',
      'CWE-538',
    ),
    fixes: [
      { title: ignore, applicability: 'review' },
      { title: leaveOut, applicability: 'review' },
    ],
  },
  visit: (report) => ({
    command(command) {
      const files = addedFiles(command);
      const secret = files.filter((word) => isSecretFile(word, command));
      for (const word of secret) {
        report({
          at: word.range,
          message: message('git keeps {file} in the history of every clone, with the secrets in it', {
            file: word.value,
          }),
          fixes: () => fixes(command, word, secret.length === files.length),
        });
      }
    },
  }),
});

/** The paths behind `git add` or `git stage`; options with a value in front of it are git's own. */
function addedFiles({ program, args }: CommandFact): readonly Word[] {
  const verb = args.findIndex(({ value }) => value === 'add' || value === 'stage');
  const isFirst = args.slice(0, verb).every(({ value }, index) => {
    return value.startsWith('-') || /^-[Cc]$/.test(args[index - 1]?.value ?? '');
  });
  if (program !== 'git' || verb < 0 || !isFirst) return [];
  return args.slice(verb + 1).filter(({ value }) => !value.startsWith('-'));
}

/** With --force the file is one that is ignored, so its name says enough. */
function isSecretFile({ value, isStatic }: Word, { args }: CommandFact): boolean {
  if (!isStatic) return false;
  const isForced = args.some((word) => word.value === '-f' || word.value === '--force');
  return isPlainEnvFile(value) || isPrivateKeyFile(value) || (isForced && isNamedSecret(value));
}

function fixes(command: CommandFact, word: Word, isAll: boolean): readonly Fix[] {
  if (!command.isEditable) return [];
  const note =
    'A file that was committed before stays in the history: take it out of the index with git rm --cached, and rotate what was in it.';
  if (!isAll) {
    const before = command.args[command.args.indexOf(word) - 1];
    if (before === undefined) return [];
    return [review(leaveOut, [remove({ start: before.range.end, end: word.range.end })], note)];
  }
  if (command.pipedTo !== undefined || command.wrappers.length > 0 || command.assignments.length > 0)
    return [];
  const base = word.value.slice(word.value.lastIndexOf('/') + 1);
  const lines = base.startsWith('.env') ? `'.env*' '!.env.example'` : `'${word.value.replace(/^\.\//, '')}'`;
  const place = command.args.slice(0, 2).map(({ value }) => value);
  // The ignore file would be that of another folder.
  if (place[0] === '-C') return [];
  return [
    review(
      ignore,
      [replace(command.range, `printf '%s\\n' ${lines} >> .gitignore && git add .gitignore`)],
      note,
    ),
  ];
}
