import {
  asBoolean,
  cite,
  defineRule,
  entryOf,
  findFlag,
  hoursOf,
  message,
  replace,
  review,
  stringOf,
  type CommandFact,
  type ObjectFact,
  type Problem,
} from '#rule';

const title = 'Limit to 90 days';
const year = 366;

export default defineRule({
  meta: {
    id: 'long-lived-certificate',
    title: 'Certificate for more than a year',
    why: 'A key that leaked serves its thief until the certificate expires, and a renewal that nobody has done in years fails when it is due.',
    severity: 'info',
    confidence: 'likely',
    profile: 'recommended',
    isMilderInDevelopment: true,
    reviewItem: 17,
    languages: ['yaml', 'json', 'shell'],
    references: cite(
      'cert-manager 1.20 Certificate',
      'CIS 1.12 5.4.2',
      'OWASP 2022 K08',
      'OWASP 2025 K03',
      'CWE-262',
      'CWE-324',
      'NSA/CISA 1.2 Secrets',
    ),
    fixes: [{ title, applicability: 'review' }],
  },
  visit: (report) => {
    const tell = (problem: Problem | undefined): void => {
      if (problem !== undefined) report(problem);
    };
    return {
      command(command) {
        tell(opensslProblem(command));
      },
      object(object) {
        tell(certificateProblem(object));
      },
    };
  },
});

/** `openssl req -x509 -days 3650`, `openssl x509 -req -days 3650`. */
function opensslProblem(command: CommandFact): Problem | undefined {
  const verb = command.args[0]?.value;
  if (command.program !== 'openssl' || !/^(?:req|x509|ca)$/.test(verb ?? '')) return undefined;
  const signs = command.args.some(({ value }) => value === '-x509' || value === '-req') || verb === 'ca';
  const value = findFlag(command, '-days')?.value ?? behind(command, '-days');
  if (!signs || value?.isStatic !== true || !/^\d{1,6}$/.test(value.value)) return undefined;
  const days = Number(value.value);
  if (days <= year || isAuthority(command)) return undefined;
  return {
    at: value.range,
    message: message('The certificate is valid for {days} days', { days: value.value }),
    fixes: () =>
      command.isEditable
        ? [
            review(
              title,
              [replace(value.range, '90')],
              'Have it renewed before it expires, for example by cert-manager.',
            ),
          ]
        : [],
  };
}

function behind({ args }: CommandFact, flag: string) {
  return args[args.findIndex(({ value }) => value === flag) + 1];
}

/** A root's certificate lives for years, because everything that trusts it would have to be changed. */
function isAuthority({ args }: CommandFact): boolean {
  if (args.some(({ value }) => /^(?:v3_ca|CA:true|basicConstraints=.*CA:true.*)$/i.test(value))) return true;
  return args.some(({ value }, index) => {
    const flag = args[index - 1]?.value ?? '';
    if (flag === '-subj') return /(?:^|[^a-z])(?:ca|root|authority)(?:[^a-z]|$)/i.test(value);
    return (
      /^-(?:out|keyout|key|signkey)$/.test(flag) &&
      /(?:^|[^a-z])(?:root|ca|cacert|rootca)(?:[^a-z]|$)/i.test(value)
    );
  });
}

/** cert-manager's Certificate with a `duration`; the default is 90 days, renewed after two thirds of it. */
function certificateProblem({ group, resource, spec }: ObjectFact): Problem | undefined {
  if (group !== 'cert-manager.io' || resource !== 'Certificate') return undefined;
  const value = entryOf(spec, 'duration')?.value;
  const text = stringOf(value);
  const hours = text === undefined ? undefined : hoursOf(text);
  if (value?.kind !== 'scalar' || hours === undefined || hours <= year * 24) return undefined;
  if (asBoolean(entryOf(spec, 'isCA')?.value) === true) return undefined;
  const quote = value.style === 'double' ? '"' : value.style === 'single' ? "'" : '';
  return {
    at: value.range,
    message: message('The certificate is valid for {days} days', { days: String(Math.round(hours / 24)) }),
    fixes: () => [
      review(
        title,
        [replace(value.range, `${quote}2160h0m0s${quote}`)],
        'A renewBefore has to be shorter than that; without one cert-manager renews after two thirds of the time.',
      ),
    ],
  };
}
