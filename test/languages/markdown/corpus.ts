import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

export interface CorpusFile {
  readonly path: string;
  readonly text: string;
}

/**
 * The Markdown files below a folder, smallest first, none larger than `limit` bytes: remark reads about half
 * a megabyte a second, and the smallest files hold the most different things per byte.
 */
export function markdownFiles(folder: string, limit: number): readonly CorpusFile[] {
  const found: { path: string; size: number }[] = [];
  const pending = [folder];
  for (let current = pending.pop(); current !== undefined; current = pending.pop()) {
    for (const entry of readdirSync(current, { withFileTypes: true })) {
      const path = join(current, entry.name);
      if (entry.isDirectory()) pending.push(path);
      else if (entry.isFile() && /\.(?:md|mdx|markdown)$/i.test(entry.name)) {
        const { size } = statSync(path);
        if (size <= limit) found.push({ path, size });
      }
    }
  }
  found.sort((a, b) => a.size - b.size || (a.path < b.path ? -1 : 1));
  return found.map(({ path }) => ({ path, text: readFileSync(path, 'utf8') }));
}
