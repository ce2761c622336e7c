import {
  cite,
  defineRule,
  maxAgeOf,
  message,
  removeHeader,
  replace,
  review,
  shortestMaxAge,
  unsafeSources,
  valueOf,
  withStops,
  type Problem,
  type Region,
  type ResponseHeaderFact,
  type UnsafeSource,
} from '#rule';

const deny = 'Forbid framing';
const year = 'Remember HTTPS for a year';
const drop = 'Take the source out';
const origin = 'Name the origin';
const removal = 'Remove the header';
const originStop = '‹origin that may read, such as https://shop.example.com›';

export default defineRule({
  meta: {
    id: 'weak-response-header',
    title: 'Security header is set to a value that does not protect',
    why: 'The header is there and every checklist is content, but browsers ignore it, forget it or allow what it should forbid.',
    severity: 'medium',
    confidence: 'certain',
    profile: 'recommended',
    isMilderInDevelopment: true,
    reviewItem: 10,
    languages: ['markdown', 'yaml', 'json', 'shell'],
    references: cite('CWE-693', 'CWE-1021', 'CWE-942', 'OWASP 2025 K07'),
    fixes: [
      { title: deny, applicability: 'review' },
      { title: year, applicability: 'review' },
      { title: drop, applicability: 'review' },
      { title: origin, applicability: 'review' },
      { title: removal, applicability: 'review' },
    ],
  },
  visit: (report) => ({
    responseHeader(header, region) {
      for (const problem of problemsOf(header, region)) report(problem);
    },
  }),
});

function problemsOf(header: ResponseHeaderFact, region: Region): readonly Problem[] {
  const sent = valueOf(header.value);
  if (sent === undefined) return [];
  switch (header.name) {
    case 'x-frame-options':
      return /^\s*allow-from\b/i.test(sent) ? [framing(header, region)] : [];
    case 'strict-transport-security':
      return transport(header, sent, region);
    case 'content-security-policy':
      return unsafeSources(sent).map((source) => policy(header, source, region));
    case 'access-control-allow-origin':
      return sent.trim() === '*' && header.beside.get('access-control-allow-credentials') === 'true'
        ? [sharing(header, region)]
        : [];
    default:
      return [];
  }
}

function framing({ valueRange, isVerbatim }: ResponseHeaderFact, region: Region): Problem {
  return {
    at: valueRange,
    message: message('Browsers ignore ALLOW-FROM, so every site may frame this one'),
    fixes: () =>
      isVerbatim
        ? [
            review(
              deny,
              [replace(inner(region, valueRange), 'DENY')],
              'A site that is to frame this one belongs into frame-ancestors of the Content-Security-Policy',
            ),
          ]
        : [],
  };
}

function transport(header: ResponseHeaderFact, sent: string, region: Region): readonly Problem[] {
  const { valueRange, protocol } = header;
  if (protocol === 'HTTP') {
    return [
      {
        at: header.range,
        message: message('Browsers ignore Strict-Transport-Security that comes over plain HTTP'),
        fixes: () => {
          const edits = removeHeader(header, region);
          return edits === undefined ? [] : [review(removal, edits, 'Set it on the HTTPS listener')];
        },
      },
    ];
  }
  const age = maxAgeOf(sent);
  if (age === undefined || age.seconds >= shortestMaxAge) return [];
  return [
    {
      at: valueRange,
      severity: 'low',
      message:
        age.seconds === 0
          ? message('max-age=0 makes browsers forget that this site is HTTPS only')
          : message('Browsers remember HTTPS for {seconds} seconds only, less than half a year', {
              seconds: String(age.seconds),
            }),
      fixes: () => {
        const { start, end } = valueRange;
        const raw = region.text.slice(start, end);
        const written = maxAgeOf(raw);
        const digits = written ?? /^["']?(\d+)["']?$/.exec(raw);
        if (digits === null) return [];
        const from = 'seconds' in digits ? digits.start : raw.indexOf(digits[1] ?? '');
        const to = 'seconds' in digits ? digits.end : from + (digits[1] ?? '').length;
        return [
          review(
            year,
            [replace({ start: start + from, end: start + to }, '31536000')],
            'For a year, no visitor can come by HTTP again, whatever happens to the certificate',
          ),
        ];
      },
    },
  ];
}

function policy({ value, valueRange }: ResponseHeaderFact, unsafe: UnsafeSource, region: Region): Problem {
  const raw = region.text.slice(valueRange.start, valueRange.end);
  const shift = raw.indexOf(valueOf(value) ?? '');
  const range = {
    start: valueRange.start + shift + unsafe.start,
    end: valueRange.start + shift + unsafe.end,
  };
  return {
    at: shift < 0 ? valueRange : range,
    severity: 'low',
    message: message(
      '{source} in {directive} lets injected scripts run, which the policy is there to prevent',
      {
        source: unsafe.source,
        directive: unsafe.directive,
      },
    ),
    fixes: () => {
      if (shift < 0) return [];
      const note = 'Scripts that depend on it stop: give them a nonce or a hash';
      if (unsafe.count === 1) return [review(drop, [replace(range, "'self'")], note)];
      return [review(drop, [{ range: { start: range.start - 1, end: range.end }, text: '' }], note)];
    },
  };
}

function sharing({ valueRange }: ResponseHeaderFact, region: Region): Problem {
  return {
    at: valueRange,
    message: message(
      'Every origin together with credentials: browsers refuse it, and proxies that echo the origin open it',
    ),
    fixes: () => {
      const range = inner(region, valueRange);
      const isQuoted = range.start > valueRange.start;
      const text = isQuoted ? originStop : JSON.stringify(originStop);
      return [review(origin, [withStops({ range, text }, originStop)])];
    },
  };
}

/** Without the quotes that stand around it. */
function inner({ text }: Region, { start, end }: { readonly start: number; readonly end: number }) {
  const isQuoted = /^(["']).*\1$/s.test(text.slice(start, end)) && end - start >= 2;
  return isQuoted ? { start: start + 1, end: end - 1 } : { start, end };
}
