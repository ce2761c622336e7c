import { cite, defineRule, findFlag, insert, message, replace, review } from '#rule';

export default defineRule({
  meta: {
    id: 'cluster-logging-not-applied',
    title: 'Logging is planned and never enabled',
    why: 'The guide says that the audit log is on, and it is not.',
    severity: 'medium',
    confidence: 'certain',
    profile: 'recommended',
    reviewItem: 19,
    languages: ['shell'],
    references: cite(
      'CIS EKS 1.8.0 2.1.1',
      'OWASP 2022 K05',
      'OWASP 2025 K10',
      'CWE-778',
      'NSA/CISA 1.2 Audit logging',
    ),
    fixes: [{ title: 'Add --approve', applicability: 'review' }],
  },
  visit: (report) => ({
    clusterLogging({ source, command, isApplied }) {
      const [, , ...rest] = command?.operands ?? [];
      if (source !== 'eksctlUpdate' || command === undefined || isApplied || rest.length > 0) return;
      const approve = findFlag(command, '--approve');
      if (approve?.value?.isStatic === false || findFlag(command, '--help', '-h') !== undefined) return;
      const last = command.args[command.args.length - 1];
      const at = command.operands[1]?.range ?? command.range;
      report({
        at: approve?.range ?? at,
        message: message('Without --approve, eksctl only prints what it would change'),
        fixes: () => {
          const note = 'The change is then made: CloudWatch bills what is written';
          if (approve !== undefined)
            return [review('Add --approve', [replace(approve.range, '--approve')], note)];
          return last === undefined || !command.isEditable
            ? []
            : [review('Add --approve', [insert(last.range.end, ' --approve')], note)];
        },
      });
    },
  }),
});
