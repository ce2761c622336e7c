import { get, textOf, walkYaml } from '../languages/yaml/read';
import type { YamlMap } from '../languages/yaml/tree';
import type { SettingFact } from './fact';

/** What a managed policy of AWS lets its holder do, as far as our rules tell policies apart. */
export type PolicyReach = 'registry' | 'everything' | 'service';

/**
 * The reach of an AWS managed policy that is broader than a node needs, by its ARN or its bare name.
 *
 * `registry`: pushes to any repository of the account. `everything`: administrators. `service`: all of one
 * service. Undefined for the policies that nodes have by default, for ones that only read, and for names
 * that are not known.
 */
export function policyReach(arn: string): PolicyReach | undefined {
  const name = arn.slice(arn.lastIndexOf('/') + 1);
  if (
    /^(AmazonEC2ContainerRegistryFullAccess|AmazonEC2ContainerRegistryPowerUser|AmazonElasticContainerRegistryPublic(FullAccess|PowerUser))$/.test(
      name,
    )
  ) {
    return 'registry';
  }
  if (/^(AdministratorAccess|PowerUserAccess|IAMFullAccess)$/.test(name)) return 'everything';
  return /^[A-Z][A-Za-z0-9]*FullAccess$/.test(name) ? 'service' : undefined;
}

/**
 * The ARN of a managed policy that a template names: its value, or as written where only the partition is put in
 * (`!Sub arn:${AWS::Partition}:iam::aws:policy/…`).
 */
export function managedPolicyOf({ value, valueRange }: SettingFact, text: string): string | undefined {
  if (value.state === 'known') return value.value;
  const written = text.slice(valueRange.start, valueRange.end);
  return /:iam::aws:policy\/[\w/-]+(?=["']?$)/.exec(written)?.[0];
}

/** True when a role's name, or the variable that stands for it, says that nodes run under it. */
export function isNodeRole(role: string): boolean {
  return /node|worker/i.test(role) && !/builder|build-?agent|runner/i.test(role);
}

/**
 * True for the properties of a role in CloudFormation (`AWS::IAM::Role`) that nodes run under: by its name, or because
 * instances may take it on. A role of the control plane, of a task or of a function trusts another service.
 */
export function isNodeRoleOfTemplate(properties: YamlMap | undefined): boolean {
  if (isNodeRole(textOf(properties, 'RoleName') ?? '')) return true;
  let isOfInstances = false;
  walkYaml(get(properties, 'AssumeRolePolicyDocument'), (node) => {
    if (node.kind === 'scalar' && /^ec2\.amazonaws\.com(?:\.cn)?$/.test(node.value)) isOfInstances = true;
  });
  return isOfInstances;
}

/** True when a node group's name says that images are built and pushed on it, and nothing else. */
export function isBuildGroup(name: string): boolean {
  return /(^|[-_.])(builds?|builders?|build-?agents?|image-?builders?|ci|runners?|kaniko|buildkit)([-_.]|$)/i.test(
    name,
  );
}
