import { createEngine, type Engine } from '../lsp/engine';
import { rules } from '../../rules/index';

/** The engine with every rule; importing this module loads all parsers. */
export function createRuleEngine(): Engine {
  return createEngine(rules);
}
