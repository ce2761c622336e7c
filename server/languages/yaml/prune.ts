import { walkYaml } from './read';
import { removeOrCommentOut } from './commentOut';
import type { Patch, PatchSource } from './patch';
import type { YamlEntry, YamlItem, YamlList, YamlMap, YamlNode } from './tree';

/** A child, and the map or list that it is in. */
interface Branch {
  readonly parent: YamlMap | YamlList;
  readonly child: YamlEntry | YamlItem;
}

/** The tree's maps and lists, each with the child of which it is the value. Cost: linear in the document. */
function branchesOf(root: YamlNode | undefined): ReadonlyMap<YamlNode, Branch> {
  const branches = new Map<YamlNode, Branch>();
  walkYaml(root, (node) => {
    if (node.kind === 'map') {
      for (const entry of node.entries) {
        if (entry.value !== undefined) branches.set(entry.value, { parent: node, child: entry });
      }
    } else if (node.kind === 'list') {
      for (const item of node.items) {
        if (item.node !== undefined) branches.set(item.node, { parent: node, child: item });
      }
    }
  });
  return branches;
}

/**
 * Removes children of one map or list, and what would be left empty by that: the entry of a list of which
 * all items go, the context of which the last field goes. The document's own root stays.
 *
 * The same conditions as `removeOrCommentOut`: undefined where an anchor would be lost, or a comment.
 */
export function removePruned(
  source: PatchSource & { readonly tree: object },
  parent: YamlMap | YamlList,
  children: readonly (YamlEntry | YamlItem)[],
): Patch {
  const root = 'root' in source.tree ? (source.tree.root as YamlNode | undefined) : undefined;
  const branches = branchesOf(root);
  const count = (node: YamlMap | YamlList): number =>
    (node.kind === 'map' ? node.entries : node.items).length;
  if (children.length < count(parent)) {
    const edits = children.map((child) => removeOrCommentOut(source, parent, child));
    return edits.some((edit) => edit === undefined) ? undefined : edits.flatMap((edit) => edit ?? []);
  }
  let branch = branches.get(parent);
  while (branch !== undefined && count(branch.parent) === 1 && branches.has(branch.parent)) {
    branch = branches.get(branch.parent);
  }
  if (branch === undefined)
    return children[0] === undefined ? [] : removeOrCommentOut(source, parent, children[0]);
  return removeOrCommentOut(source, branch.parent, branch.child);
}

/** The map or list in which a map stands, and its own place there. */
export function branchOf(source: { readonly tree: object }, node: YamlNode): Branch | undefined {
  return 'root' in source.tree ? branchesOf(source.tree.root as YamlNode | undefined).get(node) : undefined;
}
