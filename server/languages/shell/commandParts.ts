import { forEachChild, type Assignment, type Command, type Redirection } from 'unbash';
import type { Redirect, ShellAssignment, ShellCommand, Word } from './tree';
import {
  eachScript,
  plainWord,
  prefixedWord,
  rangeIn,
  readWord,
  type NestedScript,
  type Origin,
} from './words';

type OnScript = (nested: NestedScript) => void;
type Parts = Pick<ShellCommand, 'words' | 'assignments' | 'declarations' | 'redirects'>;

/**
 * Reads what a simple command consists of, in the order of the text, and hands over the scripts in it.
 *
 * `onRedirect` sees each redirect before anything that stands behind it is read.
 */
export function readParts(
  node: Command,
  origin: Origin,
  onScript: OnScript,
  onRedirect: (redirect: Redirect) => void,
): Parts {
  const words: Word[] = [];
  const redirects: Redirect[] = [];
  const assignments: ShellAssignment[] = [];
  const declarations: ShellAssignment[] = [];
  const addRedirect = (child: Redirection): void => {
    const redirect = readRedirect(child, origin, onScript);
    redirects.push(redirect);
    onRedirect(redirect);
  };
  for (const child of node.prefix) {
    if (child.type === 'Assignment') assignments.push(readAssignment(child, origin, onScript).assignment);
    else addRedirect(child);
  }
  if (node.name !== undefined) words.push(readWord(node.name, origin, onScript));
  for (const child of node.suffix) {
    if (child.type === 'Assignment') {
      const { assignment, word } = readAssignment(child, origin, onScript);
      declarations.push(assignment);
      words.push(word);
    } else if (child.type === 'Word') {
      words.push(readWord(child, origin, onScript));
    } else {
      addRedirect(child);
    }
  }
  return { words, assignments, declarations, redirects };
}

/** Reads a redirect of a simple command or of a whole construct, and hands over the scripts in it. */
export function readRedirect(node: Redirection, origin: Origin, onScript: OnScript): Redirect {
  const range = rangeIn(origin, node.pos, node.end);
  const descriptor = node.descriptor?.type === 'FileDescriptor' ? node.descriptor.value : undefined;
  if (node.type !== 'HereDoc') {
    const target = node.target === undefined ? undefined : readWord(node.target, origin, onScript);
    return { range, operator: node.operator, descriptor, target, heredoc: undefined };
  }
  eachScript(node.body, origin, onScript);
  const heredoc = {
    body: rangeIn(origin, node.body.pos, node.body.end),
    isQuoted: node.delimiter?.quoted ?? false,
    stripsTabs: node.operator === '<<-',
    delimiter: node.delimiter?.value ?? '',
    isClosed: node.closing !== undefined,
  };
  return { range, operator: node.operator, descriptor, target: undefined, heredoc };
}

/** An assignment, and the same as the word that `export` and its like are given. */
function readAssignment(
  node: Assignment,
  origin: Origin,
  onScript: OnScript,
): { readonly assignment: ShellAssignment; readonly word: Word } {
  if (node.index !== undefined) eachScript(node.index, origin, onScript);
  const { value, name } = node;
  const range = rangeIn(origin, node.pos, node.end);
  const nameRange = rangeIn(origin, node.pos, node.pos + name.length);
  if (value.type === 'ArrayValue') {
    forEachChild(value, (element) => eachScript(element, origin, onScript));
    const word = { ...plainWord(origin, node.pos, node.end), isStatic: false };
    return { assignment: { name, nameRange, value: undefined, range }, word };
  }
  const read = readWord(value, origin, onScript);
  const word = prefixedWord(origin, node.pos, value.pos, read);
  return { assignment: { name, nameRange, value: read, range }, word };
}
