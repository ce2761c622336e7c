import type { RegionOf } from '../../regions/region';
import { partOfWord } from '../../languages/shell/words';
import type { CommandFact, Flag, Word } from '../command';
import type { RbacBindingFact, RbacField, RbacRuleFact, RbacSubject, RbacWord } from '../fact';
import type { RbacFacts } from '../kubernetes/rbac';
import { isUpstreamRole } from '../kubernetes/upstream';
import { commandsOf } from './commands';

const empty: RbacField = { words: [], isWhole: true, entry: undefined, list: undefined, flags: [] };

/**
 * What `kubectl create role|clusterrole` grants and `kubectl create rolebinding|clusterrolebinding` binds (kubectl
 * 1.34, "kubectl create role"): flags may repeat and take lists with commas; `deployments.apps` names the group
 * behind the first dot. `oc adm policy add-cluster-role-to-user` (and `-group`) binds, too.
 */
export function shellRbacOf(region: RegionOf<'shell'>): RbacFacts {
  const rules: RbacRuleFact[] = [];
  const bindings: RbacBindingFact[] = [];
  for (const command of commandsOf(region)) {
    if (command.program === '' && command.programWord === undefined) {
      const [rule, binding] = ofFlags(command, region.text);
      if (rule !== undefined) rules.push(rule);
      if (binding !== undefined) bindings.push(binding);
    }
    if (command.program !== 'kubectl' && command.program !== 'oc' && command.program !== 'k') continue;
    const words = command.operands.map((word) => word.value);
    const [verb, what = '', third = ''] = words;
    if (verb === 'create' && (what === 'role' || what === 'clusterrole')) {
      const rule = ruleOf(command, what === 'role' ? 'Role' : 'ClusterRole', region.text);
      if (rule !== undefined) rules.push(rule);
    } else if (verb === 'create' && (what === 'rolebinding' || what === 'clusterrolebinding')) {
      bindings.push(
        bindingOf(command, what === 'rolebinding' ? 'RoleBinding' : 'ClusterRoleBinding', region.text),
      );
    } else if (command.program === 'oc' && verb === 'adm' && what === 'policy') {
      const binding = policyBinding(command, third);
      if (binding !== undefined) bindings.push(binding);
    }
  }
  return { rules, bindings };
}

/** A run of flags without its command: `--clusterrole` binds, `--verb` beside `--resource` grants. */
function ofFlags(
  command: CommandFact,
  text: string,
): readonly [RbacRuleFact | undefined, RbacBindingFact | undefined] {
  const has = (name: string): boolean => flagsOf(command, name).length > 0;
  return [
    has('--verb') && has('--resource') ? ruleOf(command, undefined, text) : undefined,
    has('--clusterrole') ? bindingOf(command, undefined, text) : undefined,
  ];
}

function flagsOf(command: CommandFact, ...names: readonly string[]): readonly Flag[] {
  return command.flags.filter((flag) => names.includes(flag.name) && flag.value !== undefined);
}

function ruleOf(
  command: CommandFact,
  resource: 'Role' | 'ClusterRole' | undefined,
  text: string,
): RbacRuleFact | undefined {
  const verbs = fieldOf(flagsOf(command, '--verb'), text);
  const written = fieldOf(flagsOf(command, '--resource'), text);
  const nonResourceUrls = fieldOf(flagsOf(command, '--non-resource-url'), text);
  if (verbs.flags.length === 0) return undefined;
  const resources: RbacWord[] = [];
  const groups: RbacWord[] = [];
  for (const word of written.words) {
    const dot = word.value.indexOf('.');
    const slash = word.value.indexOf('/', Math.max(dot, 0));
    const name = dot < 0 ? word.value : word.value.slice(0, dot) + (slash < 0 ? '' : word.value.slice(slash));
    resources.push({ ...word, value: name });
    // kubectl looks a resource up in the cluster: `*` is every resource of every group.
    if (word.value === '*') groups.push(word);
    else if (dot >= 0)
      groups.push({ ...word, value: word.value.slice(dot + 1, slash < 0 ? undefined : slash) });
  }
  const name = command.operands[2]?.value ?? '';
  return {
    kind: 'rbacRule',
    range: command.range,
    map: undefined,
    list: undefined,
    item: undefined,
    command,
    role: { resource, name, isUpstream: isUpstreamRole(name, undefined, ''), map: undefined },
    apiGroups: { ...empty, words: groups, isWhole: false },
    resources: { ...written, words: resources },
    verbs,
    nonResourceUrls,
    names: fieldOf(flagsOf(command, '--resource-name'), text),
  };
}

function fieldOf(flags: readonly Flag[], text: string): RbacField {
  const words = flags.flatMap(({ value }) => (value === undefined ? [] : listed(value, text)));
  return {
    ...empty,
    words: words.filter((word) => !word.value.includes('$')),
    isWhole: flags.every(({ value }) => value?.isStatic !== false),
    flags,
  };
}

function listed(word: Word, text: string): readonly RbacWord[] {
  const found: RbacWord[] = [];
  let start = 0;
  for (const part of word.value.split(',')) {
    const end = start + part.length;
    if (part !== '')
      found.push({ value: part, range: partOfWord(word, start, end, text).range, item: undefined });
    start = end + 1;
  }
  return found;
}

function bindingOf(
  command: CommandFact,
  resource: 'RoleBinding' | 'ClusterRoleBinding' | undefined,
  text: string,
): RbacBindingFact {
  const clusterRole = flagsOf(command, '--clusterrole')[0]?.value;
  const role = clusterRole ?? flagsOf(command, '--role')[0]?.value;
  const subjects: RbacSubject[] = [];
  const types = { '--user': 'User', '--group': 'Group', '--serviceaccount': 'ServiceAccount' } as const;
  for (const [name, type] of Object.entries(types)) {
    for (const flag of flagsOf(command, name)) {
      for (const { value, range } of flag.value === undefined ? [] : listed(flag.value, text)) {
        const colon = type === 'ServiceAccount' ? value.indexOf(':') : -1;
        subjects.push({
          type,
          name: value.slice(colon + 1),
          namespace: value.slice(0, Math.max(colon, 0)),
          range,
          item: undefined,
          list: undefined,
          flag,
        });
      }
    }
  }
  return {
    kind: 'rbacBinding',
    range: command.range,
    map: undefined,
    command,
    resource,
    name: command.operands[2]?.value ?? '',
    isUpstream: false,
    roleKind: clusterRole === undefined ? 'Role' : 'ClusterRole',
    role: role?.isStatic === true ? { value: role.value, range: role.range, item: undefined } : undefined,
    subjects,
  };
}

function policyBinding(command: CommandFact, action: string): RbacBindingFact | undefined {
  const match = /^add-(cluster-)?role-to-(user|group)$/.exec(action);
  const role = command.operands[3];
  const named = command.operands[4];
  if (match === null || role === undefined) return undefined;
  return {
    kind: 'rbacBinding',
    range: command.range,
    map: undefined,
    command,
    resource: match[1] === undefined ? 'RoleBinding' : 'ClusterRoleBinding',
    name: '',
    isUpstream: false,
    roleKind: 'ClusterRole',
    role: role.isStatic ? { value: role.value, range: role.range, item: undefined } : undefined,
    subjects:
      named === undefined
        ? []
        : [
            {
              type: match[2] === 'user' ? 'User' : 'Group',
              name: named.value,
              namespace: '',
              range: named.range,
              item: undefined,
              list: undefined,
              flag: undefined,
            },
          ],
  };
}
