import type { Region } from '../regions/region';
import { accountIdsOf } from './accountId/index';
import { extractDownloads } from './download';
import { amountsOf } from './capacity/amount';
import { autoscalersOf, budgetsOf, shellBudgetsOf } from './capacity/budget';
import { limitRangesOf, quotasOf, shellQuotasOf } from './capacity/quota';
import type { FactKind, Facts, RegionFacts } from './fact';
import { annotationsOf } from './ingress/annotation';
import { fenceHeadersOf } from './ingress/fenceHeader';
import { ingressesOf } from './ingress/ingress';
import { responseHeadersOf } from './ingress/responseHeader';
import { shellHeadersOf } from './ingress/shellHeader';
import { channelsOf } from './channel';
import { meshOf } from './kubernetes/mesh';
import { networkOf, type NetworkFacts } from './kubernetes/network';
import { iamStatementsOf } from './iamStatement';
import { objectsOf } from './kubernetes/object';
import { commandLoggingOf, configLoggingOf } from './clusterLogging';
import { admissionOf } from './kubernetes/admission';
import { apiServerCommandsOf, apiServersOf } from './kubernetes/apiServer';
import { auditRulesOf } from './kubernetes/auditPolicy';
import { imagePatternsOf } from './kubernetes/imagePattern';
import { rbacOf, type RbacFacts } from './kubernetes/rbac';
import { podsOf, type PodFacts } from './kubernetes/pods';
import { listedCommandsOf } from './listedCommand';
import { nodeGroupsOf } from './nodeGroup';
import { privilegesOf } from './privilege/index';
import { proseOf } from './prose';
import { secretsOf } from './secret';
import { dotenvSettingsOf } from './dotenvSettings';
import { commandsOf, imagesOf, namespaceLabelsOf, settingsOf, shellRbacOf } from './shell/index';
import { expressionsOf } from './workflow/expression';
import { jobsOf, stepsOf, workflowOf } from './workflow/index';
import { yamlImagesOf } from './yamlImages';
import { yamlSettingsOf } from './yamlSettings';

/** How the facts of each kind are read from a region, with the region's other facts at hand. */
const readers: { readonly [K in FactKind]: (region: Region, facts: RegionFacts) => readonly Facts[K][] } = {
  object: (region) => (isTree(region) ? objectsOf(region) : []),
  workload: (region, { object }) => podFactsOf(region, object).workloads,
  container: (region, { object }) => podFactsOf(region, object).containers,
  privilege: privilegesOf,
  image(region) {
    if (isTree(region)) return yamlImagesOf(region);
    return region.language === 'shell' ? imagesOf(region) : [];
  },
  command(region) {
    if (isTree(region)) return listedCommandsOf(region);
    return region.language === 'shell' ? commandsOf(region) : [];
  },
  download: (_region, facts) => extractDownloads(facts.command),
  annotation: (region, { setting, command }) => annotationsOf(region, { setting, command }),
  ingress: (region, { object }) => (isTree(region) ? ingressesOf(region, object) : []),
  responseHeader(region, { setting }) {
    if (isTree(region)) return responseHeadersOf(region);
    if (region.language === 'markdown') return fenceHeadersOf(region);
    return region.language === 'shell' ? shellHeadersOf(region, setting) : [];
  },
  mesh: (region, { object, annotation }) => meshOf(region, object, annotation),
  channel: (region, { setting, command }) => channelsOf(region, { setting, command }),
  networkRule: (region) => networkFactsOf(region).rules,
  networkPeer: (region) => networkFactsOf(region).peers,
  setting(region) {
    if (isTree(region)) return yamlSettingsOf(region);
    if (region.language === 'dotenv') return dotenvSettingsOf(region);
    return region.language === 'shell' ? settingsOf(region) : [];
  },
  workflow(region) {
    const workflow = isTree(region) ? workflowOf(region) : undefined;
    return workflow === undefined ? [] : [workflow];
  },
  job: (region) => (isTree(region) ? jobsOf(region) : []),
  step: (region) => (isTree(region) ? stepsOf(region) : []),
  expression: expressionsOf,
  iamStatement: (region) => (isTree(region) ? iamStatementsOf(region) : []),
  nodeGroup: (region) => (isTree(region) ? nodeGroupsOf(region) : []),
  admission(region, { object }) {
    if (isTree(region)) return admissionOf(region, object);
    return region.language === 'shell' ? namespaceLabelsOf(region) : [];
  },
  imagePattern: (region, { object }) => (isTree(region) ? imagePatternsOf(region, object) : []),
  clusterLogging(region, { object, command }) {
    return isTree(region) ? configLoggingOf(region, object) : commandLoggingOf(command, region.text);
  },
  auditRule: (region, { object }) => (isTree(region) ? auditRulesOf(region, object) : []),
  apiServer: (_region, { object, command }) => [...apiServersOf(object), ...apiServerCommandsOf(command)],
  rbacRule: (region) => rbacFactsOf(region).rules,
  rbacBinding: (region) => rbacFactsOf(region).bindings,
  prose: (region) => (region.language === 'markdown' ? proseOf(region) : []),
  secret: (region, { setting, command, prose }) => secretsOf(region, { setting, command, prose }),
  resourceAmount: (_region, { setting }) => amountsOf(setting),
  resourceQuota: (_region, { object, command }) => [...quotasOf(object), ...shellQuotasOf(command)],
  limitRange: (_region, { object }) => limitRangesOf(object),
  disruptionBudget: (region, { object, command }) =>
    isTree(region) ? budgetsOf(region, object) : shellBudgetsOf(command),
  autoscaler: (_region, { object }) => autoscalersOf(object),
  accountId: (region, { setting, command }) => accountIdsOf(region, { setting, command }),
};

const kinds = Object.keys(readers) as readonly FactKind[];

const cache = new WeakMap<Region, RegionFacts>();

/**
 * The facts of one region's own text, not of what it carries; each kind is read when first asked for, and
 * kept as long as the region.
 *
 * Never throws: should one kind's reader fail, that kind is empty and the others stand.
 */
export function factsOf(region: Region): RegionFacts {
  let facts = cache.get(region);
  if (facts === undefined) cache.set(region, (facts = lazyFacts(region)));
  return facts;
}

/** Failures of readers: the kind, and what was thrown. Kept per region. */
const failures = new WeakMap<Region, { readonly kind: FactKind; readonly message: string }[]>();

/** What went wrong while the region's facts were read so far; empty for a sound program, and tests hold it so. */
export function factFailures(
  region: Region,
): readonly { readonly kind: FactKind; readonly message: string }[] {
  return failures.get(region) ?? [];
}

function lazyFacts(region: Region): RegionFacts {
  const facts = {} as RegionFacts;
  for (const kind of kinds) {
    let read: readonly Facts[typeof kind][] | undefined;
    Object.defineProperty(facts, kind, {
      enumerable: true,
      get: () => (read ??= guarded(region, kind, facts)),
    });
  }
  return facts;
}

function guarded<K extends FactKind>(region: Region, kind: K, facts: RegionFacts): readonly Facts[K][] {
  try {
    return readers[kind](region, facts);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const known = failures.get(region);
    if (known === undefined) failures.set(region, [{ kind, message }]);
    else known.push({ kind, message });
    return [];
  }
}

const networks = new WeakMap<Region, NetworkFacts>();

/** Rules and peers come from one reading, since peers name their rule. */
function networkFactsOf(region: Region): NetworkFacts {
  let facts = networks.get(region);
  if (facts === undefined) {
    facts = isTree(region) ? networkOf(region) : { rules: [], peers: [] };
    networks.set(region, facts);
  }
  return facts;
}

const pods = new WeakMap<Region, PodFacts>();

/** Workloads and containers name each other, so they come from one reading, too. */
function podFactsOf(region: Region, objects: RegionFacts['object']): PodFacts {
  let facts = pods.get(region);
  if (facts === undefined) {
    facts = isTree(region) ? podsOf(region, objects) : { workloads: [], containers: [] };
    pods.set(region, facts);
  }
  return facts;
}

const rbac = new WeakMap<Region, RbacFacts>();

function rbacFactsOf(region: Region): RbacFacts {
  let facts = rbac.get(region);
  if (facts === undefined) {
    if (isTree(region)) facts = rbacOf(region);
    else facts = region.language === 'shell' ? shellRbacOf(region) : { rules: [], bindings: [] };
    rbac.set(region, facts);
  }
  return facts;
}

function isTree(region: Region): region is Extract<Region, { readonly language: 'yaml' | 'json' }> {
  return region.language === 'yaml' || region.language === 'json';
}
