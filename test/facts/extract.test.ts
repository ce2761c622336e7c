import assert from 'node:assert/strict';
import { factFailures, factsOf } from '../../server/facts/extract';
import type { RegionOf } from '../../server/regions/region';
import { yamlRegion } from '../languages/yamlText';

describe('facts of a region', () => {
  it('are the same list each time', () => {
    const region = yamlRegion('image: a:latest\npassword: x\n');
    const facts = factsOf(region);
    assert.equal(factsOf(region), facts);
    assert.equal(facts.image.length, 1);
    assert.equal(facts.setting, facts.setting);
    assert.deepEqual(facts.command, []);
    assert.deepEqual(factFailures(region), []);
  });

  it('leave the other kinds standing when one cannot be read', () => {
    const sound = yamlRegion('image: a:latest\n');
    // A tree as no parser builds it, which only the reader of settings walks into.
    const broken = { ...sound, embedded: undefined } as unknown as RegionOf<'yaml'>;
    const facts = factsOf(broken);
    assert.deepEqual(facts.setting, []);
    assert.equal(facts.image.length, 1);
    assert.deepEqual(
      factFailures(broken).map((f) => f.kind),
      ['setting'],
    );
  });
});
