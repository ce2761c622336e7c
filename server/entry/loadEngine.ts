import type { Engine } from '../lsp/engine';

/** Loads every rule and all parsers. */
export async function loadEngine(): Promise<Engine> {
  const { createRuleEngine } = await import('./ruleEngine');
  return createRuleEngine();
}
