import type { Flag } from '../command';
import type { RegionOf } from '../../regions/region';
import type { SettingFact } from '../fact';
import { known, unknown } from '../reading';
import type { HeaderPlace, ResponseHeaderFact } from './fact';
import { directivesOnLines } from './headerText';
import { isRequest, responseHeaders } from './responseHeader';

/**
 * The response headers that a script sets: directives of NGINX and HAProxy in a heredoc that is read in no
 * language of its own, entries of `--set`, and `--from-literal` of a ConfigMap of headers.
 */
export function shellHeadersOf(
  region: RegionOf<'shell'>,
  settings: readonly SettingFact[],
): readonly ResponseHeaderFact[] {
  const found = [...ofHeredocs(region), ...settings.flatMap((setting) => ofSetting(setting, region.text))];
  return found.sort((a, b) => a.range.start - b.range.start);
}

function ofHeredocs({ tree, text, embedded }: RegionOf<'shell'>): readonly ResponseHeaderFact[] {
  const own = new Set(embedded.map(({ map }) => map.segments[0]?.parentAt));
  return tree.heredocs.flatMap(({ heredoc: { body, isQuoted, stripsTabs } }) => {
    const isEmbedded = [...own].some((at) => at !== undefined && at >= body.start && at < body.end);
    if (isEmbedded || !/add_header|more_set_headers|http-response/.test(text.slice(body.start, body.end)))
      return [];
    const beside = new Map<string, string>();
    return directivesOnLines(text, body, true, false).directives.map((directive) => {
      const { name, value, range, valueRange, whole } = directive;
      const isExpanded = !isQuoted && /[$`\\]/.test(value);
      if (!isExpanded) beside.set(name.toLowerCase(), value);
      return header({
        written: name,
        value: isExpanded ? unknown(valueRange) : known(value, valueRange),
        range,
        valueRange,
        isVerbatim: !stripsTabs,
        place: { kind: 'text', range: whole, whole: undefined },
        beside,
      });
    });
  });
}

function ofSetting(setting: SettingFact, text: string): readonly ResponseHeaderFact[] {
  const { key, keyRange, path, value, valueRange, source, command } = setting;
  if (source !== 'set' || command === undefined || !responseHeaders.has(key.toLowerCase())) return [];
  if (path.some(isRequest) || value.state === 'absent') return [];
  const flag = command.flags.find(
    ({ range }) => range.start <= keyRange.start && valueRange.end <= range.end,
  );
  const isOnly = flag?.value !== undefined && isOnlyEntry(flag, setting);
  const place: HeaderPlace = { kind: 'option', command, flag: isOnly ? flag : undefined };
  const beside = new Map(value.state === 'known' ? [[key.toLowerCase(), value.value]] : []);
  // The key's range holds the path before it, too.
  const at = keyRange.end - key.length;
  const start = text.slice(at, keyRange.end) === key ? at : keyRange.start;
  const range = { start, end: valueRange.end };
  return [header({ written: key, value, range, valueRange, isVerbatim: false, place, beside })];
}

/** False for one of several in `--set a=b,c=d`: the rest would go with it. */
function isOnlyEntry({ value }: Flag, { path, value: own }: SettingFact): boolean {
  if (value === undefined || own.state !== 'known') return false;
  const equals = value.value.indexOf('=');
  return value.value.length - equals - 1 === own.value.length && path.length > 0;
}

function header(own: Omit<ResponseHeaderFact, 'kind' | 'name' | 'protocol'>): ResponseHeaderFact {
  return { kind: 'responseHeader', name: own.written.toLowerCase(), protocol: undefined, ...own };
}
