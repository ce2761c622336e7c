/** A quantity of the Kubernetes API taken apart: `512Mi` is 512 and `Mi`. */
export interface Quantity {
  readonly amount: number;
  readonly suffix: string;
  /** In the resource's own unit: bytes, cores. */
  readonly value: number;
}

const factors: ReadonlyMap<string, number> = new Map([
  ['', 1],
  ['n', 1e-9],
  ['u', 1e-6],
  ['m', 1e-3],
  ['k', 1e3],
  ['M', 1e6],
  ['G', 1e9],
  ['T', 1e12],
  ['P', 1e15],
  ['E', 1e18],
  ['Ki', 2 ** 10],
  ['Mi', 2 ** 20],
  ['Gi', 2 ** 30],
  ['Ti', 2 ** 40],
  ['Pi', 2 ** 50],
  ['Ei', 2 ** 60],
]);

/**
 * Reads a quantity (k8s.io/apimachinery, pkg/api/resource: a number with a suffix of SI or of powers of two, or
 * an exponent). Undefined for what the API refuses: `1g`, `512MB`, `1 Gi`.
 */
export function parseQuantity(text: string): Quantity | undefined {
  const match = /^(\d+(?:\.\d*)?|\.\d+)(?:([a-zA-Z]{0,2})|[eE]([+-]?\d{1,3}))$/.exec(text);
  if (match === null) return undefined;
  const [, digits = '', suffix = '', exponent] = match;
  const amount = Number(digits);
  if (exponent !== undefined) return { amount, suffix: '', value: amount * 10 ** Number(exponent) };
  const factor = factors.get(suffix);
  return factor === undefined ? undefined : { amount, suffix, value: amount * factor };
}

/** How other programs write the units of memory, and the suffix that means it. */
const units: ReadonlyMap<string, string> = new Map([
  ['k', 'Ki'],
  ['kb', 'k'],
  ['kib', 'Ki'],
  ['ki', 'Ki'],
  ['m', 'Mi'],
  ['mb', 'M'],
  ['mib', 'Mi'],
  ['mi', 'Mi'],
  ['g', 'Gi'],
  ['gb', 'G'],
  ['gib', 'Gi'],
  ['gi', 'Gi'],
  ['t', 'Ti'],
  ['tb', 'T'],
  ['tib', 'Ti'],
  ['ti', 'Ti'],
]);

/** What a size written for another program (`1g`, `512MB`, `512 mib`) is called here; undefined for other texts. */
export function quantityOfSize(text: string): string | undefined {
  const match = /^(\d+(?:\.\d+)?) ?([a-zA-Z]{1,3})$/.exec(text);
  const suffix = units.get((match?.[2] ?? '').toLowerCase());
  return suffix === undefined ? undefined : `${match?.[1]}${suffix}`;
}
