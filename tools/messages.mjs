// Lists every sentence that the product says in the editor, from its sources, so that translations can be held
// complete: templates of `message(…)`, titles, reasons and fixes of rules, notes of fixes, `l10n.t(…)` of the client.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const root = path.resolve(import.meta.dirname, '..');

/** Kinds of tokens are called in messages as they are in the data. */
const TOKENS = 'server/data/tokens.json';
/** @type {{ shapes: { label: string }[] }} */
const tokens = JSON.parse(readFileSync(path.join(root, TOKENS), 'utf8'));

/** Properties whose text is shown as it stands, in objects of rules and of the server. */
const shownProperties = new Set(['title', 'why', 'note']);

/** Functions that take a sentence first, and parameters of others that do. */
const sayers = new Set(['message', 'l10n.t']);
const shownParameters = new Set(['title', 'note', 'template']);

/** Tables of sentences by what they explain or are called by. */
const tables = /titles?$|notes?$|^(?:config|rule)Keys$/i;

/** Words of our own that a sentence may hold as they are. */
const wordTypes = new Set(['Severity', 'Confidence']);

/**
 * All sentences, sorted, each with the files that say it. One that is only an argument's place (`{command}`) has
 * nothing to translate and is left out.
 * @returns {Map<string, string[]>}
 */
export function allSentences() {
  const files = sources().map((file) => ({ file, source: parse(file) }));
  const known = declarationsOf(files);
  /** @type {Map<string, Set<string>>} */
  const found = new Map();
  for (const { file, source } of files) {
    /** @param {ts.Node} node */
    const visit = (node) => {
      for (const text of sentencesOf(node, file, known)) {
        if (!/[a-z]/i.test(text.replace(/\{\w+\}/g, ''))) continue;
        found.set(text, (found.get(text) ?? new Set()).add(file));
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  for (const { label } of tokens.shapes) found.set(label, new Set([TOKENS]));
  return new Map(
    [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([text, names]) => [text, [...names].sort()]),
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

/** @param {string} file */
function parse(file) {
  return ts.createSourceFile(file, readFileSync(path.join(root, file), 'utf8'), ts.ScriptTarget.ES2022, true);
}

/**
 * What names stand for: constants with a text, by file and, for others that import them, by name alone; and which
 * arguments of which functions are shown. No types are asked, so this takes a moment and not half a minute.
 *
 * @typedef {{ constants: Map<string, ts.Expression[]>, shown: Map<string, Set<number>> }} Declarations
 * @param {{ file: string, source: ts.SourceFile }[]} files
 * @returns {Declarations}
 */
function declarationsOf(files) {
  /** @type {Declarations} */
  const known = { constants: new Map(), shown: new Map() };
  for (const { file, source } of files) {
    /** @param {ts.Node} node */
    const visit = (node) => {
      if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer !== undefined) {
        const names = [`${file} ${node.name.text}`, ...(isExported(node) ? [node.name.text] : [])];
        for (const name of names) {
          known.constants.set(name, [...(known.constants.get(name) ?? []), node.initializer]);
        }
        if (ts.isArrowFunction(node.initializer)) note(node.name.text, node.initializer.parameters);
      }
      if (ts.isFunctionDeclaration(node) && node.name !== undefined) note(node.name.text, node.parameters);
      ts.forEachChild(node, visit);
    };
    /** @param {string} name @param {ts.NodeArray<ts.ParameterDeclaration>} parameters */
    const note = (name, parameters) => {
      // In the client titles are VS Code's, and what is shown goes through `l10n.t`.
      if (!/^rules\/|^server\/(?:rule|languages)\//.test(file)) return;
      for (const [index, parameter] of parameters.entries()) {
        if (!shownParameters.has(parameter.name.getText())) continue;
        known.shown.set(name, (known.shown.get(name) ?? new Set()).add(index));
      }
    };
    visit(source);
  }
  return known;
}

/** @param {ts.VariableDeclaration} node */
function isExported(node) {
  const statement = node.parent.parent;
  return (
    ts.isVariableStatement(statement) && (ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Export) !== 0
  );
}

/** @param {ts.Node} node @param {string} file @param {Declarations} known */
function sentencesOf(node, file, known) {
  if (ts.isCallExpression(node)) {
    const name = node.expression.getText();
    const places = sayers.has(name) ? [0] : [...(known.shown.get(name) ?? [])];
    return places.flatMap((place) => {
      const argument = node.arguments[place];
      return argument === undefined ? [] : textsOf(argument, file, known);
    });
  }
  if (/^rules\/|^server\/rule\//.test(file) && ts.isPropertyAssignment(node)) {
    const isShown = shownProperties.has(node.name.getText()) || isInTable(node);
    return isShown ? textsOf(node.initializer, file, known) : [];
  }
  if (ts.isPropertyAssignment(node)) return isInTable(node) ? textsOf(node.initializer, file, known) : [];
  if (ts.isShorthandPropertyAssignment(node) && /^rules\/|^server\/rule\//.test(file)) {
    return shownProperties.has(node.name.text) ? textsOf(node.name, file, known) : [];
  }
  if (ts.isTypeAliasDeclaration(node) && wordTypes.has(node.name.text) && ts.isUnionTypeNode(node.type)) {
    return node.type.types.flatMap((type) =>
      ts.isLiteralTypeNode(type) && ts.isStringLiteral(type.literal) ? [type.literal.text] : [],
    );
  }
  return [];
}

/** A property of a table of sentences. @param {ts.Node} node */
function isInTable(node) {
  for (let up = node.parent; up !== undefined; up = up.parent) {
    if (ts.isVariableDeclaration(up)) return tables.test(up.name.getText());
    if (ts.isFunctionLike(up) || ts.isCallExpression(up)) return false;
  }
  return false;
}

/**
 * The texts that an expression may be: a literal, one of the branches of a condition, what a name stands for. A
 * call of `message` among them is found by itself.
 * @param {ts.Expression} node @param {string} file @param {Declarations} known @returns {string[]}
 */
function textsOf(node, file, known) {
  if (ts.isStringLiteralLike(node)) return node.text === '' ? [] : [node.text];
  if (ts.isConditionalExpression(node)) {
    return [...textsOf(node.whenTrue, file, known), ...textsOf(node.whenFalse, file, known)];
  }
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    const [left] = textsOf(node.left, file, known);
    const [right] = textsOf(node.right, file, known);
    return left !== undefined && right !== undefined ? [left + right] : [];
  }
  if (ts.isAsExpression(node) || ts.isParenthesizedExpression(node))
    return textsOf(node.expression, file, known);
  if (ts.isIdentifier(node)) {
    const values = known.constants.get(`${file} ${node.text}`) ?? known.constants.get(node.text) ?? [];
    return values.filter((value) => !ts.isIdentifier(value)).flatMap((value) => textsOf(value, file, known));
  }
  return [];
}

if (process.argv[1] === import.meta.filename) {
  for (const [text, files] of allSentences()) console.log(`${files[0]}: ${text}`);
}
