import { environmentOfName, type NamedEnvironment } from '../facts/environmentName';
import { hasFlag } from '../facts/flags';
import type { CommandFact } from '../facts/command';
import type { ObjectFact } from '../facts/fact';
import { subjectOf } from '../facts/recognize';
import type { Region, RegionPath } from '../regions/region';
import { formatMessage, message, severities, type Message, type Severity } from '../rule/finding';
import type { DocumentFacts, RuleMeta } from '../rule/rule';
import type { Range } from '../text/range';

/** Where what a document describes is going to run, as far as the document says so. */
export interface Environment {
  readonly kind: 'production' | 'development' | 'unknown';
  /** What says so, as the rest of a sentence: `kind makes the cluster`. Undefined when nothing does. */
  readonly evidence: Message | undefined;
  /**
   * The place from which on it holds: a guide's own cluster is there once it was made. Undefined: all of it.
   */
  readonly since: { readonly region: Region; readonly range: Range } | undefined;
}

/**
 * The environment of a document, by its facts and its name.
 *
 * `development`: its name says so (see environmentName.ts), or it makes or uses a cluster on the reader's own
 * machine (kind, minikube, k3d, MicroK8s, k3s, Docker Desktop). A mere mention of one is nothing.
 * `production`: it makes or uses a cluster in a cloud (then it is no tutorial for one machine, whatever else it
 * makes), a heading of it speaks of production, or its name does.
 */
export function environmentOf(facts: DocumentFacts, fileName: string): Environment {
  const headed = productionHeading(facts.regions[0]);
  if (headed)
    return { kind: 'production', evidence: message('a heading speaks of production'), since: undefined };
  const named = environmentOfName(fileName);
  if (named?.kind === 'production') return byName(named);
  // Jobs of a workflow are worlds of their own: one tests on kind, another deploys.
  const isJobs = facts.regions.some((region) => /^(?:workflow|gitlabCi)$/.test(subjectOf(region).kind));
  // What a sentence mentions says nothing about where the commands of the document run.
  const commands = facts.all('command').filter(({ region }) => region.context.carrier !== 'inlineCode');
  const objects = facts.all('object');
  const cloud =
    commands.map(({ fact }) => cloudCluster(fact)).find((tool) => tool !== undefined) ??
    objects
      .map(({ fact }) => (fact.group === 'eksctl.io' ? 'eksctl' : undefined))
      .find((tool) => tool !== undefined);
  if (cloud !== undefined) {
    return {
      kind: 'production',
      evidence: message('{tool} makes or uses a cluster', { tool: cloud }),
      since: undefined,
    };
  }
  if (named !== undefined) return byName(named);
  if (isJobs) return nothing;
  for (const { fact, region } of commands) {
    const evidence = region.context.badExample === undefined ? localCluster(fact) : undefined;
    if (evidence !== undefined)
      return { kind: 'development', evidence, since: { region, range: fact.range } };
  }
  for (const { fact, region } of objects) {
    const evidence = localClusterConfig(fact);
    if (evidence !== undefined)
      return { kind: 'development', evidence, since: { region, range: fact.range } };
  }
  return nothing;
}

const nothing: Environment = { kind: 'unknown', evidence: undefined, since: undefined };

function byName({ kind, name }: NamedEnvironment): Environment {
  const evidence =
    kind === 'production'
      ? message('the name {name} says production', { name })
      : message('the name {name} says development', { name });
  return { kind, evidence, since: undefined };
}

function productionHeading(root: Region | undefined): boolean {
  return (
    root?.language === 'markdown' &&
    root.tree.blocks.headings.some(({ text }) => /\bproduction\b/i.test(text))
  );
}

/** The program that makes a cluster in a cloud or on servers, or fetches the credentials of one. */
function cloudCluster(command: CommandFact): string | undefined {
  const { program, operands } = command;
  const words = operands
    .slice(0, 4)
    .map((word) => word.value)
    .join(' ');
  const pattern = clouds.get(program);
  return pattern?.test(words) === true ? program : undefined;
}

const clouds: ReadonlyMap<string, RegExp> = new Map([
  ['eksctl', /^(?:create|utils|upgrade) /],
  ['aws', /^eks (?:create-cluster|update-kubeconfig)/],
  ['gcloud', /^(?:alpha |beta )?container clusters (?:create|create-auto|get-credentials)/],
  ['az', /^aks (?:create|get-credentials)/],
  ['doctl', /^(?:kubernetes|k8s|k) cluster (?:create|kubeconfig)/],
  ['linode-cli', /^lke cluster-create/],
  ['ibmcloud', /^(?:ks|oc) cluster (?:create|config)/],
  ['oci', /^ce cluster create/],
  ['civo', /^(?:kubernetes|k8s|k3s) create/],
  ['kops', /^(?:create|update) /],
  ['kubeadm', /^(?:init|join)/],
  ['rke', /^up/],
]);

/** What makes or chooses a cluster on the reader's own machine. */
function localCluster(command: CommandFact): Message | undefined {
  const { program, operands } = command;
  const words = operands.map((word) => word.value);
  const [first = '', second = '', third = ''] = words;
  const made = (tool: string): Message => message('{tool} makes the cluster', { tool });
  switch (program) {
    case 'kind':
      return first === 'create' && second === 'cluster' ? made('kind') : undefined;
    case 'k3d':
      return (first === 'cluster' && second === 'create') || first === 'create' ? made('k3d') : undefined;
    case 'minikube':
      return words.slice(0, 2).includes('start') ? made('minikube') : undefined;
    case 'colima':
      return first === 'start' && hasFlag(command, '--kubernetes', '-k') ? made('colima') : undefined;
    case 'microk8s':
      return /^(?:install|start|enable)$/.test(first) ? made('MicroK8s') : undefined;
    case 'snap':
      return first === 'install' && words.includes('microk8s') ? made('MicroK8s') : undefined;
    case 'k3s':
      return first === 'server' && !joinsCluster(command) ? made('k3s') : undefined;
    case 'curl': {
      const isInstaller = words.some((word) => /^(?:https:\/\/)?get\.k3s\.io\/?$/.test(word));
      const shell = command.pipedTo;
      return isInstaller && shell !== undefined && !joinsCluster(shell) ? made('k3s') : undefined;
    }
    case 'kubectl': {
      const isChoice = first === 'config' && (second === 'use-context' || second === 'use');
      const flag = command.flags.find(({ name }) => name === '--context')?.value?.value;
      return chosen(isChoice ? third : flag);
    }
    case 'kubectx':
      return chosen(first);
    case 'helm':
      return chosen(command.flags.find(({ name }) => name === '--kube-context')?.value?.value);
    default:
      return undefined;
  }
}

/** A k3s of several machines: its docs call that a production set-up ("High Availability"). */
function joinsCluster({ flags, assignments, operands }: CommandFact): boolean {
  return (
    [...flags.map(({ name }) => name), ...operands.map((word) => word.value)].some((word) =>
      /^--(?:cluster-init|server|datastore-endpoint|token)\b/.test(word),
    ) || assignments.some(({ name }) => /^K3S_(?:URL|TOKEN|DATASTORE_ENDPOINT)$/.test(name))
  );
}

/** The contexts that these tools write into a kubeconfig. */
function chosen(context: string | undefined): Message | undefined {
  const tool =
    /^(docker-desktop|docker-for-desktop|rancher-desktop|minikube|colima|orbstack|microk8s|(?:kind|k3d)-[\w.-]+)$/.exec(
      context ?? '',
    )?.[1];
  if (tool === undefined) return undefined;
  const name = tool.startsWith('kind-') ? 'kind' : tool.startsWith('k3d-') ? 'k3d' : tool;
  return message('the commands are for a cluster of {tool}', { tool: name });
}

/** Configuration files of kind and k3d. */
function localClusterConfig({ group, resource, isNested }: ObjectFact): Message | undefined {
  if (isNested) return undefined;
  if (group === 'kind.x-k8s.io' && resource === 'Cluster') return message('it configures a cluster of kind');
  return group === 'k3d.io' ? message('it configures a cluster of k3d') : undefined;
}

/** Why a finding weighs less than its rule says. */
export interface Eased {
  readonly from: Severity;
  readonly evidence: Message;
}

/**
 * The severity of a finding in its place: one step down where the rule is milder in development and the
 * document, or the file that the text becomes, is for development from `offset` on.
 */
export function severityIn(
  environment: Environment,
  meta: RuleMeta,
  severity: Severity,
  place: { readonly region: Region; readonly path: RegionPath; readonly isSince: boolean },
): { readonly severity: Severity; readonly eased: Eased | undefined } {
  const usual = { severity, eased: undefined };
  if (meta.isMilderInDevelopment !== true) return usual;
  let named: NamedEnvironment | undefined;
  for (const step of place.path) named = environmentOfName(step.region.context.fileName) ?? named;
  const { kind, evidence } = named === undefined ? environment : byName(named);
  if (kind !== 'development' || evidence === undefined) return usual;
  if (named === undefined && !place.isSince) return usual;
  const lower = severities[severities.indexOf(severity) + 1];
  return lower === undefined ? usual : { severity: lower, eased: { from: severity, evidence } };
}

/** The reason for people, in one sentence without a period. */
export function describeEased(
  severity: Severity,
  { from, evidence }: Eased,
  translate: (template: string) => string = (same) => same,
): string {
  return formatMessage(
    message('Severity {severity} instead of {from}, since this is for development: {because}', {
      severity: message(severity),
      from: message(from),
      because: evidence,
    }),
    translate,
  );
}
