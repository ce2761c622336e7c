/**
 * Paths of documents as the engine wants them: relative to the workspace folder that holds the document.
 *
 * Clients write URIs in many ways: `file:///c%3A/Users`, `file:///C:/Users`, unescaped spaces.
 */
export class FolderPaths {
  private readonly folders = new Map<string, string>();

  constructor(uris: readonly string[]) {
    for (const uri of uris) this.add(uri);
  }

  add(uri: string): void {
    this.folders.set(uri, withSlash(canonical(uri)));
  }

  remove(uri: string): void {
    this.folders.delete(uri);
  }

  /** As the client wrote them, without a slash at their ends. */
  uris(): readonly string[] {
    return [...this.folders.keys()].map(withoutSlash);
  }

  /**
   * The file that a document is stored in: a notebook's for its cells, whose URIs keep the path and lose the scheme
   * (VS Code, `vscode-notebook-cell`); the folder that holds the path knows it. Any other document's own URI.
   */
  fileOf(uri: string): string {
    const path = /^vscode-notebook-cell:(?:\/\/[^/]*)?(\/[^?#]*)/.exec(uri)?.[1];
    if (path === undefined) return uri;
    const below = decode(path);
    for (const [folder, whole] of this.folders) {
      const root = /^[\w+.-]+:(?:\/\/[^/]*)?/.exec(folder)?.[0] ?? '';
      if (below.startsWith(whole.slice(decode(root).length))) return root + path;
    }
    return `file://${path}`;
  }

  /** The innermost folder that holds a document, as the client wrote its URI, without a slash at its end. */
  folderOf(uri: string): string | undefined {
    const whole = canonical(this.fileOf(uri));
    let best: readonly [string, string] | undefined;
    for (const [folder, path] of this.folders) {
      if (whole.startsWith(path) && path.length > (best?.[1].length ?? 0)) best = [folder, path];
    }
    return best && withoutSlash(best[0]);
  }

  /** Path below the innermost folder; `isInFolder` is false when it is the whole path of the URI. */
  pathOf(uri: string): { readonly path: string; readonly isInFolder: boolean } {
    const whole = canonical(this.fileOf(uri));
    let best = '';
    for (const folder of this.folders.values()) {
      if (whole.startsWith(folder) && folder.length > best.length) best = folder;
    }
    if (best !== '') return { path: whole.slice(best.length), isInFolder: true };
    return { path: pathOfUri(whole), isInFolder: false };
  }
}

export function schemeOf(uri: string): string {
  const colon = uri.indexOf(':');
  return colon < 0 ? '' : uri.slice(0, colon).toLowerCase();
}

function canonical(uri: string): string {
  const decoded = decode(uri).replaceAll('\\', '/');
  // Windows drives are written in either case.
  return decoded.replace(
    /^(file:\/\/\/)([A-Z]):/,
    (_, head: string, drive: string) => `${head}${drive.toLowerCase()}:`,
  );
}

/** A `%` that escapes nothing stays what it is. */
function decode(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri;
  }
}

function withSlash(folder: string): string {
  return folder.endsWith('/') ? folder : `${folder}/`;
}

function withoutSlash(folder: string): string {
  return folder.endsWith('/') ? folder.slice(0, -1) : folder;
}

function pathOfUri(uri: string): string {
  const rest = uri.includes(':') ? uri.slice(uri.indexOf(':') + 1) : uri;
  // Behind `//` stands an authority, up to the next slash.
  const slash = rest.startsWith('//') ? rest.indexOf('/', 2) : 0;
  const path = slash < 0 ? '' : rest.slice(slash);
  return path.startsWith('/') ? path.slice(1) : path;
}
