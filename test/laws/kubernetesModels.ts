import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import ts from 'typescript';

/**
 * What is wrong with Kubernetes objects, by the schemas that the package `kubernetes-models` makes of the API
 * of Kubernetes 1.33: values by its validators, names of fields by its types (the API server drops an unknown
 * field with a warning, so the validators let it pass).
 */

const load = createRequire(import.meta.url);
const packageFolder = path.dirname(load.resolve('kubernetes-models/package.json'));

export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
}

export function isKubernetesObject(value: unknown): value is KubernetesObject {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as KubernetesObject).apiVersion === 'string' &&
    typeof (value as KubernetesObject).kind === 'string'
  );
}

/** The module and the class of an object's kind; undefined for kinds of other APIs. */
function modelOf({ apiVersion, kind }: KubernetesObject): { module: string; name: string } | undefined {
  if (!/^[\w./]+$/.test(apiVersion) || !/^\w+$/.test(kind)) return undefined;
  const folder = path.join(packageFolder, apiVersion);
  return existsSync(path.join(folder, `${kind}.d.ts`))
    ? { module: `kubernetes-models/${apiVersion}/${kind}`, name: kind }
    : undefined;
}

export const isModelled = (object: KubernetesObject): boolean => modelOf(object) !== undefined;

/** What the validators say; empty for a valid object, and for kinds of other APIs. */
export function wrongValues(object: KubernetesObject): readonly string[] {
  const model = modelOf(object);
  if (model === undefined) return [];
  const classes = load(model.module) as {
    readonly [name: string]: new (data: object) => { validate(): void };
  };
  const Model = classes[model.name];
  assert.ok(Model !== undefined, model.name);
  try {
    new Model(object).validate();
    return [];
  } catch (error) {
    return (error instanceof Error ? error.message : String(error)).split(/, (?=data\/)/);
  }
}

/** For each object, the names and shapes that its type does not know. One run of the compiler for all of them. */
export function unknownFields(objects: readonly KubernetesObject[]): readonly (readonly string[])[] {
  const lines = objects.map((object, index) => {
    const model = modelOf(object);
    const type = model === undefined ? 'unknown' : `import('${model.module}').I${model.name}`;
    return `export const object${index}: ${type} = ${JSON.stringify(object)};`;
  });
  const file = path.join(packageFolder, '..', '.objects.ts');
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const code = lines.join('\n');
  const real = ts.createCompilerHost(options);
  host.fileExists = (name) => name === file || real.fileExists(name);
  host.readFile = (name) => (name === file ? code : real.readFile(name));
  host.getSourceFile = (name, language) =>
    name === file ? ts.createSourceFile(name, code, language) : real.getSourceFile(name, language);
  const program = ts.createProgram([file], options, host);
  const source = program.getSourceFile(file);
  const found = objects.map((): string[] => []);
  for (const { start = 0, messageText } of program.getSemanticDiagnostics(source)) {
    const line = code.slice(0, start).split('\n').length - 1;
    const text = ts.flattenDiagnosticMessageText(messageText, ' ');
    // What is missing the validators tell as well, and completely.
    if (!/ (?:is|are) missing /.test(text)) found[line]?.push(text);
  }
  return found;
}
