const seconds: { readonly [unit: string]: number | undefined } = {
  ns: 1e-9,
  us: 1e-6,
  µs: 1e-6,
  ms: 1e-3,
  s: 1,
  m: 60,
  h: 3600,
};

/**
 * The hours of a duration as Go writes it (time.ParseDuration): `1h30m`, `8760h`, `0`, `0s`; undefined for any
 * other text. Negative ones are none. Cost: linear.
 */
export function hoursOf(text: string): number | undefined {
  // No duration is longer, and digits without a unit would be read again and again.
  if (text.length > 40) return undefined;
  if (text === '0') return 0;
  let sum = 0;
  let at = 0;
  for (const match of text.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)/g)) {
    if (match.index !== at) return undefined;
    sum += Number(match[1]) * (seconds[match[2] ?? ''] ?? 0);
    at += match[0].length;
  }
  return at === 0 || at < text.length ? undefined : sum / 3600;
}
