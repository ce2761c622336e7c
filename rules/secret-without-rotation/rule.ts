import {
  cite,
  defineRule,
  findFlag,
  insert,
  message,
  review,
  withStops,
  type CommandFact,
  type Fix,
} from '#rule';

const title = 'Have the secret rotated';
const lambda = '${ROTATION_LAMBDA_ARN:?set the ARN of the rotation function}';

export default defineRule({
  meta: {
    id: 'secret-without-rotation',
    title: 'Secret created without a rotation',
    why: 'A secret that nothing rotates stays the same for years, and with each copy more people and machines know it.',
    severity: 'info',
    confidence: 'possible',
    profile: 'strict',
    isMilderInDevelopment: true,
    reviewItem: 17,
    languages: ['shell'],
    references: cite(
      'AWS Secrets Manager rotate-secret',
      'CIS 1.12 5.4.2',
      'CIS EKS 1.8.0 4.4.2',
      'OWASP 2022 K08',
      'OWASP 2025 K03',
      'CWE-262',
      'NSA/CISA 1.2 Secrets',
    ),
    fixes: [{ title, applicability: 'review' }],
  },
  reads: ['command'],
  read(document, report) {
    const commands = document.all('command').filter(({ fact }) => fact.program === 'aws');
    const verbs = (command: CommandFact): string =>
      command.operands
        .slice(0, 2)
        .map((word) => word.value)
        .join(' ');
    // A schedule that the document sets anywhere may be for any of its secrets.
    if (commands.some(({ fact }) => verbs(fact) === 'secretsmanager rotate-secret')) return;
    for (const { fact: command, region } of commands) {
      if (verbs(command) !== 'secretsmanager create-secret') continue;
      const verb = command.operands[1];
      if (verb === undefined) continue;
      report({
        region,
        at: verb.range,
        message: message('Nothing in this document has the secret rotated'),
        fixes: () => rotationFixes(command, region.text),
      });
    }
  },
});

function rotationFixes(command: CommandFact, text: string): readonly Fix[] {
  const name = findFlag(command, '--name')?.value;
  const isAlone =
    command.pipedTo === undefined && command.pipedFrom === undefined && command.parent === undefined;
  if (name === undefined || !isAlone || !command.isEditable || command.isCondition) return [];
  const id = text.slice(name.range.start, name.range.end);
  const rotate = ` && \\\n  aws secretsmanager rotate-secret --secret-id ${id} --rotation-lambda-arn "${lambda}" --rotation-rules AutomaticallyAfterDays=30`;
  return [
    review(
      title,
      [withStops(insert(command.range.end, rotate), lambda)],
      'AWS has functions for its databases; managed secrets rotate without one.',
    ),
  ];
}
