import {
  cite,
  asWord,
  defineRule,
  fileStories,
  findFlag,
  isLocalHost,
  message,
  movingName,
  parseAddress,
  replace,
  review,
  unquoted,
  variableOf,
  withStops,
  type CommandFact,
  type DocumentFacts,
  type Fix,
  type Message,
  type Region,
  type ReportIn,
  type SettingFact,
  type Word,
} from '#rule';

const pin = 'Pin the version';
const pinKnown = 'Pin the version used elsewhere in this document';
const pinChart = 'Pin the version of the chart';

/** Words of a command that are read from the network and become objects of a cluster. */
function sourcesOf({ program, operands, flags }: CommandFact): readonly Word[] {
  const verb = operands[0]?.value ?? '';
  if (program === 'kustomize') return verb === 'build' ? operands.slice(1) : [];
  if (program === 'helm') {
    if (!/^(install|upgrade|template|pull)$/.test(verb)) return [];
    return [...operands.slice(1), ...valuesOf(flags, /^(-f|--values)$/)];
  }
  if (program === 'aws') return valuesOf(flags, /^--template-url$/);
  if (program === 'az') return valuesOf(flags, /^(-u|--template-uri)$/);
  if (program === 'eksctl') return valuesOf(flags, /^(-f|--config-file)$/);
  if (program !== 'kubectl' && program !== 'oc') return [];
  if (verb === 'kustomize') return operands.slice(1);
  if (!/^(apply|create|replace)$/.test(verb)) return [];
  return valuesOf(flags, /^(-f|--filename|-k|--kustomize)$/);
}

function valuesOf(flags: CommandFact['flags'], names: RegExp): readonly Word[] {
  return flags.flatMap(({ name, value }) => (names.test(name) && value !== undefined ? [value] : []));
}

/** What is told of a name that moves: the tools of clouds change an account, all others a cluster. */
function tell({ program }: CommandFact, name: string): Message {
  return message(/^(aws|az|gcloud)$/.test(program) ? ofAccount : ofCluster, { name });
}

function isDryRun(command: CommandFact): boolean {
  const flag = findFlag(command, '--dry-run');
  return flag !== undefined && flag.value?.value !== 'none';
}

const ofCluster = '"{name}" is whatever its owner puts there, so the cluster gets what nobody here has read';
const ofAccount = '"{name}" is whatever its owner puts there, so the account gets what nobody here has read';
const withoutRef =
  'Without a ref this is the default branch as it is at that moment, which nobody here has read';

/** A Kustomize source of a git host without `?ref=`: the default branch, whatever it is then. */
function isDefaultBranch({ program, operands, flags }: CommandFact, word: Word): boolean {
  const isKustomize =
    program === 'kustomize' ||
    operands[0]?.value === 'kustomize' ||
    flags.some(({ name, value }) => /^(-k|--kustomize)$/.test(name) && value === word);
  return isKustomize && isWithoutRef(word.value);
}

function isWithoutRef(source: string): boolean {
  // What a release of GitHub or a raw file is called is no repository.
  if (/[?&](ref|version)=/.test(source) || /\/releases\/|\/raw\//.test(source)) return false;
  return /^(git::)?(https:\/\/)?(www\.)?(github|gitlab|bitbucket)\.(com|org)[/:]/.test(source);
}

/** Names of repositories that say nothing without their owner's; some are those of variables that are set elsewhere. */
const plainNames =
  /^(?:k8s|kube|helm|(?:helm-)?charts?|web|website|docs?|documentation|examples?|samples?|demos?|deploy(?:ments?)?|manifests?|config|infra(?:structure)?|kustomize|gitops|operator|app|apps|install(?:er)?|releases?|tools?|scripts?)$/i;

/**
 * The variable that a version of what stands at the address goes by: `INGRESS_NGINX_VERSION`. It must be one that
 * nobody has set to something else, or the command would not stop.
 */
function variableFor(value: string): string {
  const [host = '', owner = '', repository = ''] = value.replace(/^(git::)?[a-z]+:\/\//, '').split('/');
  const isForge = /^(raw\.githubusercontent|github|gitlab|bitbucket)\.(?=.)/.test(host);
  const name = (isForge ? repository : host)
    .replace(/\.git$|[?].*$/g, '')
    .replace(/\.(com|io|org|dev|net|sh)$/, '');
  return variableOf(isForge && plainNames.test(name) ? `${owner}-${name}` : name, 'VERSION');
}

interface Placed {
  readonly fact: SettingFact;
  readonly region: Region;
}

/** Where a version goes in the address: the moving word, with what a release's address has in its place. */
interface Place {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

function placeOf(text: string): Place | undefined {
  const moving = movingName(text);
  if (moving === undefined) return undefined;
  const start = text.slice(0, moving.at);
  const end = text.slice(moving.at + moving.name.length);
  // `releases/latest/download/x` of GitHub is `releases/download/VERSION/x`.
  if (moving.name === 'latest' && end.startsWith('/download/')) {
    return { name: moving.name, before: `${start}download/`, after: end.slice('/download'.length) };
  }
  return { name: moving.name, before: start, after: end };
}

/** A fixed version of the same source that stands somewhere else in the document. */
function versionElsewhere(place: Place, document: DocumentFacts): string | undefined {
  for (const { fact } of document.all('command')) {
    for (const word of [...fact.args, ...fact.flags.flatMap(({ value }) => value ?? [])]) {
      const at = word.value.indexOf(place.before);
      if (at !== 0) continue;
      const version = /^[\w.+-]+/.exec(word.value.slice(place.before.length))?.[0] ?? '';
      if (/^v?\d+\.\d+/.test(version) || /^[0-9a-f]{40}$/.test(version)) return version;
    }
  }
  return undefined;
}

function pinFixes(word: Word, document: DocumentFacts): readonly Fix[] {
  const text = unquoted(word);
  if (text === undefined) return [];
  const place = placeOf(text);
  const fixes: Fix[] = [];
  const known = place === undefined ? undefined : versionElsewhere(place, document);
  if (place !== undefined && known !== undefined) {
    const address = place.before + known + place.after;
    const written = word.text === text ? address : word.text.replace(text, address);
    fixes.push(review(pinKnown, [replace(word.range, written)]));
  }
  const stop = `\${${variableFor(word.value)}:?set the release or commit you have read}`;
  const address =
    place === undefined
      ? `${text}${text.includes('?') ? '&' : '?'}ref=${stop}`
      : place.before + stop + place.after;
  fixes.push(review(pin, [withStops(replace(word.range, asWord(address)), stop)]));
  return fixes;
}

/** `kubectl create --edit` opens what it fetched in an editor, and creates what is saved there. */
function isReadFirst(command: CommandFact): boolean {
  const flag = findFlag(command, '--edit');
  return flag !== undefined && flag.value?.value !== 'false';
}

function checkSources(command: CommandFact, region: Region, document: DocumentFacts, report: ReportIn): void {
  if (isDryRun(command) || isReadFirst(command)) return;
  for (const word of sourcesOf(command)) {
    const { host } = parseAddress(word.value);
    const isRemote =
      word.value.includes('://') || isDefaultBranch(command, word) || /[?&]ref=/.test(word.value);
    if (!isRemote || (word.value.includes('://') && host !== undefined && isLocalHost(host))) continue;
    const name = movingName(word.value)?.name;
    if (name === undefined && !isDefaultBranch(command, word)) continue;
    report({
      at: word.range,
      region,
      message: name === undefined ? message(withoutRef) : tell(command, name),
      fixes: () => (command.isEditable ? pinFixes(word, document) : []),
    });
  }
}

/** Text that stands between quotes of YAML: kustomize expands nothing, so the stop is one that no server has. */
const yamlStop = '‹release or commit you have read›';

/** `resources`, `bases` and `components` of a kustomization. */
function checkKustomization({ fact: setting, region }: Placed, report: ReportIn): void {
  const { key, path, subject, value, valueRange } = setting;
  if (subject.kind !== 'kustomization' || path.length !== 2 || !/^(resources|bases|components)$/.test(key))
    return;
  if (value.state !== 'known') return;
  const source = value.value;
  const { host } = parseAddress(source);
  if (source.includes('://') && host !== undefined && isLocalHost(host)) return;
  const isDefault = isWithoutRef(source);
  const place = placeOf(source);
  if (place === undefined && !isDefault) return;
  if (place !== undefined && !source.includes('://') && !/[?&]ref=/.test(source)) return;
  const pinned =
    place === undefined
      ? `${source}${source.includes('?') ? '&' : '?'}ref=${yamlStop}`
      : place.before + yamlStop + place.after;
  report({
    at: valueRange,
    region,
    message: place === undefined ? message(withoutRef) : message(ofCluster, { name: place.name }),
    fixes: () => [review(pin, [withStops(replace(valueRange, JSON.stringify(pinned)), yamlStop)])],
  });
}

function checkDevel(command: CommandFact, region: Region, report: ReportIn): void {
  const flag = command.program === 'helm' ? findFlag(command, '--devel') : undefined;
  if (flag === undefined || findFlag(command, '--version') !== undefined) return;
  const stop = '${CHART_VERSION:?set the version of the chart}';
  report({
    at: flag.range,
    region,
    message: message('--devel takes the newest version there is, prereleases included'),
    fixes: () =>
      command.isEditable
        ? [review(pinChart, [withStops(replace(flag.range, `--version "${stop}"`), stop)])]
        : [],
  });
}

export default defineRule({
  meta: {
    id: 'remote-manifest-moving-source',
    title: 'Cluster or account gets whatever a branch or "latest" holds',
    why: 'The same command installs something else tomorrow, with the rights of whoever runs it.',
    severity: 'medium',
    confidence: 'certain',
    profile: 'recommended',
    reviewItem: 6,
    languages: ['shell', 'yaml'],
    references: cite(
      'CWE-829',
      'CWE-494',
      'OWASP 2022 K02',
      'NSA/CISA 1.2 Application security',
      'OWASP 2025 K07',
    ),
    fixes: [
      { title: pinKnown, applicability: 'review' },
      { title: pin, applicability: 'review' },
      { title: pinChart, applicability: 'review' },
    ],
  },
  reads: ['command', 'setting'],
  read(document, report) {
    for (const setting of document.all('setting')) checkKustomization(setting, report);
    for (const { fact, region } of document.all('command')) {
      checkSources(fact, region, document, report);
      checkDevel(fact, region, report);
    }
    for (const { download, uses, checks } of fileStories(document.all('command'))) {
      const { url, command } = download.fact;
      const use = uses.find(({ fact }) => fact.kind === 'applied');
      const name = movingName(url.value)?.name;
      if (use === undefined || name === undefined || checks.length > 0) continue;
      report({
        at: url.range,
        region: download.region,
        message: tell(use.fact.command, name),
        related: [{ at: use.fact.command.range, region: use.region, message: message('It is applied here') }],
        fixes: () => (command.isEditable ? pinFixes(url, document) : []),
      });
    }
  },
});
