import assert from 'node:assert/strict';
import { join } from 'node:path';
import { rules } from '../rules/index';
import { readCarriers, readCatalogs, reviewClasses } from './variants/catalog';

const catalogs = readCatalogs(join(__dirname, 'variants'));
const carriers = readCarriers(join(__dirname, '..', 'rules'));

describe('variants of the review', () => {
  it('are catalogued for every class', () => {
    assert.deepEqual(
      catalogs.map((catalog) => catalog.class),
      reviewClasses,
    );
  });

  it('have ids of their own', () => {
    const ids = catalogs.flatMap(({ insecure, silent }) => [...insecure, ...silent].map(({ id }) => id));
    assert.deepEqual(
      ids.filter((id, index) => ids.indexOf(id) !== index),
      [],
    );
  });

  it('are those that the pages name', () => {
    const ids = new Set(
      catalogs.flatMap(({ insecure, silent }) => [...insecure, ...silent].map(({ id }) => id)),
    );
    assert.deepEqual(
      [...carriers.keys()].filter((id) => !ids.has(id)),
      [],
      'a page carries a variant that no catalog has',
    );
  });

  for (const { class: name, insecure, silent } of catalogs) {
    describe(`class ${name}`, () => {
      it('is spoken of by a rule', () => {
        const item = /^C[123]$/.test(name) ? Number(name.slice(1)) : name === 'CIS' ? name : Number(name);
        assert.ok(rules.some(({ meta }) => [meta.reviewItem].flat().includes(item)));
      });
      for (const { id, says, unread, noFix, hosts = {} } of insecure) {
        it(`${id}: ${says}`, () => {
          assert.ok(id.startsWith(`${name}.`), 'its id begins with the class');
          const carried = (carriers.get(id) ?? []).filter(({ fence }) => fence.role === 'bad');
          if (unread !== undefined) {
            assert.ok(isReason(unread), 'a reason is a sentence');
            assert.deepEqual(carried, [], 'it is found after all');
            return;
          }
          assert.ok(carried.length > 0, 'a bad fence of a page carries it, or it is unread for a reason');
          const fixes = carried.flatMap((carrier) => carrier.fixes);
          if (noFix === undefined)
            assert.ok(fixes.length > 0, 'a page shows a fix, or there is none for a reason');
          else {
            assert.ok(isReason(noFix), 'a reason is a sentence');
            assert.deepEqual(fixes, [], 'it has a fix after all');
          }
          const possible = new Set(carried.flatMap((carrier) => carrier.hosts));
          for (const [host, reason] of Object.entries(hosts)) {
            assert.ok(possible.has(host), `${host} could not carry it anyway`);
            assert.ok(isReason(reason), 'a reason is a sentence');
          }
        });
      }
      for (const { id, says, unread } of silent) {
        it(`${id}: ${says}`, () => {
          assert.ok(id.startsWith(`${name}.`), 'its id begins with the class');
          const carried = (carriers.get(id) ?? []).filter(({ fence }) => fence.role === 'good');
          if (unread === undefined) {
            assert.ok(carried.length > 0, 'a good fence of a page carries it, or it is unread for a reason');
          } else {
            assert.ok(isReason(unread), 'a reason is a sentence');
            assert.deepEqual(carried, [], 'it is shown after all');
          }
        });
      }
    });
  }
});

function isReason(text: string): boolean {
  return text.length > 20 && text.endsWith('.');
}
