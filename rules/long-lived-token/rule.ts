import {
  asInteger,
  cite,
  defineRule,
  findFlag,
  hoursOf,
  message,
  replace,
  review,
  type CommandFact,
  type Problem,
  type SettingFact,
  type Severity,
} from '#rule';

const day = 24;
const month = 30 * day;

export default defineRule({
  meta: {
    id: 'long-lived-token',
    title: 'Service account token for a long time',
    why: 'Whoever gets hold of the token has the rights of the service account until it expires; there is no way to withdraw it but to delete the account.',
    severity: 'medium',
    confidence: 'certain',
    profile: 'recommended',
    isMilderInDevelopment: true,
    reviewItem: 17,
    languages: ['yaml', 'json', 'shell'],
    references: cite(
      'Kubernetes 1.34 Managing Service Accounts',
      'CIS 1.12 5.1.6',
      'CIS EKS 1.8.0 5.2.1',
      'OWASP 2022 K06',
      'OWASP 2025 K09',
      'CWE-262',
      'CWE-613',
      'NSA/CISA 1.2 Secrets',
    ),
    fixes: [{ title: 'Ask for a token of one hour', applicability: 'review' }],
  },
  visit: (report) => {
    const tell = (problem: Problem | undefined): void => {
      if (problem !== undefined) report(problem);
    };
    return {
      command(command) {
        tell(commandProblem(command));
      },
      setting(setting) {
        tell(projectionProblem(setting));
      },
    };
  },
});

/** `kubectl create token x --duration=8760h`. */
function commandProblem(command: CommandFact): Problem | undefined {
  const [verb, what] = command.operands.map((word) => word.value);
  const isCreate = /^(?:kubectl|oc)$/.test(command.program) && verb === 'create' && what === 'token';
  const value = isCreate ? findFlag(command, '--duration')?.value : undefined;
  if (value?.isStatic !== true) return undefined;
  const hours = hoursOf(value.value);
  if (hours === undefined || hours <= day) return undefined;
  return {
    at: value.range,
    severity: severityOf(hours),
    message: message('The token is valid for {duration}', { duration: value.value }),
    fixes: () =>
      command.isEditable
        ? [
            review(
              'Ask for a token of one hour',
              [replace(value.range, '1h')],
              'What uses the token for longer has to ask for a new one, as pods do with a projected token.',
            ),
          ]
        : [],
  };
}

/** `serviceAccountToken.expirationSeconds` of a projected volume. */
function projectionProblem({ key, path, entry, valueRange, source }: SettingFact): Problem | undefined {
  if (source !== 'yaml' || key !== 'expirationSeconds' || path[path.length - 2] !== 'serviceAccountToken') {
    return undefined;
  }
  const lifetime = asInteger(entry?.value);
  if (lifetime === undefined || lifetime <= day * 3600) return undefined;
  return {
    at: valueRange,
    severity: severityOf(lifetime / 3600),
    message: message('The token is valid for {days} days', { days: String(Math.round(lifetime / 86_400)) }),
    fixes: () => [
      review(
        'Ask for a token of one hour',
        [replace(valueRange, '3600')],
        'The kubelet renews the file in time; the application has to read it again.',
      ),
    ],
  };
}

function severityOf(hours: number): Severity {
  return hours >= month ? 'medium' : 'info';
}
