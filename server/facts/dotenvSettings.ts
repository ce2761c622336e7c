import type { RegionOf } from '../regions/region';
import type { SettingFact } from './fact';
import { fallbackIn } from './fallback';
import { known, unknown } from './reading';
import { noCommand, rangeAt } from './settingValue';

/** The settings of an environment file, in order. */
export function dotenvSettingsOf(region: RegionOf<'dotenv'>): readonly SettingFact[] {
  return region.tree.entries.map((entry) => {
    const found = fallbackIn(entry.value);
    const raw = region.text.slice(entry.valueRange.start, entry.valueRange.end);
    const offset = raw.indexOf(entry.value);
    return {
      kind: 'setting',
      path: [entry.key],
      key: entry.key,
      keyRange: entry.keyRange,
      value: entry.hasHole ? unknown(entry.valueRange) : known(entry.value, entry.valueRange),
      valueRange: entry.valueRange,
      fallback: found && {
        value: found.value,
        range:
          offset < 0
            ? entry.valueRange
            : rangeAt(entry.valueRange.start + offset + found.start, found.value.length),
      },
      source: 'dotenv',
      entry: undefined,
      maps: [],
      ...noCommand,
      subject: { kind: 'unknown' },
    };
  });
}
