import type { Language } from '../language';
import { embedYaml } from './embed';
import { parseYaml } from './parse';
import type { YamlTree } from './tree';

/** YAML 1.2.2, one document or a stream of them, with templates. */
export const yaml: Language<YamlTree> = { parse: parseYaml, embed: embedYaml };
