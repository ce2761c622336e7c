// Lists every sentence that the product says in the editor, from its sources, so that translations can be held
// complete: templates of `message(…)`, titles, reasons and fixes of rules, notes of fixes, `l10n.t(…)` of the client.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const root = path.resolve(import.meta.dirname, '..');

/** Properties whose text is shown as it stands, in objects of rules and of the server. */
const shownProperties = new Set(['title', 'why', 'note']);

/**
 * All sentences, sorted, each with the files that say it.
 * @returns {Map<string, string[]>}
 */
export function allSentences() {
  /** @type {Map<string, Set<string>>} */
  const found = new Map();
  /** @param {string} text @param {string} file */
  const add = (text, file) => {
    const files = found.get(text) ?? new Set();
    found.set(text, files.add(file));
  };
  for (const file of sources()) {
    const source = ts.createSourceFile(
      file,
      readFileSync(path.join(root, file), 'utf8'),
      ts.ScriptTarget.ES2022,
      true,
    );
    /** @param {ts.Node} node */
    const visit = (node) => {
      for (const text of sentencesOf(node, file)) add(text, file);
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return new Map(
    [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([text, files]) => [text, [...files].sort()]),
  );
}

function sources() {
  return ['client', 'rules', 'server'].flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
      .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
      .filter((file) => !file.startsWith('server/entry/cli')),
  );
}

/** @param {ts.Node} node @param {string} file */
function sentencesOf(node, file) {
  if (ts.isCallExpression(node)) {
    const name = node.expression.getText();
    const [first] = node.arguments;
    if ((name === 'message' || name === 'l10n.t') && first !== undefined) return literals(first);
    // Constructors of fixes: title, edits, note.
    if (name === 'safe' || name === 'review')
      return [node.arguments[0], node.arguments[2]].flatMap((one) => (one ? literals(one) : []));
  }
  if (ts.isPropertyAssignment(node) && /^rules\/|^server\/rule\//.test(file)) {
    const name = node.name.getText();
    const isTitle = shownProperties.has(name) || isOfTitles(node);
    return isTitle ? literals(node.initializer) : [];
  }
  return [];
}

/** A property of a constant called `titles` or the like: a table of what fixes are called. @param {ts.Node} node */
function isOfTitles(node) {
  for (let up = node.parent; up !== undefined; up = up.parent) {
    if (ts.isVariableDeclaration(up)) return /titles?$|notes?$/i.test(up.name.getText());
    if (ts.isFunctionLike(up)) return false;
  }
  return false;
}

/** The strings that an expression may be: a literal, or one of the branches of a condition. @param {ts.Expression} node @returns {string[]} */
function literals(node) {
  if (ts.isStringLiteralLike(node)) return node.text === '' ? [] : [node.text];
  if (ts.isConditionalExpression(node)) return [...literals(node.whenTrue), ...literals(node.whenFalse)];
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    const [left] = literals(node.left);
    const [right] = literals(node.right);
    return left !== undefined && right !== undefined ? [left + right] : [];
  }
  if (ts.isAsExpression(node) || ts.isParenthesizedExpression(node)) return literals(node.expression);
  return [];
}

if (process.argv[1] === import.meta.filename) {
  for (const [text, files] of allSentences()) console.log(`${files[0]}: ${text}`);
}
