import fs from 'node:fs';
import path from 'node:path';
import { rules } from '../../../rules/index';
import { formatRulesJson } from '../../output/json';
import { oneOf, parseOptions, UsageError } from './usage';

/** `rules`: one line each, or the JSON array. */
export function listRules(args: readonly string[]): number {
  const { values, positionals } = parseOptions(args, { format: { type: 'string' } });
  if (positionals.length > 0) throw new UsageError(`rules takes no argument "${positionals[0]}"`);
  const metas = rules.map((rule) => rule.meta);
  if (oneOf('format', values.format, ['text', 'json'], 'text') === 'json') {
    process.stdout.write(formatRulesJson(metas, (id) => `rules/${id}/README.md`));
    return 0;
  }
  const width = Math.max(0, ...metas.map((meta) => meta.id.length));
  for (const meta of metas) {
    process.stdout.write(
      `${meta.id.padEnd(width)}  ${meta.severity.padEnd(8)}  ${meta.profile.padEnd(11)}  ${meta.title}\n`,
    );
  }
  return 0;
}

/** `explain RULE`: the rule's page. */
export function explain(args: readonly string[]): number {
  const { positionals } = parseOptions(args, {});
  const [id, ...more] = positionals;
  if (id === undefined || more.length > 0)
    throw new UsageError('explain takes one rule; see security-hints rules');
  if (!rules.some((rule) => rule.meta.id === id)) {
    throw new UsageError(`There is no rule "${id}". See security-hints rules`);
  }
  process.stdout.write(readPage(id));
  return 0;
}

/** Pages stand beside the bundle; in a checkout that runs from source, in the rule's folder. */
function readPage(id: string): string {
  const places = [
    path.join(__dirname, 'rules', `${id}.md`),
    path.join(__dirname, '..', '..', '..', 'rules', id, 'README.md'),
  ];
  for (const place of places) {
    if (fs.existsSync(place)) return fs.readFileSync(place, 'utf8');
  }
  throw new UsageError(`The page of ${id} is missing from this installation; install security-hints again`);
}
