import { get, listOf, scalarOf, stringsOf, textOf } from '../languages/yaml/read';
import type { YamlMap, YamlNode } from '../languages/yaml/tree';
import type { RegionOf } from '../regions/region';
import type { IamStatementFact } from './fact';

type YamlRegion = RegionOf<'yaml'> | RegionOf<'json'>;

/** Keys of an eksctl ClusterConfig below which rights are a pod's own (eksctl v0.230.0, pkg/apis, ClusterIAM). */
const podKeys = new Set(['serviceAccounts', 'podIdentityAssociations']);
const nodeKeys = new Set(['nodeGroups', 'managedNodeGroups']);

/**
 * The statements of IAM policies in a region, in its order: of a policy document, of a role's inline policy in
 * CloudFormation (`PolicyDocument`), of eksctl's `attachPolicy`, of a document that a command takes as a word (IAM
 * User Guide, "IAM JSON policy elements": `Statement` is a list or a single map).
 */
export function iamStatementsOf({ tree }: YamlRegion): readonly IamStatementFact[] {
  const statements: IamStatementFact[] = [];
  const walk = (node: YamlNode | undefined, holder: IamStatementFact['holder']): void => {
    if (node?.kind === 'list') for (const { node: item } of node.items) walk(item, holder);
    if (node?.kind !== 'map') return;
    if (textOf(node, 'Effect') !== undefined) statements.push(statementOf(node, holder));
    for (const { key, value } of node.entries) {
      const own = podKeys.has(key.value) ? 'pod' : nodeKeys.has(key.value) ? 'node' : holder;
      walk(value, own);
    }
  };
  walk(tree.root, 'unknown');
  return statements;
}

function statementOf(map: YamlMap, holder: IamStatementFact['holder']): IamStatementFact {
  const actions = get(map, 'Action');
  const list = listOf(actions);
  const scalars = list === undefined ? [scalarOf(actions)] : list.items.map(({ node }) => scalarOf(node));
  return {
    kind: 'iamStatement',
    range: map.range,
    map,
    isAllowed: textOf(map, 'Effect') === 'Allow',
    actions: scalars.flatMap((scalar) => {
      return scalar === undefined || scalar.hasHole ? [] : [{ value: scalar.value, range: scalar.range }];
    }),
    actionList: list,
    resources: stringsOf(get(map, 'Resource')),
    // Whom a policy of a resource trusts is written in it; it says nothing of nodes.
    holder: get(map, 'Principal') === undefined ? holder : 'resource',
  };
}
