import {
  cite,
  defineRule,
  message,
  replace,
  review,
  type ChannelFact,
  type Message,
  type Severity,
} from '#rule';

const title = 'Encrypt and verify';
const encrypt = 'Encrypt the connection';

export default defineRule({
  meta: {
    id: 'connection-tls-off',
    title: 'Connection to a database or broker is not encrypted',
    why: 'Passwords and data cross the network readable, and whoever answers in the place of the server is believed.',
    severity: 'medium',
    confidence: 'certain',
    profile: 'recommended',
    isMilderInDevelopment: true,
    reviewItem: 20,
    languages: ['yaml', 'json', 'shell', 'dotenv'],
    references: cite('OWASP 2022 K07', 'OWASP 2025 K05', 'CWE-319', 'CWE-295', 'Kubescape NSA C-0054'),
    fixes: [
      { title, applicability: 'review' },
      { title: encrypt, applicability: 'review' },
    ],
  },
  visit: (report) => ({
    channel(channel) {
      const { what, range, secure, flag } = channel;
      if (what !== 'sslMode' && what !== 'ssl' && what !== 'kafka') return;
      const severity = severityOf(channel);
      report({
        at: range,
        ...(severity === undefined ? {} : { severity }),
        message: messageOf(channel),
        fixes: () =>
          secure === undefined
            ? []
            : what === 'ssl' && flag === undefined
              ? [
                  review(
                    encrypt,
                    [replace(range, secure)],
                    'Whether the certificate is checked, other settings of the driver say',
                  ),
                ]
              : [
                  review(
                    title,
                    [replace(range, secure)],
                    'The client needs the authority of the server: sslrootcert, --ssl-ca or a trust store',
                  ),
                ],
      });
    },
  }),
});

/** Less where it is only a chance for plain text, or the network is one machine's. */
function severityOf({ value, isOneMachine }: ChannelFact): Severity | undefined {
  return isOneMachine || /^(?:allow|prefer|preferred)$/i.test(value) ? 'low' : undefined;
}

function messageOf({ what, name, value, flag }: ChannelFact): Message {
  const args = { name, value };
  if (flag !== undefined) return message('{name} sends queries and data readable', { name });
  if (what === 'kafka')
    return message('{name} {value} sends records and passwords readable', { name, value: plain(value) });
  if (/^(?:allow|prefer|preferred)$/i.test(value)) {
    return message(
      '{name} {value} takes plain text where the server offers no better, and checks no certificate',
      args,
    );
  }
  return message('{name} {value} sends queries and data readable', args);
}

/** The protocol in a longer list of listeners. */
function plain(value: string): string {
  return /(?:SASL_)?PLAINTEXT/.exec(value)?.[0] ?? '';
}
