import ignore from 'ignore';

/**
 * Tells whether a file below the folder of a configuration file is excluded by its patterns, which are those of a
 * `.gitignore`. The path is relative to that folder, `/`-separated; what is not below it is not excluded.
 */
export function excluder(patterns: readonly string[]): (path: string) => boolean {
  if (patterns.length === 0) return () => false;
  const rules = ignore().add([...patterns]);
  return (path) => path !== '' && !path.startsWith('../') && !path.startsWith('/') && rules.ignores(path);
}
