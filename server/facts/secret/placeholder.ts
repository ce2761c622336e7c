import { wordsOf } from './keyName';

/** Why a value is none yet. */
export type Placeholder =
  'empty' | 'angle' | 'expansion' | 'template' | 'mask' | 'wording' | 'reference' | 'typed' | 'vendorExample';

/**
 * The family of placeholder that the value is written in, or undefined for a value that could be deployed.
 *
 * Decided on structure and whole words, never on substrings: `changeme` and `password` are values that
 * people deploy, so they are none. Linear; values over 4096 characters are cut before they get here.
 */
export function placeholderOf(value: string): Placeholder | undefined {
  const text = value.trim();
  if (text === '' || text === '~') return 'empty';
  if (/<[^<>\s][^<>]*>|‹[^‹›]*›|«[^«»]*»/.test(text)) return 'angle';
  if (isTemplate(text)) return 'template';
  if (isExpansion(text)) return 'expansion';
  if (isMask(text)) return 'mask';
  if (/EXAMPLE(?:KEY)?$/.test(text)) return 'vendorExample';
  if (isReference(text)) return 'reference';
  if (isTyped(text)) return 'typed';
  if (isWording(text)) return 'wording';
  return undefined;
}

function isExpansion(text: string): boolean {
  return (
    /^\$[A-Za-z_]\w*$/.test(text) ||
    holdsPair(text, '${', '}') ||
    holdsPair(text, '$(', ')') ||
    holdsPair(text, '`', '`') ||
    /^%\w+%$/.test(text) ||
    /^\$env:\w+$/i.test(text)
  );
}

/** True when `close` follows somewhere behind `open`. */
function holdsPair(text: string, open: string, close: string): boolean {
  const at = text.indexOf(open);
  return at >= 0 && text.indexOf(close, at + open.length) >= 0;
}

function isTemplate(text: string): boolean {
  return (
    /\{\{/.test(text) ||
    /\{%/.test(text) ||
    /^\[\[[^\]]*\]\]$/.test(text) ||
    /^@\w+@$/.test(text) ||
    /^__\w+__$/.test(text) ||
    /^#\{[^}]*\}#?$/.test(text) ||
    /^\{[\w .-]+\}$/.test(text) ||
    /^\[[A-Za-z][\w .-]*\]$/.test(text) ||
    // Grafana, https://grafana.com/docs/grafana/latest/setup-grafana/configure-grafana/#variable-expansion
    /^\$__(?:file|env|vault)\{/.test(text) ||
    // `{paste your password here}`, of which the shell makes several words.
    /^[<{[(‹«][^>}\])›»]*$/.test(text)
  );
}

function isMask(text: string): boolean {
  if (text.length === 1 && /[A-Za-z*.•#_-]/.test(text)) return true;
  if (/\.\.\.|…/.test(text)) return true;
  if (/^[-*.•#_?]+$/.test(text)) return true;
  const letters = text.replace(/[^A-Za-z0-9*•]/g, '');
  return letters.length > 1 && /^(?:[xX*•]+|([A-Za-z])\1+|0+)$/.test(letters);
}

function isReference(text: string): boolean {
  return (
    /^(?:vault|ref\+\w+|op|file|secret|awssm|ssm|gcpsm|azurekv|env|sops|env\.|akv|doppler)[:/]/i.test(text) ||
    /^arn:/.test(text) ||
    /^ENC\[/.test(text) ||
    /^pass:\/\//.test(text) ||
    /^(?:\/|\.\.?\/|~\/|[A-Za-z]:\\)[\w .\\/@+-]*$/.test(text) ||
    /^[\w./@-]+\.(?:pem|key|crt|cer|json|ya?ml|txt|env|p12|jks|pfx|pub|conf|sh)$/.test(text) ||
    // A URL without a password in it points somewhere.
    /^[a-z][a-z0-9+.-]*:\/\/[^@\s]*$/i.test(text) ||
    // Public by their nature: SSH public keys, certificates, digests, integrity hashes, age recipients.
    /^(?:ssh-(?:rsa|ed25519|dss)|ecdsa-sha2-\S+|sk-\S+@openssh\.com) /.test(text) ||
    /^-----BEGIN (?:CERTIFICATE|PUBLIC KEY|RSA PUBLIC KEY|PGP PUBLIC KEY BLOCK)-----/.test(text) ||
    /^sha(?:1|256|384|512)[:-]/.test(text) ||
    /^age1[a-z0-9]{50,}$/.test(text)
  );
}

const typedWords = new Set([
  'true',
  'false',
  'yes',
  'no',
  'on',
  'off',
  'null',
  'nil',
  'none',
  'undefined',
  'enabled',
  'disabled',
  'required',
  'optional',
  'always',
  'never',
  'auto',
  'read',
  'write',
  'string',
  'str',
  'integer',
  'int',
  'number',
  'boolean',
  'bool',
  'object',
  'array',
  'bytes',
  'binary',
  'plaintext',
  'base64',
  'basic',
  'strict',
]);

/** A boolean, a small number, a duration, the name of a type, a regular expression. */
function isTyped(text: string): boolean {
  return (
    typedWords.has(text.toLowerCase()) ||
    /^[-+]?\d{1,4}(?:\.\d+)?(?:ms|s|m|h|d|w|y|Ki|Mi|Gi|k|M|G)?$/.test(text) ||
    /^\^.*\$$/.test(text) ||
    /^\/.*\/[gimsuy]*$/.test(text) ||
    /^\[[A-Za-z0-9\\^_-]+\][*+{]/.test(text)
  );
}

/** A word of this list says that somebody is asked to write something else. */
const askingWords = new Set([
  'your',
  'yours',
  'replace',
  'replaceme',
  'todo',
  'fixme',
  'tbd',
  'insert',
  'enter',
  'dummy',
  'placeholder',
  'fake',
  'mock',
  'example',
  'examples',
  'sample',
  'redacted',
  'masked',
  'hidden',
  'omitted',
  'snip',
  'unused',
  'here',
  'foo',
  'bar',
  'baz',
  'foobar',
  'goes',
  'somesecret',
  'somepassword',
  'sometoken',
  'yourpassword',
  'yourtoken',
  'yoursecret',
  'yourkey',
  'yourapikey',
]);

/** What a value calls itself when it is none: `my-secret-value`, `ADMIN_PASSWORD`, `the-token`. */
const selfNames = new Set([
  'password',
  'passwd',
  'pass',
  'pwd',
  'passphrase',
  'secret',
  'token',
  'key',
  'value',
  'credential',
  'credentials',
  'apikey',
  'pat',
]);

function isWording(text: string): boolean {
  const words = wordsOf(text);
  if (words.some((word) => askingWords.has(word))) return true;
  const joined = words.join(' ');
  if (
    /\b(?:change this|not a real|not used|not set|n a|set me|fill (?:me|in)|to be (?:set|defined))\b/.test(
      joined,
    )
  ) {
    return true;
  }
  const last = words[words.length - 1] ?? '';
  if (words.length < 2 || !selfNames.has(last)) return false;
  // `ADMIN_PASSWORD`, `db-password`, `myServicePrincipalPassword`: a name for it, in the style of names.
  return (
    /^[A-Za-z]+(?:[-_. ][A-Za-z]+)+$/.test(text) ||
    /^[a-z]+(?:[A-Z][a-z]+)+$/.test(text) ||
    words[0] === 'my' ||
    words[0] === 'some'
  );
}
