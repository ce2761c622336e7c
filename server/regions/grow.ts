import { languages } from '../languages/index';
import type { EmbeddedText, LanguageId, Parsed, RegionContext } from '../languages/language';
import { walkRegions, type Embedded, type Region } from './region';
import { formatMessage, message } from '../text/message';

/** Nothing that people write is nested deeper than this; it keeps hostile text from recursing. */
const maxDepth = 16;

/**
 * The regions of an earlier analysis, to be taken over where nothing changed.
 *
 * Found by language, context and text, wherever they moved. Each is given away once, with all it carries,
 * so that every region of a tree is an object of its own even where two fences are alike.
 */
export class RegionPool {
  private readonly byContext = new Map<string, Map<string, Region[]>>();
  private readonly taken = new Set<Region>();
  /** How many regions were parsed because they were not in the pool: what a keystroke costs. */
  parsed = 0;

  /** The pool of all regions of a tree; an empty one without. */
  static of(root: Region | undefined): RegionPool {
    const pool = new RegionPool();
    if (root !== undefined) walkRegions(root, (region) => pool.add(region));
    return pool;
  }

  /** Gives away a region that reads the same, if one is left. */
  take(language: LanguageId, text: string, context: RegionContext): Region | undefined {
    const candidates = this.byContext.get(keyOf(language, context))?.get(text);
    for (let region = candidates?.shift(); region !== undefined; region = candidates?.shift()) {
      if (this.taken.has(region)) continue;
      walkRegions(region, (one) => this.taken.add(one));
      return region;
    }
    return undefined;
  }

  private add(region: Region): void {
    const key = keyOf(region.language, region.context);
    let byText = this.byContext.get(key);
    if (byText === undefined) this.byContext.set(key, (byText = new Map<string, Region[]>()));
    const same = byText.get(region.text);
    if (same === undefined) byText.set(region.text, [region]);
    else same.push(region);
  }
}

function keyOf(language: LanguageId, context: RegionContext): string {
  return [
    language,
    context.carrier,
    context.fileName,
    context.inDocument ? 'document' : '',
    context.template,
    context.shell,
    context.badExample === undefined ? '' : formatMessage(context.badExample),
    context.fenceLanguage,
    context.isExpanded === true ? 'expanded' : '',
  ].join('\0');
}

/**
 * Parses a text and everything it carries, to any depth, taking unchanged regions from the pool.
 *
 * Any text gives a region; what could not be read is in its `problems` and `notAnalyzed`.
 */
export function growRegion(
  language: LanguageId,
  text: string,
  context: RegionContext,
  pool: RegionPool,
): Region {
  const steps = growSteps(language, text, context, pool);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** The same, pausing after each region that was parsed, so that a caller can stop or let others run. */
export function* growSteps(
  language: LanguageId,
  text: string,
  context: RegionContext,
  pool: RegionPool,
  depth = 0,
): Generator<undefined, Region> {
  const known = pool.take(language, text, context);
  if (known !== undefined) return known;
  pool.parsed++;
  const { parsed, embeds } = read(language, text, context);
  yield;
  const isTooDeep = depth >= maxDepth && embeds.length > 0;
  const embedded: Embedded[] = [];
  if (!isTooDeep) {
    for (const { label, map, ...child } of embeds) {
      const region = yield* growSteps(child.language, child.text, child.context, pool, depth + 1);
      embedded.push({ label, map, region });
    }
  }
  const tooDeep = {
    range: { start: 0, end: text.length },
    reason: message('text nested more than {count} layers deep', { count: String(maxDepth) }),
  };
  const notAnalyzed = isTooDeep ? [...parsed.notAnalyzed, tooDeep] : parsed.notAnalyzed;
  // The tree belongs to `language`, which the union cannot see through the table of languages.
  return { language, text, context, ...parsed, notAnalyzed, embedded } as Region;
}

/**
 * Languages promise not to throw. Should one break its promise, its region says so and the rest of the
 * document is still analyzed.
 */
function read(
  id: LanguageId,
  text: string,
  context: RegionContext,
): { readonly parsed: Parsed<unknown>; readonly embeds: readonly EmbeddedText[] } {
  const language = languages[id];
  try {
    const parsed = language.parse(text, context);
    return { parsed, embeds: language.embed(parsed as never, text, context) };
  } catch (error) {
    const reason = message('internal error while reading {language}: {error}', {
      language: id,
      error: error instanceof Error ? error.message : String(error),
    });
    const whole = { start: 0, end: text.length };
    return {
      parsed: {
        tree: languages[id].parse('', context).tree,
        problems: [],
        holes: [{ range: whole, kind: 'damaged' }],
        comments: [],
        notAnalyzed: [{ range: whole, reason }],
      },
      embeds: [],
    };
  }
}
