import { removeFlags } from '../facts/shell/edits';
import type { HeaderPlace } from '../facts/ingress/fact';
import type { AnnotationFact, ResponseHeaderFact } from '../facts/fact';
import { removeChild, type Patch } from '../languages/yaml/patch';
import type { YamlEntry, YamlMap } from '../languages/yaml/tree';
import type { Region } from '../regions/region';

/**
 * Edits that take a response header out where it stands: its entry, its item or its line.
 *
 * A line that is all there is of a longer text goes with the entry that holds the text. Undefined where a
 * comment or a name that others use would go with it.
 */
export function removeHeader({ place }: ResponseHeaderFact, region: Region): Patch {
  return removePlace(place, region);
}

function removePlace(place: HeaderPlace, region: Region): Patch {
  switch (place.kind) {
    case 'entry':
      return removeEntry(place.map, place.entry, place.holder, region);
    case 'item':
      return removeChild(region, place.list, place.item);
    case 'text':
      return place.whole === undefined
        ? [{ range: place.range, text: '' }]
        : removePlace(place.whole, region);
    case 'option':
      return place.flag === undefined ? undefined : removeFlags(place.command, [place.flag], region.text);
  }
}

/** Edits that take an annotation out, with the `annotations:` around it where it is the only one. */
export function removeAnnotation({ entry, map, holder }: AnnotationFact, region: Region): Patch {
  return entry === undefined || map === undefined ? undefined : removeEntry(map, entry, holder, region);
}

/** An entry, or the one around it where nothing else would be left in its map. */
function removeEntry(
  map: YamlMap,
  entry: YamlEntry,
  holder: { readonly map: YamlMap; readonly entry: YamlEntry } | undefined,
  region: Region,
): Patch {
  const isLast = map.entries.length === 1 && holder !== undefined && holder.map.entries.length > 1;
  return (
    (isLast ? removeChild(region, holder.map, holder.entry) : undefined) ?? removeChild(region, map, entry)
  );
}
