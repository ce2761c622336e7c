import {
  cite,
  defineRule,
  message,
  removeFlags,
  replace,
  review,
  type ChannelFact,
  type Fix,
  type Region,
} from '#rule';

const title = 'Verify the certificate';
const encrypt = 'Encrypt the connection';

export default defineRule({
  meta: {
    id: 'client-verification-off',
    title: 'Client leaves out encryption or its check',
    why: 'Whoever answers in the place of the server is believed, and gets the token or password of the client.',
    severity: 'medium',
    confidence: 'certain',
    profile: 'recommended',
    isMilderInDevelopment: true,
    reviewItem: 20,
    languages: ['yaml', 'json', 'shell'],
    references: cite('OWASP 2022 K07', 'CWE-295', 'Kubescape NSA C-0054', 'OWASP 2025 K05'),
    fixes: [
      { title, applicability: 'review' },
      { title: encrypt, applicability: 'review' },
    ],
  },
  visit: (report) => ({
    channel(channel, region) {
      if (channel.what !== 'verification') return;
      report({
        at: channel.range,
        message: isPlain(channel.name)
          ? message('{name} sends everything readable, to whoever answers', { name: channel.name })
          : message('{name} leaves out the check that the server is the one that was asked', {
              name: channel.name,
            }),
        fixes: () => fixesOf(channel, region),
      });
    },
  }),
});

/** Options that leave out TLS, and not only its check. */
function isPlain(name: string): boolean {
  return /plain|transport|allow-http/.test(name);
}

function fixesOf({ name, command, flag, range, secure }: ChannelFact, region: Region): readonly Fix[] {
  const note = 'Name the authority of the server where it is none of the public ones';
  if (command !== undefined && flag !== undefined)
    return [review(isPlain(name) ? encrypt : title, removeFlags(command, [flag], region.text), note)];
  return secure === undefined ? [] : [review(title, [replace(range, secure)], note)];
}
