import assert from 'node:assert/strict';
import { parseAllDocuments } from 'yaml';
import { walkRegions } from '../../server/regions/region';
import type { Analysis } from '../../server/engine/analyze';
import {
  isKubernetesObject,
  isModelled,
  unknownFields,
  wrongValues,
  type KubernetesObject,
} from './kubernetesModels';
import { analyze, offeredFixes } from './pageFixes';

/**
 * Valid manifests: what a fix writes is what the Kubernetes API takes, as far as the text was before:
 * no new wrong value, no field that the API does not know, placeholders included.
 */
describe('every fix of every page leaves valid manifests', function () {
  this.timeout(300_000);

  it('by the schemas of Kubernetes', () => {
    const pairs = offeredFixes().flatMap(({ name, analysis, hosted, text }) => {
      const before = objectsOf(analysis);
      const known = new Set(before.map((object) => JSON.stringify(object)));
      return objectsOf(analyze(hosted, text))
        .filter((object) => !known.has(JSON.stringify(object)))
        .map((object) => ({ name, object, before }));
    });
    assert.ok(pairs.length > 100, `${pairs.length} rewritten objects`);
    const originals = [...new Set(pairs.flatMap(({ before }) => before))];
    const unknownBefore = new Map(unknownFields(originals).map((found, index) => [originals[index], found]));
    const filled = pairs.flatMap(({ object }) => samples.map((sample) => fill(object, sample)));
    const unknownAfter = unknownFields(filled);
    const breaches = pairs.flatMap(({ name, object, before }, index) => {
      const known = new Set(
        before.flatMap((each) => [...wrongValues(each), ...(unknownBefore.get(each) ?? [])]),
      );
      const [asText = [], asNumber = []] = samples.map((_, offset) => {
        const at = index * samples.length + offset;
        return [...wrongValues(filled[at] as KubernetesObject), ...(unknownAfter[at] ?? [])].filter(
          (each) => !known.has(each),
        );
      });
      return asText.length === 0 || asNumber.length === 0
        ? []
        : [`${name}: ${asText.join('; ')}\n${JSON.stringify(object)}`];
    });
    assert.deepEqual(breaches, []);
  });

  it('and would be refused where a field is misspelt or has the wrong type', () => {
    const pod = { apiVersion: 'v1', kind: 'Pod', spec: { containers: [{ name: 'a' }] } };
    assert.deepEqual(
      unknownFields([pod, { ...pod, spec: { ...pod.spec, fsGroupChange: 'x' } } as typeof pod]).map(
        (found) => found.length,
      ),
      [0, 1],
    );
    assert.equal(wrongValues(pod).length, 0);
    assert.equal(wrongValues({ ...pod, spec: { containers: 'a' } } as unknown as KubernetesObject).length, 1);
  });
});

/** What a reader may write where a fix leaves a value open: text that is base64 as well, or a number. */
const samples = ['MTIz', 1000];

/** The object with its open values filled in; the API refuses them as they are, which is meant. */
function fill(object: KubernetesObject, sample: string | number): KubernetesObject {
  return JSON.parse(
    JSON.stringify(object, (_, value: unknown) =>
      typeof value === 'string' && /^‹[^‹›]*›$/.test(value) ? sample : value,
    ),
  ) as KubernetesObject;
}

/** The objects of every YAML text of a document whose kind the schemas know; text with holes is left out. */
function objectsOf({ root }: Analysis): readonly KubernetesObject[] {
  const objects: KubernetesObject[] = [];
  walkRegions(root, (region) => {
    if (region.language !== 'yaml' || region.text.includes('{{')) return;
    for (const document of parseAllDocuments(region.text, { merge: true })) {
      if ('errors' in document && document.errors.length === 0) {
        const value: unknown = document.toJS();
        if (isKubernetesObject(value) && isModelled(value)) objects.push(value);
      }
    }
  });
  return objects;
}
