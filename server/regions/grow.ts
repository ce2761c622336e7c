import { languages } from '../languages/index';
import type { EmbeddedText, LanguageId, Parsed, RegionContext } from '../languages/language';
import { walkRegions, type Embedded, type Region } from './region';

/** Nothing that people write is nested deeper than this; it keeps hostile text from recursing. */
const maxDepth = 16;

/**
 * The regions of an earlier analysis, to be taken over where nothing changed.
 *
 * Found by language, context and text; so a region that moved, or stands twice, is parsed once.
 */
export class RegionPool {
  private readonly byContext = new Map<string, Map<string, Region>>();
  /** How many regions were parsed because they were not in the pool: what a keystroke costs. */
  parsed = 0;

  static of(root: Region | undefined): RegionPool {
    const pool = new RegionPool();
    if (root !== undefined) walkRegions(root, (region) => pool.add(region));
    return pool;
  }

  find(language: LanguageId, text: string, context: RegionContext): Region | undefined {
    return this.byContext.get(keyOf(language, context))?.get(text);
  }

  add(region: Region): void {
    const key = keyOf(region.language, region.context);
    let byText = this.byContext.get(key);
    if (byText === undefined) this.byContext.set(key, (byText = new Map<string, Region>()));
    if (!byText.has(region.text)) byText.set(region.text, region);
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
    context.badExample ?? '',
    context.fenceLanguage,
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
  return grow(language, text, context, pool, 0);
}

function grow(
  language: LanguageId,
  text: string,
  context: RegionContext,
  pool: RegionPool,
  depth: number,
): Region {
  const known = pool.find(language, text, context);
  if (known !== undefined) return known;
  pool.parsed++;
  const { parsed, embeds } = read(language, text, context);
  const isTooDeep = depth >= maxDepth && embeds.length > 0;
  const embedded: Embedded[] = isTooDeep
    ? []
    : embeds.map((e) => ({
        label: e.label,
        map: e.map,
        region: grow(e.language, e.text, e.context, pool, depth + 1),
      }));
  const notAnalyzed = isTooDeep
    ? [
        ...parsed.notAnalyzed,
        { range: { start: 0, end: text.length }, reason: `text nested more than ${maxDepth} layers deep` },
      ]
    : parsed.notAnalyzed;
  // The tree belongs to `language`, which the union cannot see through the table of languages.
  const region = { language, text, context, ...parsed, notAnalyzed, embedded } as Region;
  pool.add(region);
  return region;
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
    const reason = `internal error while reading ${id}: ${error instanceof Error ? error.message : String(error)}`;
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
