import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');

interface Step {
  readonly id: string;
  readonly description: string;
  readonly media: { readonly svg: string; readonly altText: string };
  readonly completionEvents: readonly string[];
}

interface Manifest {
  readonly icon: string;
  readonly files: readonly string[];
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly walkthroughs: readonly { readonly steps: readonly Step[] }[];
  };
}

type Texts = { readonly [key: string]: string };

/** The fields of a manifest that a person reads. */
const readable = new Set([
  'altText',
  'category',
  'deprecationMessage',
  'description',
  'displayName',
  'enumDescriptions',
  'label',
  'markdownDescription',
  'markdownEnumDescriptions',
  'shortTitle',
  'title',
]);

function readJson(name: string): unknown {
  return JSON.parse(readFileSync(path.join(root, name), 'utf8'));
}

/** What a person reads, with where it stands; strings below a readable field count as well. */
function readableIn(value: unknown, at = '', isReadable = false): (readonly [string, string])[] {
  if (typeof value === 'string') return isReadable ? [[at, value]] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    readableIn(inner, `${at}/${key}`, readable.has(key) || (Array.isArray(value) && isReadable)),
  );
}

const linksOf = (text: string): string[] => [...text.matchAll(/\]\(command:([^)]*)\)/g)].map((m) => m[1]!);

describe('texts of the manifest', () => {
  const manifest = readJson('package.json') as Manifest;
  const english = readJson('package.nls.json') as Texts;
  const translations = readdirSync(root).filter((name) => /^package\.nls\..+\.json$/.test(name));
  const { displayName, description } = readJson('package.json') as Texts;
  const texts = readableIn({ displayName, description, contributes: manifest.contributes });

  it('stand in package.nls.json, all of them', () => {
    const plain = texts.filter(([, text]) => !/^%[\w.]+%$/.test(text)).map(([at]) => at);
    assert.deepEqual(plain, []);
  });

  it('are all there, and all used', () => {
    const used = new Set(texts.map(([, text]) => text.slice(1, -1)));
    assert.deepEqual([...used].sort(), Object.keys(english).sort());
  });

  it('are German as well', () => {
    assert.deepEqual(translations, ['package.nls.de.json']);
  });

  for (const name of translations) {
    it(`${name} translates every one, and keeps links and names`, () => {
      const translated = readJson(name) as Texts;
      assert.deepEqual(Object.keys(translated), Object.keys(english).sort());
      for (const [key, text] of Object.entries(english)) {
        assert.deepEqual(linksOf(translated[key]!), linksOf(text), key);
        for (const code of text.match(/"[\w.]+"|until=[\d-]+|npx [\w -]+scan/g) ?? []) {
          assert.ok(translated[key]!.includes(code), `${key}: ${code}`);
        }
        if (key !== 'displayName') assert.notEqual(translated[key], text, key);
      }
    });
  }

  it('are packaged with what they belong to', () => {
    for (const name of ['package.nls.json', ...translations, manifest.icon]) {
      assert.ok(existsSync(path.join(root, name)), name);
      assert.ok(
        manifest.files.some((part) => name === part || name.startsWith(`${part}/`)),
        name,
      );
    }
  });
});

describe('walkthrough', () => {
  const { contributes } = readJson('package.json') as Manifest;
  const english = readJson('package.nls.json') as Texts;
  const commands = new Set(contributes.commands.map(({ command }) => command));
  const isKnown = (command: string): boolean =>
    commands.has(command) || command.startsWith('workbench.action.');
  const steps = contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps);

  it('has four steps', () => {
    assert.equal(steps.length, 4);
  });

  for (const { id, description, media, completionEvents } of steps) {
    it(`${id} leads to commands that exist, and is done when one has run`, () => {
      const linked = linksOf(english[description.slice(1, -1)]!).map((link) => link.split('?')[0]!);
      assert.ok(linked.length > 0);
      for (const command of linked) assert.ok(isKnown(command), command);
      const finishing = completionEvents.flatMap((event) => event.match(/^onCommand:(.*)$/)?.[1] ?? []);
      assert.ok(finishing.some(isKnown), completionEvents.join());
    });

    it(`${id} has a picture in the theme's colors, told in words as well`, () => {
      const svg = readFileSync(path.join(root, media.svg), 'utf8');
      // The walkthrough's view blocks style sheets and style attributes.
      assert.doesNotMatch(svg, /<style|style=|class=|<script|href=/);
      for (const [, color] of svg.matchAll(/(?:fill|stroke)="([^"]*)"/g)) {
        assert.match(color!, /^(?:none|var\(--vscode-.*)$/);
      }
      assert.match(svg, /role="img" aria-label="[^"]+"/);
      assert.ok(english[media.altText.slice(1, -1)]!.length > 40);
    });
  }
});
