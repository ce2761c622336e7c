import {
  cite,
  defineRule,
  findFlag,
  get,
  insert,
  logTypes,
  mapOf,
  message,
  render,
  renderEntries,
  review,
  setEntry,
  styleOf,
  insertAfter,
  valueOf,
  type ClusterLoggingFact,
  type CommandFact,
  type DocumentFacts,
  type Fix,
  type FixEdit,
  type Placed,
  type Region,
} from '#rule';

const title = 'Enable the logs';
const cost = 'CloudWatch bills what is written and kept';
const setups = `'{"clusterLogging":[{"types":[${logTypes.map((type) => `"${type}"`).join(',')}],"enabled":true}]}'`;

export default defineRule({
  meta: {
    id: 'audit-log-not-enabled',
    title: 'Cluster writes no audit log',
    why: 'EKS writes no log of the control plane unless told to: after an attack nobody can tell who did what.',
    severity: 'info',
    confidence: 'likely',
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
    fixes: [{ title, applicability: 'review' }],
  },
  reads: ['clusterLogging'],
  read(document, report) {
    const all = document.all('clusterLogging');
    const isEnabled = all.some(({ fact }) => fact.source !== 'awsCreate' && isAudited(fact));
    const silent: Placed<ClusterLoggingFact>[] = [];
    for (const placed of all) {
      const { fact, region } = placed;
      const missing = missingTypes(fact);
      if (missing !== undefined) {
        const [first] = valueOf(fact.types) ?? [];
        report({
          region,
          at:
            first === undefined ? fact.range : fact.types.state === 'known' ? fact.types.range : first.range,
          message: message('Not among the logs: {missing}', { missing: missing.join(', ') }),
          fixes: () => addTypes(fact, missing, region),
        });
      } else if (fact.types.state === 'absent' && fact.source !== 'eksctlUpdate') silent.push(placed);
    }
    // A guide that makes several clusters says it once; one that enables the logs later is no finding.
    const [first, ...others] = isEnabled ? [] : silent;
    if (first === undefined) return;
    report({
      region: first.region,
      at: placeOf(first.fact),
      message: message('No audit log is enabled here, and EKS writes none by itself'),
      related: others.map(({ fact, region }) => ({
        at: placeOf(fact),
        region,
        message: message('The same holds here'),
      })),
      fixes: () => enable(first.fact, first.region, document),
    });
  },
});

function placeOf({ command, range }: ClusterLoggingFact) {
  const last = command?.operands[1];
  return command?.programWord === undefined || last === undefined
    ? range
    : { start: command.programWord.range.start, end: last.range.end };
}

function isAudited({ types, disabled }: ClusterLoggingFact): boolean {
  if (types.state === 'unknown') return true;
  const named = valueOf(types)?.map(({ value }) => value) ?? [];
  return (
    ['audit', 'all', '*'].some((type) => named.includes(type)) &&
    !disabled.some(({ value }) => value === 'audit')
  );
}

/** Of a list that is there: what is missing in it of the two that tell who did what. */
function missingTypes({ types, source }: ClusterLoggingFact): readonly string[] | undefined {
  const named = valueOf(types)?.map(({ value }) => value);
  if (named === undefined || named.length === 0 || source === 'awsUpdate') return undefined;
  if (['all', '*', 'none'].some((type) => named.includes(type))) return undefined;
  const missing = ['audit', 'authenticator'].filter((type) => !named.includes(type));
  return missing.length === 0 ? undefined : missing;
}

/** In a flow list behind its last item, in a block list as items of their own, in a flag behind a comma. */
function addTypes(
  { types, source }: ClusterLoggingFact,
  missing: readonly string[],
  region: Region,
): readonly Fix[] {
  const last = valueOf(types)?.slice(-1)[0];
  if (last === undefined || types.state !== 'known') return [];
  const { text } = region;
  const mark = text[last.range.end] ?? '';
  const quote = (mark === '"' || mark === "'") && text[last.range.start - 1] === mark ? mark : '';
  const end = last.range.end + quote.length;
  let edit: FixEdit | undefined;
  if (source === 'eksctlUpdate') edit = insert(last.range.end, `,${missing.join(',')}`);
  else if (source === 'awsCreate')
    edit = insert(end, missing.map((type) => `,${quote}${type}${quote}`).join(''));
  else if (text[types.range.start] === '[') {
    edit = insert(end, missing.map((type) => `, ${quote}${type}${quote}`).join(''));
  } else {
    const lineStart = text.lastIndexOf('\n', last.range.start) + 1;
    const lead = text.slice(lineStart, last.range.start - quote.length);
    const lineEnd = text.indexOf('\n', end);
    if (/^\s*- +$/.test(lead))
      edit = insert(
        lineEnd < 0 ? text.length : lineEnd,
        missing.map((type) => `\n${lead}${quote}${type}${quote}`).join(''),
      );
  }
  return edit === undefined ? [] : [review(title, [edit], cost)];
}

function enable(logging: ClusterLoggingFact, region: Region, document: DocumentFacts): readonly Fix[] {
  const { command, config } = logging;
  const edits =
    command === undefined
      ? config && addToConfig(config, region)
      : addToCommand(logging, command, region, document);
  return edits === undefined ? [] : [review(title, edits, cost)];
}

/** `cloudWatch.clusterLogging` at the end of the config. */
function addToConfig(
  config: NonNullable<ClusterLoggingFact['config']>,
  region: Region,
): readonly FixEdit[] | undefined {
  const style = styleOf(config, region.text);
  const clusterLogging = { enableTypes: logTypes, logRetentionInDays: 90 };
  const cloudWatch = mapOf(get(config, 'cloudWatch'));
  if (cloudWatch !== undefined && cloudWatch.entries.length > 0) return undefined;
  const last = config.entries[config.entries.length - 1];
  if (style !== 'block') return setEntry(region, config, 'cloudWatch', render({ clusterLogging }, style));
  if (last === undefined || get(config, 'cloudWatch') !== undefined || cloudWatch !== undefined)
    return undefined;
  return insertAfter(region, config, last, renderEntries({ cloudWatch: { clusterLogging } }, style));
}

/** `aws` takes the logs along; `eksctl create cluster` has no flag for them, so a second command follows. */
function addToCommand(
  { source }: ClusterLoggingFact,
  command: CommandFact,
  region: Region,
  document: DocumentFacts,
): readonly FixEdit[] | undefined {
  if (!command.isEditable) return undefined;
  const last = command.args[command.args.length - 1];
  if (source === 'awsCreate') return last && [insert(last.range.end, ` --logging ${setups}`)];
  const name = findFlag(command, '--name', '-n')?.value ?? command.operands[2];
  const where = findFlag(command, '--region', '-r')?.value;
  const { statementRange } = command;
  if (name === undefined || statementRange.end !== command.range.end || command.pipedTo !== undefined)
    return undefined;
  const inRegion = where === undefined ? '' : ` --region ${where.text}`;
  const written = `eksctl utils update-cluster-logging --cluster ${name.text}${inRegion} --enable-types all --approve`;
  const lineStart = region.text.lastIndexOf('\n', statementRange.start - 1) + 1;
  const indent = region.text.slice(lineStart, statementRange.start);
  if (region.context.carrier === 'transcript') return [insert(statementRange.end, ` && ${written}`)];
  if (indent.trim() !== '') return undefined;
  const isTyped = document.regions[0]?.language === 'markdown';
  const lead = isTyped ? ` && \\\n${indent}  ` : `\n${indent}`;
  return [insert(statementRange.end, lead + written)];
}
