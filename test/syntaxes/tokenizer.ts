import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as oniguruma from 'vscode-oniguruma';
import * as textmate from 'vscode-textmate';

const root = path.resolve(import.meta.dirname, '../..');
const ENGINE = path.join(root, 'node_modules/vscode-oniguruma/release/onig.wasm');
const BASES = path.join(import.meta.dirname, 'fixtures', 'vscode');

/** A piece of a line, with the scopes that themes choose its color by. */
export interface Token {
  readonly start: number;
  readonly end: number;
  readonly scopes: readonly string[];
}

/** A line without its end, as the editor hands it to the tokenizer. */
export interface Line {
  readonly text: string;
  readonly tokens: readonly Token[];
}

interface Contribution {
  readonly scopeName: string;
  readonly path: string;
  readonly injectTo?: readonly string[];
}

/**
 * Tokenizes documents as VS Code does: its own engine, the grammars that come with it (fixtures/vscode), and
 * the injections of our manifest.
 */
export class Tokenizer {
  private constructor(
    private readonly registry: textmate.Registry,
    private readonly loaded = new Map<string, textmate.IGrammar>(),
  ) {}

  /** With `injections: false` as without us. */
  static async create({ injections = true } = {}): Promise<Tokenizer> {
    await loadEngine();
    const { contributes } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
      readonly contributes: { readonly grammars: readonly Contribution[] };
    };
    const files = new Map(contributes.grammars.map((own) => [own.scopeName, path.join(root, own.path)]));
    for (const name of readdirSync(BASES).filter((file) => file.endsWith('.tmLanguage.json'))) {
      const file = path.join(BASES, name);
      files.set((JSON.parse(readFileSync(file, 'utf8')) as textmate.IRawGrammar).scopeName, file);
    }
    const registry = new textmate.Registry({
      onigLib: Promise.resolve({
        createOnigScanner: (sources) => new oniguruma.OnigScanner(sources),
        createOnigString: (text) => new oniguruma.OnigString(text),
      }),
      loadGrammar: async (scopeName) => {
        const file = files.get(scopeName);
        return file === undefined ? null : textmate.parseRawGrammar(readFileSync(file, 'utf8'), file);
      },
      // What is injected into `source.yaml` is injected into `source.yaml.1.2` as well, as in the editor.
      getInjections: (scopeName) =>
        contributes.grammars

          .filter(
            (own) =>
              injections && own.injectTo?.some((to) => scopeName === to || scopeName.startsWith(`${to}.`)),
          )
          .map((own) => own.scopeName),
    });
    return new Tokenizer(registry);
  }

  /** The document's lines; `scopeName` is the grammar of its language. */
  async tokenize(text: string, scopeName: string): Promise<readonly Line[]> {
    const grammar = await this.grammar(scopeName);
    let state: textmate.StateStack = textmate.INITIAL;
    return text.split(/\r\n|\r|\n/).map((line) => {
      const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
      state = ruleStack;
      return {
        text: line,
        tokens: tokens.map(({ startIndex, endIndex, scopes }) => ({
          start: startIndex,
          end: Math.min(endIndex, line.length),
          scopes,
        })),
      };
    });
  }

  private async grammar(scopeName: string): Promise<textmate.IGrammar> {
    const known = this.loaded.get(scopeName);
    if (known !== undefined) return known;
    const grammar = await this.registry.loadGrammar(scopeName);
    if (grammar === null) throw new Error(`no grammar for ${scopeName}`);
    this.loaded.set(scopeName, grammar);
    return grammar;
  }
}

let engine: Promise<void> | undefined;

/** The engine is one for the process: it cannot be loaded twice. */
function loadEngine(): Promise<void> {
  engine ??= oniguruma.loadWASM(new Uint8Array(readFileSync(ENGINE)));
  return engine;
}
