import type { Language } from '../language';
import { parseDotenv } from './parse';
import type { EnvTree } from './tree';

export const dotenv: Language<EnvTree> = { parse: parseDotenv, embed: () => [] };
