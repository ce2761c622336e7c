import type { Language } from '../language';
import { embedShell } from './embed';
import { parseShell } from './parse';
import type { ShellTree } from './tree';

export const shell: Language<ShellTree> = { parse: parseShell, embed: embedShell };
