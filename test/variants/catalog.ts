import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { hostsOf } from '../pages/hosts';
import { inlineHostOf, type InlineHost } from '../pages/inlineCode';
import { readPage, type PageFence } from '../pages/page';

/** The variants of one class of the review: what must be found, and what must stay silent. */
export interface Catalog {
  /** The review's number, `C1` to `C3`, or `CIS`: what the file is called. */
  readonly class: string;
  readonly title: string;
  readonly insecure: readonly InsecureVariant[];
  readonly silent: readonly SilentVariant[];
}

export interface SilentVariant {
  readonly id: string;
  /** The variant in words; Markdown. */
  readonly says: string;
  /** Why no fence shows it. */
  readonly unread?: string;
}

export interface InsecureVariant extends SilentVariant {
  /** Why no correct rewrite of the text exists. */
  readonly noFix?: string;
  /** Why it is not found in a host that could carry its language, by the host's name. */
  readonly hosts?: { readonly [host: string]: string };
}

/** A fence that carries variants, and the titles of the fixes that the page shows for it. */
export interface Carrier {
  readonly ruleId: string;
  readonly fence: PageFence;
  readonly fixes: readonly string[];
  /** The documents it is tried in: a fence of its own, and all that can carry its language. */
  readonly hosts: readonly string[];
  /** Why no sentence carries it, where its language is a shell's and its commands are none of a sentence. */
  readonly notInSentences: string | undefined;
}

/** The host of commands in sentences; `hosts` of a carrier has it, too. */
export const inlineCode = 'inline code';

export const reviewClasses: readonly string[] = [
  ...['C1', 'C2', 'C3'],
  ...Array.from({ length: 17 }, (_, index) => String(index + 4)),
  'CIS',
];

/** The catalogs of `folder` (`‹class›.json`), in the order of the review. */
export function readCatalogs(folder: string): readonly Catalog[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return files
    .map((name) => {
      const catalog = JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as Catalog;
      assert.equal(`${catalog.class}.json`, name, 'a catalog is called by its class');
      return catalog;
    })
    .sort((a, b) => reviewClasses.indexOf(a.class) - reviewClasses.indexOf(b.class));
}

/** Which fences of the pages in `folder` carry which variant; a fence without an id carries none. */
export function readCarriers(folder: string): ReadonlyMap<string, readonly Carrier[]> {
  const carriers = new Map<string, Carrier[]>();
  for (const ruleId of readdirSync(folder)) {
    const file = path.join(folder, ruleId, 'README.md');
    if (!existsSync(file)) continue;
    const { fences } = readPage(readFileSync(file, 'utf8'));
    fences.forEach((fence, index) => {
      const ids = fence.attributes.get('id')?.split(/[\s,]+/) ?? [];
      const end = fences.findIndex(({ role }, other) => other > index && role !== 'fixed');
      const fixes = fences
        .slice(index + 1, end < 0 ? undefined : end)
        .map(({ attributes }) => attributes.get('fixed') ?? '');
      const isAlone = fences[index - 1]?.role !== 'given';
      const said = isAlone ? inlineHostOf(ruleId, fence) : undefined;
      const carrier = {
        ruleId,
        fence,
        fixes: fence.role === 'bad' ? fixes : [],
        hosts: isAlone ? hostNames(fence, said) : [],
        notInSentences: said !== undefined && 'reason' in said ? said.reason : undefined,
      };
      for (const id of ids) carriers.set(id, [...(carriers.get(id) ?? []), carrier]);
    });
  }
  return carriers;
}

function hostNames(fence: PageFence, said: InlineHost | undefined): readonly string[] {
  const names = hostsOf(fence).map(({ host }) => host);
  return said !== undefined && 'input' in said ? [...names, inlineCode] : names;
}
