import {
  cite,
  defineRule,
  findFlag,
  logTypes,
  message,
  removeFlags,
  replace,
  review,
  valueOf,
  type ClusterLoggingFact,
  type Fix,
  type LogType,
  type Problem,
  type Region,
} from '#rule';

export default defineRule({
  meta: {
    id: 'audit-log-switched-off',
    title: 'Audit log is switched off',
    why: 'After an attack nobody can tell who read which secret, and whose token was used.',
    severity: 'medium',
    confidence: 'certain',
    profile: 'recommended',
    isMilderInDevelopment: true,
    reviewItem: 19,
    languages: ['yaml', 'json', 'shell'],
    references: cite(
      'CIS EKS 1.8.0 2.1.1',
      'CIS EKS 1.8.0 2.1.2',
      'OWASP 2022 K05',
      'OWASP 2025 K10',
      'Kubescape NSA C-0067',
      'CWE-778',
    ),
    fixes: [
      { title: 'Enable all logs', applicability: 'review' },
      { title: 'Keep the audit log', applicability: 'review' },
    ],
  },
  visit: (report) => ({
    clusterLogging(logging, region) {
      const problem = emptyProblem(logging, region) ?? disabledProblem(logging, region);
      if (problem !== undefined) report(problem);
    },
  }),
});

const cost = 'CloudWatch bills what is written and kept';

/** An empty list, or `none`: no log is written. */
function emptyProblem(
  { types, source, flag, range }: ClusterLoggingFact,
  region: Region,
): Problem | undefined {
  if (types.state !== 'known') return undefined;
  const [first] = types.value;
  const isNone = first?.value === 'none';
  if (first !== undefined && !isNone) return undefined;
  return {
    at: isNone ? first.range : range,
    message: message('No log of the control plane is written, the audit log among them'),
    fixes: () => {
      if (source === 'config')
        return [review('Enable all logs', [replace(types.range, listOf(region))], cost)];
      return flag?.value === undefined
        ? []
        : [review('Enable all logs', [replace(flag.value.range, 'all')], cost)];
    },
  };
}

function listOf({ language }: Region): string {
  const names = language === 'json' ? logTypes.map((type) => JSON.stringify(type)) : logTypes;
  return `[${names.join(', ')}]`;
}

/** `--disable-types=audit`, `all`; `"enabled": false` for the audit log. */
function disabledProblem(logging: ClusterLoggingFact, region: Region): Problem | undefined {
  const type = logging.disabled.find(({ value }) => value === 'audit' || value === 'all' || value === '*');
  if (type === undefined || enables(logging, 'audit')) return undefined;
  return {
    at: type.range,
    message: message('The audit log of the control plane is switched off'),
    fixes: () => keep(logging, type, region),
  };
}

/** `--enable-types=audit --disable-types=all` leaves the audit log on. */
function enables({ types }: ClusterLoggingFact, type: string): boolean {
  return valueOf(types)?.some(({ value }) => value === type || value === 'all' || value === '*') === true;
}

function keep(logging: ClusterLoggingFact, type: LogType, region: Region): readonly Fix[] {
  const { command, disabled, source } = logging;
  if (command === undefined) return [];
  if (source !== 'eksctlUpdate') {
    const flag = logging.flag?.value;
    const text = flag === undefined ? '' : region.text.slice(flag.range.start, flag.range.end);
    const state = /(["']?enabled["']?\s*[:=]\s*)false/.exec(text);
    if (flag === undefined || state === null || text.split('false').length !== 2) return [];
    const start = flag.range.start + state.index + (state[1] ?? '').length;
    return [
      review('Keep the audit log', [{ range: { start, end: start + 'false'.length }, text: 'true' }], cost),
    ];
  }
  const flag = findFlag(command, '--disable-types');
  if (flag?.value === undefined) return [];
  if (type.value === 'audit' && disabled.length > 1) {
    const kept = disabled.filter((other) => other !== type).map(({ value }) => value);
    return [review('Keep the audit log', [replace(flag.value.range, kept.join(','))], cost)];
  }
  if (logging.flag !== undefined) {
    const edits = removeFlags(command, [flag], region.text);
    return edits.length === 0 ? [] : [review('Keep the audit log', edits, cost)];
  }
  return [review('Enable all logs', [replace(flag.range, '--enable-types=all')], cost)];
}
