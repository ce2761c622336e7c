import type { Region } from '../../regions/region';
import { compareRanges, intersects, type Range } from '../../text/range';
import type { CommandFact } from '../command';
import type { ProseFact, SecretFact, SettingFact } from '../fact';
import { secretFact } from './candidate';
import { secretsOfCommand } from './commandSecrets';
import { connectionsIn } from './connectionString';
import { namesGrafana } from './grafana';
import { secretsOfLines } from './lineSecrets';
import { privateKeysIn } from './privateKey';
import { secretsOfProse } from './proseSecrets';
import { isOfCommand, secretOfSetting } from './settingSecrets';
import { kindOfToken, tokensIn } from './token';
import { rangeOfTail } from './wordPart';

/** What secrets are read from, besides the region's text. */
export interface SecretSources {
  readonly setting: readonly SettingFact[];
  readonly command: readonly CommandFact[];
  readonly prose: readonly ProseFact[];
}

/**
 * The secrets of a region's own text, in its order; what an embedded region carries is that region's.
 *
 * Two passes: shapes anywhere in the text (tokens, keys, connection strings, comments included), then what
 * names and places say. Where both see the same value, its shape wins, and keeps the setting or command
 * that carries it, so that a fix knows the place.
 */
export function secretsOf(region: Region, sources: SecretSources): readonly SecretFact[] {
  const covered = coveredBy(region);
  const isOwn = ({ range }: SecretFact): boolean => {
    const before = lastStartingBefore(covered, range.end);
    return before === undefined || !intersects(before, range);
  };
  const { secrets, carriers } = namedIn(region, sources);
  const shaped = shapesIn(region.text)
    .filter(isOwn)
    .map((fact) => {
      const parts = carriers.partsAt(fact.range);
      // An address keeps its form, which tells how to name what stands in it.
      return { ...fact, ...parts, form: fact.form === 'url' ? fact.form : (parts.form ?? fact.form) };
    });
  const named = secrets.filter((fact) => fact.setting?.source === 'secretData' || isOwn(fact));
  return withoutOverlaps([...shaped, ...named]);
}

/** In order of the text; of two that claim the same place the one that comes first in the list stays. */
function withoutOverlaps(facts: readonly SecretFact[]): readonly SecretFact[] {
  const ordered = facts
    .map((fact, rank) => ({ fact, rank }))
    .sort((a, b) => compareRanges(a.fact.range, b.fact.range) || a.rank - b.rank);
  const kept: { readonly fact: SecretFact; readonly rank: number }[] = [];
  for (const next of ordered) {
    const last = kept[kept.length - 1];
    if (last === undefined || !intersects(last.fact.range, next.fact.range)) kept.push(next);
    else if (next.rank < last.rank) kept[kept.length - 1] = next;
  }
  return kept.map(({ fact }) => fact);
}

function shapesIn(text: string): readonly SecretFact[] {
  const found: SecretFact[] = [];
  for (const { start, end, label } of privateKeysIn(text)) {
    found.push(
      secretFact({ what: 'privateKey', label, range: { start, end }, form: 'text', isShapeVerified: true }),
    );
  }
  for (const token of tokensIn(text)) {
    const what = kindOfToken(token);
    const range = { start: token.start, end: token.end };
    const { label, isHarmless } = token;
    found.push(secretFact({ what, label, range, form: 'text', isHarmless, isShapeVerified: true }));
  }
  for (const { start, end, scheme, user, host, isDefault, isReservedHost } of connectionsIn(text)) {
    found.push(
      secretFact({
        what: isDefault ? 'default' : 'connectionString',
        label: scheme === '' ? 'connection string' : `${scheme} address`,
        range: { start, end },
        form: 'url',
        isHarmless: isReservedHost,
        isGrafanaAdmin: user === 'admin' && namesGrafana(host),
      }),
    );
  }
  return found;
}

/** What carries a value: the place where a fix would rewrite it. */
class Carriers {
  private readonly list: { readonly range: Range; readonly parts: Partial<SecretFact> }[] = [];
  private isSorted = true;

  add(range: Range, parts: Partial<SecretFact>): void {
    this.list.push({ range, parts });
    this.isSorted = false;
  }

  /** The parts of the innermost carrier around the range, or none. */
  partsAt(range: Range): Partial<SecretFact> {
    if (!this.isSorted) this.list.sort((a, b) => compareRanges(a.range, b.range));
    this.isSorted = true;
    // Carriers nest a few levels deep at most (a substitution in a word).
    let index = indexOfLast(this.list, (carrier) => carrier.range.start <= range.start);
    for (let tries = 0; index >= 0 && tries < 8; index--, tries++) {
      const carrier = this.list[index];
      if (carrier !== undefined && range.end <= carrier.range.end) return carrier.parts;
    }
    return {};
  }
}

function namedIn(
  region: Region,
  { setting: settings, command: commands, prose }: SecretSources,
): { readonly secrets: readonly SecretFact[]; readonly carriers: Carriers } {
  const secrets: SecretFact[] = [];
  const carriers = new Carriers();
  for (const [index, setting] of settings.entries()) {
    if (isOfCommand(setting)) continue;
    const { command, word } = setting;
    carriers.add(setting.valueRange, { form: 'setting', setting, command, word });
    const secret = secretOfSetting(setting, settings[index - 1], region.text, region.context);
    if (secret !== undefined) secrets.push(secret);
  }
  for (const command of commands) {
    const own = new Map(secretsOfCommand(command).map((secret) => [secret.word, secret]));
    secrets.push(...own.values(), ...splitTokensOf(command));
    for (const word of command.args) {
      carriers.add(word.range, { form: own.get(word)?.form ?? 'argument', command, word });
    }
  }
  secrets.push(...secretsOfLines(region, settings));
  for (const fact of prose) secrets.push(...secretsOfProse(fact, region.text));
  return { secrets, carriers };
}

/** Tokens that show only once the shell has put a word together: `"gh""p_…"`. */
function splitTokensOf(command: CommandFact): readonly SecretFact[] {
  return command.args.flatMap((word) => {
    if (!word.isStatic || word.text === word.value) return [];
    const [token] = tokensIn(word.value);
    if (token === undefined || tokensIn(word.text).length > 0) return [];
    const { label, isHarmless } = token;
    const what = kindOfToken(token);
    const range = rangeOfTail(word, token.start);
    return [
      secretFact({ what, label, range, form: 'argument', command, word, isHarmless, isShapeVerified: true }),
    ];
  });
}

/** The parts of the text that embedded regions read, in order. */
function coveredBy(region: Region): readonly Range[] {
  return region.embedded
    .flatMap(({ map: { segments } }) => {
      const [first, last] = [segments[0], segments[segments.length - 1]];
      if (first === undefined || last === undefined) return [];
      return [{ start: first.parentAt, end: last.parentAt + last.parentLength }];
    })
    .sort(compareRanges);
}

function lastStartingBefore(sorted: readonly Range[], offset: number): Range | undefined {
  return sorted[indexOfLast(sorted, (range) => range.start < offset)];
}

/** Index of the last item that `holds` for, in a list where it holds for a front part; -1 for none. */
function indexOfLast<T>(list: readonly T[], holds: (item: T) => boolean): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(list[middle] as T)) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
