import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CodeAction, Diagnostic } from 'vscode-languageserver';
import { root, run } from '../cli/run';
import { applied, type LspTextEdit } from '../protocol/peer';
import { findDesktop } from '../../tools/desktop.mjs';
import { runNode } from '../../tools/setup.mjs';
import { editsOf, TestSession } from '../protocol/session';
import {
  buildIfStale,
  builtServer,
  builtWorker,
  stdioTransport,
  workerTransport,
} from '../protocol/transports';

/** A finding as every door must show it, in the terms that all of them share. */
interface Seen {
  readonly place: string;
  readonly rule: string;
  readonly level: 'error' | 'warning' | 'note';
  readonly message: string;
  readonly related: readonly string[];
  /** Title and the whole text after the fix: the edits, whatever they are cut into. */
  readonly fixes: readonly { readonly title: string; readonly text: string }[];
}

interface Place {
  readonly line: number;
  readonly column: number;
}
interface Span {
  readonly start: Place;
  readonly end: Place;
}

interface JsonFinding extends Span {
  readonly ruleId: string;
  readonly severity: 'critical' | 'high' | 'medium' | 'low' | 'info';
  readonly message: string;
  readonly file: string;
  readonly related: readonly (Span & { readonly message: string })[];
  readonly fixes: readonly {
    readonly title: string;
    readonly edits: readonly (Span & { readonly newText: string })[];
  }[];
  readonly suppressed?: object;
}

interface SarifRegion {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}
interface SarifLocation {
  readonly physicalLocation: {
    readonly artifactLocation: { readonly uri: string };
    readonly region: SarifRegion;
  };
  readonly message?: { readonly text: string };
}
interface SarifResult {
  readonly ruleId: string;
  readonly level: Seen['level'];
  readonly message: { readonly text: string };
  readonly locations: readonly SarifLocation[];
  readonly relatedLocations?: readonly SarifLocation[];
  readonly fixes?: readonly {
    readonly description: { readonly text: string };
    readonly artifactChanges: readonly {
      readonly replacements: readonly {
        readonly deletedRegion: SarifRegion;
        readonly insertedContent: { readonly text: string };
      }[];
    }[];
  }[];
  readonly suppressions?: readonly object[];
}

type LspRange = Diagnostic['range'];

const levels = { critical: 'error', high: 'error', medium: 'warning', low: 'note', info: 'note' } as const;
const lspLevels = { 1: 'error', 2: 'warning', 3: 'note', 4: 'note' } as const;

const cluster =
  'eksctl create cluster \\\n  --name "😀" \\\n  --ssh-access \\\n  --ssh-public-key ~/.ssh/id_rsa.pub\n';
const pod =
  'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  containers:\n    - name: a\n      image: "busybox:latest" # 😀\n';
/** Linux packages make the browser workbench (tools/vscode-host); elsewhere desktop VS Code speaks for the extension. */
const hasBrowserWorkbench = process.platform === 'linux';
const made = ['Wq7', 'tz81kd', '5fHq'].join('-');

/** What editors and other systems do to texts. */
const ugly: { readonly [name: string]: { readonly languageId: string; readonly text: string } } = {
  'crlf.md': {
    languageId: 'markdown',
    text: `# Über 😀\n\n1. Do:\n\n   \`\`\`bash\n${indent(cluster, '   ')}   \`\`\`\n`.replaceAll(
      '\n',
      '\r\n',
    ),
  },
  'bom.yaml': { languageId: 'yaml', text: `\ufeff${pod}` },
  'bom-crlf.sh': {
    languageId: 'shellscript',
    text: `\ufeff#!/bin/bash\n${cluster}docker run nginx\n`.replaceAll('\n', '\r\n'),
  },
  'tabs.md': {
    languageId: 'markdown',
    text: '# Tabs\n\n-\tFirst\n\n\t```bash\n\tcurl -fsSL https://get.example.com/😀.sh | bash\n\t```\n',
  },
  'quote.md': {
    languageId: 'markdown',
    text: `> - 😀 In a list in a quote:\n>\n>   ~~~yaml title="a"\n${indent(pod, '>   ')}>   ~~~\n\nUnclosed:\n\n\`\`\`sh\n${cluster}`,
  },
  'carets.md': {
    languageId: 'markdown',
    text:
      '# Prose\n\nThe password of the database is `' +
      made +
      '`.\n\n## ❌ Bad\n\n```bash\n' +
      cluster +
      '```\n',
  },
  'pod.json': {
    languageId: 'json',
    text: `${JSON.stringify({ apiVersion: 'v1', kind: 'Pod', spec: { containers: [{ name: '😀', image: 'busybox:latest' }] } }, undefined, '\t')}\n`,
  },
  'defaults.yaml': {
    languageId: 'yaml',
    text: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  containers:\n    - name: db\n      image: mysql:8.4.6\n      env:\n        - name: MYSQL_ROOT_PASSWORD\n          value: mysql\n',
  },
  '.env': { languageId: 'dotenv', text: `# 😀\nDB_PASSWORD=${made}\nHOST=db\n` },
  up: { languageId: 'shellscript', text: `#!/usr/bin/env bash\nset -eu\n${cluster}` },
  'workflow/.github/workflows/ci.yml': {
    languageId: 'github-actions-workflow',
    text: `on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - name: "😀"\n        run: |\n          cat <<'EOF' | kubectl apply -f -\n${indent(pod, '          ')}          EOF\n`,
  },
  'ignored.sh': {
    languageId: 'shellscript',
    text: `# security-hints-ignore-next node-ssh-access: the lab has no other way\n${cluster}docker run nginx:latest\n`,
  },
  'broken.yaml': { languageId: 'yaml', text: `${pod}broken: [1, {\n---\n${pod}` },
};

function indent(text: string, by: string): string {
  return text.replace(/^(?=.)/gm, by);
}

/** Ids that VS Code gives to the files of the examples. */
const languageIds: { readonly [extension: string]: string } = {
  '.md': 'markdown',
  '.yaml': 'yaml',
  '.yml': 'yaml',
  '.sh': 'shellscript',
};

describe('all doors say the same of the same text', function () {
  this.timeout(600_000);
  let folder = '';
  let texts: ReadonlyMap<string, { readonly languageId: string; readonly text: string }>;

  before(async () => {
    await buildIfStale();
    folder = mkdtempSync(path.join(os.tmpdir(), 'security-hints-agree '));
    cpSync(path.join(root, 'examples'), path.join(folder, 'examples'), { recursive: true });
    const all = new Map<string, { languageId: string; text: string }>();
    for (const name of readdirSync(path.join(folder, 'examples'), { recursive: true, encoding: 'utf8' })) {
      const languageId = languageIds[path.extname(name)];
      if (languageId === undefined) continue;
      const text = readFileSync(path.join(folder, 'examples', name), 'utf8');
      all.set(`examples/${name.split(path.sep).join('/')}`, { languageId, text });
    }
    for (const [name, document] of Object.entries(ugly)) {
      const file = path.join(folder, 'ugly', name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, document.text);
      all.set(`ugly/${name}`, document);
    }
    texts = all;
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  const textOf = (file: string): string => {
    const document = texts.get(file);
    assert.ok(document !== undefined, `${file} was not given to the editors`);
    return document.text;
  };

  function fromJson(): Map<string, Seen[]> {
    const { findings } = JSON.parse(run(['scan', '--format', 'json', '.'], { cwd: folder }).stdout) as {
      readonly findings: readonly JsonFinding[];
    };
    return grouped(
      findings
        .filter(({ suppressed }) => suppressed === undefined)
        .map((finding) => [
          finding.file,
          {
            place: placeOf(ofSpan(finding)),
            rule: finding.ruleId,
            level: levels[finding.severity],
            message: finding.message,
            related: finding.related.map((related) => `${placeOf(ofSpan(related))} ${related.message}`),
            fixes: finding.fixes.map(({ title, edits }) => ({
              title,
              text: applied(
                textOf(finding.file),
                edits.map((edit) => ({ range: ofSpan(edit), newText: edit.newText })),
              ),
            })),
          },
        ]),
    );
  }

  function fromSarif(): Map<string, Seen[]> {
    const { runs } = JSON.parse(run(['scan', '--format', 'sarif', '.'], { cwd: folder }).stdout) as {
      readonly runs: readonly { readonly results: readonly SarifResult[] }[];
    };
    const results = (runs[0]?.results ?? []).filter(({ suppressions }) => suppressions === undefined);
    return grouped(
      results.map((result) => {
        const [location] = result.locations;
        assert.ok(location !== undefined);
        const file = decodeURIComponent(location.physicalLocation.artifactLocation.uri);
        return [
          file,
          {
            place: placeOf(ofRegion(location.physicalLocation.region)),
            rule: result.ruleId,
            level: result.level,
            message: result.message.text,
            related: (result.relatedLocations ?? []).map(
              ({ physicalLocation, message }) =>
                `${placeOf(ofRegion(physicalLocation.region))} ${message?.text ?? ''}`,
            ),
            fixes: (result.fixes ?? []).map(({ description, artifactChanges }) => ({
              title: description.text,
              text: applied(
                textOf(file),
                artifactChanges.flatMap(({ replacements }) =>
                  replacements.map(({ deletedRegion, insertedContent }) => ({
                    range: ofRegion(deletedRegion),
                    newText: insertedContent.text,
                  })),
                ),
              ),
            })),
          },
        ];
      }),
    );
  }

  async function fromServer(session: TestSession): Promise<Map<string, Seen[]>> {
    const seen: (readonly [string, Seen])[] = [];
    for (const [file, { languageId, text }] of texts) {
      const uri = pathToFileURL(path.join(folder, file)).href;
      session.didOpen(uri, text, languageId);
      for (const diagnostic of await session.diagnostics(uri)) {
        const actions = await session.codeActions(uri, diagnostic.range, ['quickfix'], [diagnostic]);
        seen.push([file, ofDiagnostic(diagnostic, text, actions)]);
      }
      session.didClose(uri);
    }
    await session.close();
    return grouped(seen);
  }

  /** Opens the folder in a real VS Code and reads what it shows there. */
  async function fromEditor(
    kind: 'desktop' | 'web',
    expected: ReadonlyMap<string, readonly Seen[]>,
  ): Promise<Map<string, Seen[]>> {
    const answer = `seen-${kind}.json`;
    const documents: { [file: string]: { findings: number; fixes: number } } = {};
    for (const file of texts.keys()) {
      const findings = expected.get(file) ?? [];
      documents[file] = { findings: findings.length, fixes: findings.flatMap(({ fixes }) => fixes).length };
    }
    writeFileSync(path.join(folder, 'documents.json'), JSON.stringify({ answer, documents }));
    const { usable, wrapper } = kind === 'desktop' ? await findDesktop() : { usable: false };
    assert.ok(usable || hasBrowserWorkbench, 'VS Code can be downloaded here');
    const args = [
      'tools/editor-tests.mjs',
      kind,
      'newest',
      `--collect=${folder}`,
      ...(usable ? ['--download'] : []),
    ];
    const { code, output, errors } = await (wrapper === undefined
      ? runNode(args)
      : runNode(['-a', process.execPath, ...args], { command: wrapper }));
    assert.equal(code, 0, output + errors);
    const seen = JSON.parse(readFileSync(path.join(folder, answer), 'utf8')) as {
      readonly [file: string]: readonly Seen[];
    };
    return grouped(
      Object.entries(seen).flatMap(([file, findings]) => findings.map((finding) => [file, finding])),
    );
  }

  it('JSON, SARIF, the server over stdio and in a web worker, the extension on desktop and in the browser', async () => {
    const options = { folders: [pathToFileURL(folder).href] };
    const json = fromJson();
    for (const file of texts.keys()) {
      if (!/README|web\.yaml/.test(file)) assert.ok((json.get(file)?.length ?? 0) > 0, `nothing in ${file}`);
    }
    const fixes = [...json.values()].flat().flatMap((finding) => finding.fixes);
    assert.ok(fixes.length > 40, `${fixes.length} fixes`);
    assertSame(fromSarif(), json, 'SARIF');
    const stdio = await TestSession.open(stdioTransport([builtServer, '--stdio']), options);
    assertSame(await fromServer(stdio), json, 'stdio');
    const worker = await TestSession.open(workerTransport(builtWorker), options);
    assertSame(await fromServer(worker), json, 'worker');
    assertSame(await fromEditor('desktop', json), json, 'the extension on desktop');
    if (hasBrowserWorkbench) assertSame(await fromEditor('web', json), json, 'the extension in the browser');
  });
});

function ofDiagnostic(diagnostic: Diagnostic, text: string, actions: readonly CodeAction[]): Seen {
  const { range, code, severity, message, relatedInformation } = diagnostic;
  return {
    place: placeOf(range),
    rule: String(code),
    level: lspLevels[severity ?? 1],
    message: typeof message === 'string' ? message : message.value,
    related: (relatedInformation ?? []).map(
      (related) => `${placeOf(related.location.range)} ${related.message}`,
    ),
    fixes: actions
      .filter((action) => action.kind === 'quickfix' && isAbout(action, diagnostic))
      .map((action) => ({
        title: action.title,
        text: applied(text, editsOf(action).edits as LspTextEdit[]),
      })),
  };
}

/** At one place others may be found as well, each with fixes of its own. */
function isAbout({ diagnostics = [] }: CodeAction, { code, range, data }: Diagnostic): boolean {
  return diagnostics.some(
    (other) =>
      other.code === code &&
      placeOf(other.range) === placeOf(range) &&
      JSON.stringify(other.data) === JSON.stringify(data),
  );
}

function assertSame(
  actual: ReadonlyMap<string, readonly Seen[]>,
  expected: ReadonlyMap<string, readonly Seen[]>,
  door: string,
): void {
  for (const file of new Set([...expected.keys(), ...actual.keys()])) {
    assert.deepEqual(actual.get(file) ?? [], expected.get(file) ?? [], `${door}: ${file}`);
  }
}

function grouped(seen: readonly (readonly [string, Seen])[]): Map<string, Seen[]> {
  const files = new Map<string, Seen[]>();
  for (const [file, finding] of seen) {
    // Editors keep the byte order mark to themselves.
    const fixes = finding.fixes.map(({ title, text }) => ({ title, text: text.replace(/^\ufeff/, '') }));
    files.set(file, [...(files.get(file) ?? []), { ...finding, fixes }]);
  }
  for (const findings of files.values()) findings.sort(byPlace);
  return files;
}

function byPlace(a: Seen, b: Seen): number {
  const [left, right] = [`${a.place} ${a.rule}`, `${b.place} ${b.rule}`];
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function placeOf({ start, end }: LspRange): string {
  return `${start.line}:${start.character}-${end.line}:${end.character}`;
}

function ofSpan({ start, end }: Span): LspRange {
  return {
    start: { line: start.line - 1, character: start.column - 1 },
    end: { line: end.line - 1, character: end.column - 1 },
  };
}

function ofRegion({ startLine, startColumn, endLine, endColumn }: SarifRegion): LspRange {
  return {
    start: { line: startLine - 1, character: startColumn - 1 },
    end: { line: endLine - 1, character: endColumn - 1 },
  };
}
