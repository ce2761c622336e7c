import * as vscode from 'vscode';

/** A file system that lives in memory, as a virtual workspace has one. */
export class MemoryFiles implements vscode.FileSystemProvider {
  private readonly files = new Map<string, Uint8Array>();
  private readonly changes = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  private time = 0;
  readonly onDidChangeFile = this.changes.event;

  write(uri: vscode.Uri, text: string): void {
    this.writeFile(uri, new TextEncoder().encode(text));
  }

  writeFile(uri: vscode.Uri, content: Uint8Array): void {
    const type = this.files.has(uri.path) ? vscode.FileChangeType.Changed : vscode.FileChangeType.Created;
    this.files.set(uri.path, content);
    this.time += 1;
    this.changes.fire([{ type, uri }]);
  }

  readFile(uri: vscode.Uri): Uint8Array {
    const content = this.files.get(uri.path);
    if (!content) throw vscode.FileSystemError.FileNotFound(uri);
    return content;
  }

  stat(uri: vscode.Uri): vscode.FileStat {
    const content = this.files.get(uri.path);
    if (content) return { type: vscode.FileType.File, ctime: 0, mtime: this.time, size: content.length };
    if (this.namesIn(uri).size === 0) throw vscode.FileSystemError.FileNotFound(uri);
    return { type: vscode.FileType.Directory, ctime: 0, mtime: this.time, size: 0 };
  }

  readDirectory(uri: vscode.Uri): [string, vscode.FileType][] {
    return [...this.namesIn(uri)].map((name) => [
      name,
      this.files.has(`${uri.path}/${name}`) ? vscode.FileType.File : vscode.FileType.Directory,
    ]);
  }

  delete(uri: vscode.Uri): void {
    this.files.delete(uri.path);
    this.changes.fire([{ type: vscode.FileChangeType.Deleted, uri }]);
  }

  rename(from: vscode.Uri, to: vscode.Uri): void {
    this.writeFile(to, this.readFile(from));
    this.delete(from);
  }

  createDirectory(): void {
    // A folder is there as soon as it holds a file.
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  private namesIn({ path }: vscode.Uri): Set<string> {
    const folder = path.endsWith('/') ? path : `${path}/`;
    const below = [...this.files.keys()].filter((file) => file.startsWith(folder));
    return new Set(below.map((file) => file.slice(folder.length).split('/')[0] ?? ''));
  }
}
