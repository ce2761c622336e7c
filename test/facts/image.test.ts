import assert from 'node:assert/strict';
import { parseImageReference, pinEdits, type ImageReference } from '../../server/facts/image';
import type { Reading } from '../../server/facts/reading';
import { yamlImagesOf } from '../../server/facts/yamlImages';
import { applyEdits } from '../../server/text/edit';
import { yamlRegion } from '../languages/yamlText';

const digest = `sha256:${'a'.repeat(64)}`;

const references: readonly (readonly [string, readonly [string, string, string?, string?] | undefined])[] = [
  ['nginx', ['docker.io', 'nginx']],
  ['nginx:1.27', ['docker.io', 'nginx', '1.27']],
  ['library/nginx:latest', ['docker.io', 'library/nginx', 'latest']],
  ['registry:5000/app', ['registry:5000', 'app']],
  ['registry:5000/app:1', ['registry:5000', 'app', '1']],
  ['localhost/app', ['localhost', 'app']],
  ['ghcr.io/a/b/c:v1.2.3', ['ghcr.io', 'a/b/c', 'v1.2.3']],
  [`nginx@${digest}`, ['docker.io', 'nginx', undefined, digest]],
  [`quay.io/a/b:1@${digest}`, ['quay.io', 'a/b', '1', digest]],
  ['a__b/c--d.e', ['docker.io', 'a__b/c--d.e']],
  ['', undefined],
  ['Nginx', undefined],
  ['nginx:', undefined],
  ['nginx:a b', undefined],
  ['nginx@sha256:abc', undefined],
  ['a//b', undefined],
  ['-a', undefined],
  ['a_', undefined],
  ['ubuntu-latest ', undefined],
  ['<registry>/app:1', undefined],
];

const show = <T>(reading: Reading<T>): string =>
  reading.state === 'known' ? String(reading.value) : reading.state === 'absent' ? '-' : '?';

/** role, text, tag and digest of each image. */
const images = (text: string, fileName = ''): string[] =>
  yamlImagesOf(yamlRegion(text, { fileName })).map(
    (i) => `${i.role} ${text.slice(i.range.start, i.range.end)} ${show(i.tag)} ${show(i.digest)}`,
  );

const places: readonly (readonly [
  name: string,
  text: string,
  expected: readonly string[],
  fileName?: string,
])[] = [
  [
    'containers of any workload',
    'kind: Rollout\nspec:\n  template:\n    spec:\n      initContainers:\n      - image: "busybox"\n      containers:\n      - image: nginx:1.27\n        name: x\n      volumes:\n      - image: {reference: a/b:1}\n',
    ['initContainer busybox - -', 'container nginx:1.27 1.27 -', 'volume a/b:1 1 -'],
  ],
  [
    'items of a List',
    'kind: List\nitems:\n- kind: Pod\n  spec:\n    containers:\n    - image: x\n',
    ['container x - -'],
  ],
  ['a fragment', 'image: busybox\n', ['container busybox - -']],
  [
    'a machine image is none',
    'kind: InstanceGroup\nspec:\n  image: 099720109477/ubuntu/images/server-2022\n',
    [],
  ],
  [
    'values in parts',
    'image:\n  registry: ghcr.io\n  repository: a/b\n  tag: latest\n',
    ['helmValues a/b latest -'],
  ],
  ['values with an empty tag', 'image: {repository: a, tag: "", digest: ""}\n', ['helmValues a ? -']],
  ['values in one text', 'replicaCount: 1\nimage: a:latest\n', ['helmValues a:latest latest -']],
  ['a repository that is no image', 'helm:\n  repository: https://charts.example.com\n  tag: x\n', []],
  [
    'a kustomization',
    `images:\n- name: a\n  newTag: latest\n- name: b\n  newName: c\n- name: d\n  digest: ${digest}\n`,
    ['kustomize a latest -', 'kustomize c ? -', `kustomize d ? ${digest}`],
  ],
  [
    'compose',
    'services:\n  a:\n    image: x:dev\n    build: .\n  b:\n    image: y\n',
    ['composeBuild x:dev dev -', 'compose y - -'],
  ],
  [
    'a workflow',
    'on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    container: node:20\n    services:\n      d: {image: postgres}\n    steps:\n    - uses: docker://alpine:3\n    - uses: actions/checkout@v4\n',
    ['workflow node:20 20 -', 'workflow postgres - -', 'workflow alpine:3 3 -'],
  ],
  [
    'GitLab CI',
    'stages: [a]\nimage: ruby:3\njob:\n  image: {name: go}\n  services: [docker:dind]\n  script: [x]\n',
    ['ci ruby:3 3 -', 'ci go - -', 'ci docker:dind dind -'],
  ],
  ['a tag behind a hole', 'image: ${REGISTRY}/app:latest\n', ['container ${REGISTRY}/app:latest latest -']],
  ['a hole for the tag', 'image: app:${TAG}\n', ['container app:${TAG} ? ?']],
  [
    'a template',
    'image: "{{ .Values.image }}:latest"\n',
    ['container {{ .Values.image }}:latest latest -'],
    'c/templates/a.yaml',
  ],
  ['an alias once', 'a: &i {image: "x:1"}\nb: *i\n', ['container x:1 1 -']],
  ['nothing in a schema', 'kind: CustomResourceDefinition\nspec:\n  image: x:latest\n', []],
];

const pins: readonly (readonly [text: string, tag: string | undefined, expected: string | undefined])[] = [
  ['image: nginx # c\n', '1.2.3', 'image: nginx:1.2.3 # c\n'],
  ['image: "a:latest"\n', '1.2.3', 'image: "a:1.2.3"\n'],
  [`image: r:5000/a@${digest}\n`, '1', `image: r:5000/a:1@${digest}\n`],
  ['image: a:latest\n', undefined, 'image: a:‹version›\n'],
  ['image:\n  repository: a\n  tag: latest\n', '1.2', 'image:\n  repository: a\n  tag: "1.2"\n'],
  ['image:\n  repository: a\n  tag: latest\n', 'v1.2', 'image:\n  repository: a\n  tag: v1.2\n'],
  ["image: {repository: a, tag: 'latest'}\n", '1.2', "image: {repository: a, tag: '1.2'}\n"],
  ['image:\n  repository: a\n  # why\n', '1.2', 'image:\n  repository: a\n  tag: "1.2"\n  # why\n'],
  ['image: app:${TAG}\n', '1', undefined],
];

describe('image references', () => {
  for (const [text, expected] of references) {
    it(`reads ${JSON.stringify(text.slice(0, 30))}`, () => {
      const found: ImageReference | undefined = parseImageReference(text);
      const parts = found && [found.registry, found.repository, found.tag, found.digest];
      assert.deepEqual(parts, expected && [expected[0], expected[1], expected[2], expected[3]]);
    });
  }

  for (const [name, text, expected, fileName] of places) {
    it(`finds the images of ${name}`, () => assert.deepEqual(images(text, fileName), expected));
  }

  for (const [text, tag, expected] of pins) {
    it(`pins ${JSON.stringify(text)}`, () => {
      const region = yamlRegion(text);
      const [image] = yamlImagesOf(region);
      assert.ok(image !== undefined);
      const edits = pinEdits(image, region, { tag });
      assert.equal(edits && applyEdits(text, edits), expected);
      if (tag === undefined) assert.ok(edits?.[0]?.stops?.length === 1);
    });
  }
});
