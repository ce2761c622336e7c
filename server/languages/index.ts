import { dotenv } from './dotenv/index';
import { json } from './json/index';
import type { Language, LanguageId, Trees } from './language';
import { markdown } from './markdown/index';
import { shell } from './shell/index';
import { yaml } from './yaml/index';

/** A text that no rule reads and that carries nothing. */
const text: Language<undefined> = {
  parse: () => ({ tree: undefined, problems: [], holes: [], comments: [], notAnalyzed: [] }),
  embed: () => [],
};

export const languages: { readonly [L in LanguageId]: Language<Trees[L]> } = {
  markdown,
  yaml,
  json,
  shell,
  dotenv,
  text,
};
