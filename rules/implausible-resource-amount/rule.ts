import {
  cite,
  defineRule,
  message,
  parseQuantity,
  quantityOfSize,
  replace,
  review,
  withStops,
  type Fix,
  type Message,
  type ResourceAmountFact,
} from '#rule';

/** More than the largest machines of clouds give to one container (u7in-32tb apart). */
const mostCores = 448;
const mostMemory = 2 ** 40;
const mebibyte = 2 ** 20;

export default defineRule({
  meta: {
    id: 'implausible-resource-amount',
    title: 'Amount of CPU or memory that nobody can mean',
    why: 'A wrong unit either forbids the pod to start or limits nothing, so one container can take the whole node.',
    severity: 'medium',
    confidence: 'likely',
    profile: 'recommended',
    isMilderInDevelopment: true,
    reviewItem: 11,
    languages: ['yaml', 'json', 'shell'],
    references: cite(
      'Kubescape NSA C-0270',
      'Kubescape NSA C-0271',
      'OWASP 2022 K01',
      'CWE-770',
      'Kubernetes 1.34 Resource Management',
    ),
    fixes: [
      { title: 'Write the unit that is meant', applicability: 'review' },
      { title: 'Set a limit that a node can hold', applicability: 'review' },
    ],
  },
  visit: (report) => ({
    resourceAmount(amount) {
      const problem = amount.resource === 'cpu' ? cpuProblem(amount) : sizeProblem(amount);
      if (problem === undefined) return;
      const { text, meant } = problem;
      report({ at: amount.range, message: text, fixes: () => fixes(amount, meant) });
    },
  }),
});

interface Trap {
  readonly text: Message;
  /** What to write; undefined where only the author knows. */
  readonly meant: string | undefined;
}

function cpuProblem({ text: written, of }: ResourceAmountFact): Trap | undefined {
  const quantity = parseQuantity(written);
  const digits = /^\d+(?:\.\d+)?/.exec(written)?.[0] ?? '';
  if (quantity === undefined) {
    const isUnit = /^\d+(?:\.\d+)? ?(?:mi?|millicores?|millicpu|mcpu)$/i.test(written);
    const isCores = /^\d+(?:\.\d+)? ?(?:v?cpus?|cores?)$/i.test(written);
    if (!isUnit && !isCores) return undefined;
    return {
      text: message('{written} is no amount of CPU: the API refuses it', { written }),
      meant: isUnit ? `${digits}m` : digits,
    };
  }
  const { suffix, value } = quantity;
  if (suffix !== '' && suffix !== 'm' && value >= 1000) {
    return {
      text: message('{written} of CPU is {count} cores; thousandths of a core are written "m"', {
        written,
        count: words(value),
      }),
      meant: `${digits}m`,
    };
  }
  if (of === 'total' || value <= mostCores) return undefined;
  return {
    text: message('{written} of CPU is {count} cores for one container, more than a node has', {
      written,
      count: words(value),
    }),
    meant: suffix === '' && Number.isInteger(value) ? `${digits}m` : undefined,
  };
}

function sizeProblem({ text: written, of, resource }: ResourceAmountFact): Trap | undefined {
  const quantity = parseQuantity(written);
  if (quantity === undefined) {
    const meant = quantityOfSize(written);
    if (meant === undefined) return undefined;
    return { text: message('{written} is no size to Kubernetes: the API refuses it', { written }), meant };
  }
  const { suffix, value, amount } = quantity;
  if (suffix === 'm') {
    return {
      text: message('{written} is {count} bytes: "m" is a thousandth, and mebibytes are written "Mi"', {
        written,
        count: String(value),
      }),
      meant: quantityOfSize(written),
    };
  }
  if (suffix === '' && value > 0 && value < mebibyte) {
    return {
      text: message('{written} without a unit is {written} bytes, too little for any program', { written }),
      meant: amount >= 16 ? `${written}Mi` : `${written}Gi`,
    };
  }
  if (of === 'total' || resource !== 'memory' || value < mostMemory) return undefined;
  return {
    text: message('{written} of memory for one container is more than a node has, so it limits nothing', {
      written,
    }),
    meant: undefined,
  };
}

function words(count: number): string {
  return count >= 1e6 ? `${count / 1e6} million` : String(count);
}

function fixes(amount: ResourceAmountFact, meant: string | undefined): readonly Fix[] {
  const { range, resource } = amount;
  if (meant !== undefined) {
    return [
      review(
        'Write the unit that is meant',
        [replace(range, meant)],
        'The pod gets what the new number says when it is made again',
      ),
    ];
  }
  const size = resource === 'cpu' ? '2' : '2Gi';
  return [
    review(
      'Set a limit that a node can hold',
      [withStops(replace(range, size), size)],
      'The number is a start to be measured',
    ),
  ];
}
