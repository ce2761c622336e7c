import assert from 'node:assert/strict';
import {
  analyze,
  findingsOf,
  fixedText,
  fixesFor,
  guide,
  offersOf,
  severityOf,
  workspaceOf,
} from './document';

const moving = 'image-latest-tag';
const here = 'Use the version that stands elsewhere in this document';
const there = 'Use the version that stands elsewhere in the workspace';
const pod = (...images: readonly string[]): string =>
  `containers:\n${images.map((image) => `  - image: ${image}\n`).join('')}`;

describe('the version of an image that moves', () => {
  const other = analyze('other.yaml', pod('nginx:1.31.4', 'nginx:1.30.9', 'redis:8.2.1'));

  it('comes from the document first, then from the workspace, then from the user', () => {
    const both = analyze('guide.md', guide('yaml', pod('nginx:latest')) + guide('yaml', pod('nginx:1.29.0')));
    assert.deepEqual(offersOf(both, moving, workspaceOf(other)), [
      `review ${here} (preferred)`,
      'review Pin to a version',
    ]);
    const one = analyze('a.yaml', pod('nginx'));
    assert.deepEqual(offersOf(one, moving, workspaceOf(other)), [
      `review ${there} (preferred)`,
      'review Pin to a version',
    ]);
    assert.deepEqual(offersOf(analyze('b.yaml', pod('nginx')), moving), [
      'review Pin to a version (preferred)',
    ]);
  });

  it('is the newest there, by numbers', () => {
    const places = analyze(
      'places.yaml',
      pod('nginx:1.9.15', 'nginx:1.31.4', 'nginx:1.31', 'nginx:1.31.3-alpine'),
    );
    const analysis = analyze('a.yaml', pod('nginx:stable'));
    assert.equal(
      fixedText(analysis, fixesFor(analysis, moving, workspaceOf(places))[0]),
      pod('nginx:1.31.4'),
    );
  });

  it('is never that of another image, another registry, or a bad example', () => {
    const text =
      guide('yaml', pod('nginx:latest')) +
      guide('yaml', pod('nginx:1.0.0'), '❌ Bad:\n\n') +
      guide('yaml', pod('registry.example.com/nginx:1.1.0', 'nginxinc/nginx:1.2.0'));
    assert.deepEqual(offersOf(analyze('guide.md', text), moving), ['review Pin to a version (preferred)']);
  });

  it('goes between quotes where it is to be filled in, once', () => {
    for (const [before, after] of [
      ['nginx', '"nginx:‹version›"'],
      ['nginx:latest # newest', '"nginx:‹version›" # newest'],
      ["'nginx:latest'", "'nginx:‹version›'"],
      ['"nginx"', '"nginx:‹version›"'],
    ] as const) {
      const analysis = analyze('a.yaml', pod(before));
      const [fix] = fixesFor(analysis, moving);
      assert.equal(fixedText(analysis, fix), pod(after));
      const stops = (fix?.edits ?? []).flatMap((edit) =>
        (edit.stops ?? []).map((s) => edit.text.slice(s.start, s.end)),
      );
      assert.deepEqual(stops, ['‹version›']);
    }
  });
});

describe('images that are built here', () => {
  const build = 'docker build -t shop/web .\ndocker run --rm shop/web\n';
  it('are silent until they are pushed', () => {
    assert.deepEqual(findingsOf(analyze('a.sh', build), moving), []);
    assert.equal(findingsOf(analyze('a.sh', `${build}docker push shop/web\n`), moving).length, 1);
    assert.equal(findingsOf(analyze('a.sh', 'docker run --rm shop/web\n'), moving).length, 1);
  });
  it('are known across fences', () => {
    const text = guide('bash', 'minikube image build -t shop/web:dev .') + guide('yaml', pod('shop/web:dev'));
    assert.deepEqual(findingsOf(analyze('guide.md', text), moving), []);
  });
});

describe('one image, one finding', () => {
  const tiers = ['image-latest-tag', 'image-partial-version', 'image-without-digest', 'image-from-bitnami'];
  const cases: readonly (readonly [string, string, string])[] = [
    ['nginx', 'image-latest-tag', 'medium'],
    ['nginx:edge', 'image-latest-tag', 'medium'],
    ['nginx:1', 'image-partial-version', 'low'],
    ['nginx:1.31', 'image-partial-version', 'low'],
    ['nginx:1.31.4', 'image-without-digest', 'info'],
    ['nginx:customer-a', 'image-without-digest', 'info'],
    ['bitnami/redis', 'image-from-bitnami', 'medium'],
    ['bitnami/redis:8.2.1', 'image-from-bitnami', 'medium'],
    ['bitnamilegacy/redis:8.2', 'image-from-bitnami', 'medium'],
  ];
  for (const [image, id, severity] of cases) {
    it(`${image}: ${id}, ${severity}`, () => {
      const analysis = analyze('a.yaml', pod(image));
      const found = analysis.findings
        .map((finding) => finding.meta.id)
        .filter((other) => tiers.includes(other));
      assert.deepEqual(found, [id]);
      assert.equal(severityOf(analysis, id), severity);
    });
  }
  it('and the lower tiers only where they are asked for', () => {
    const analysis = analyze('a.yaml', pod('nginx', 'nginx:1', 'nginx:1.31.4'), 'recommended');
    assert.deepEqual(
      analysis.findings.map((finding) => finding.meta.id),
      ['image-latest-tag'],
    );
  });
});

describe('a pin for an image of the closed Bitnami catalog', () => {
  it('is never offered: there are no versions left', () => {
    const analysis = analyze('a.yaml', pod('bitnami/redis:latest', 'bitnami/postgresql:17.6.0'));
    const ids = analysis.findings.map(({ meta }) => meta.id).filter((id) => id.startsWith('image-'));
    assert.deepEqual(new Set(ids), new Set(['image-from-bitnami']));
  });
});

describe('where a tag that moves hides', () => {
  const texts = (file: string, text: string): readonly string[] =>
    findingsOf(analyze(file, text), 'image-latest-tag').map(({ range }) =>
      text.slice(range.start, range.end),
    );

  it('is the default of a variable', () => {
    for (const [image, expected] of [
      ['nginx:${TAG:-latest}', ['latest']],
      ['${REG:-ghcr.io}/x/y:${TAG-main}', ['main']],
      ['${IMAGE:-nginx}', ['nginx']],
      ['${IMAGE:-nginx:latest}', ['latest']],
      ['nginx:${TAG:-1.2.3}', []],
      ['nginx:${TAG:?set it}', []],
      ['nginx:${TAG:-${OTHER:-latest}}', []],
      ['${REG:-ghcr.io}/x/y', []],
    ] as const) {
      assert.deepEqual(texts('compose.yaml', `services:\n  a:\n    image: ${image}\n`), expected, image);
      assert.deepEqual(texts('a.sh', `docker run ${image} sh\n`), expected, image);
    }
  });

  it('is a field of its own in the values of a chart, which is no missing tag', () => {
    for (const [values, expected] of [
      ['image: nginx\n  tag: "1.25.3"', []],
      ['image: nginx\n  imageTag: v1.3', []],
      ['image: nginx\n  tag: latest', ['latest']],
      ['imageRepository: nginx\n  imageTag: latest', ['latest']],
      ['image: { name: nginx, tag: edge }', ['edge']],
      ['image: { name: nginx, tag: 1.2.3 }', []],
      ['initImage: busybox:latest', ['latest']],
      ['waitImage: busybox', []],
      ['backgroundImage: "url(a:b)"', []],
    ] as const) {
      assert.deepEqual(texts('values.yaml', `app:\n  ${values}\n`), expected, values);
    }
  });

  it('is an operation of a JSON patch, and a parameter of Argo CD', () => {
    const patch = '[{"op":"replace","path":"/spec/template/spec/containers/0/image","value":"nginx:latest"}]';
    assert.deepEqual(texts('a.sh', `kubectl patch deploy a --type json -p '${patch}'\n`), ['latest']);
    const application = 'apiVersion: argoproj.io/v1alpha1\nkind: Application\nspec:\n  source:\n    helm:\n';
    const parameters = '      parameters:\n      - name: image.tag\n        value: latest\n';
    assert.deepEqual(texts('a.yaml', application + parameters), ['latest']);
  });

  it('is a word beside a version, or what Docker runs inside of Docker', () => {
    for (const tag of ['2022-latest', 'dind', 'rootless'])
      assert.deepEqual(texts('compose.yaml', `services:\n  a:\n    image: docker:${tag}\n`), [tag]);
  });
});

describe('the placeholder of a command', () => {
  it('is no expansion in single quotes', () => {
    for (const [before, after] of [
      ["kubectl set image deploy/a 'c=nginx:latest'", "kubectl set image deploy/a 'c=nginx:‹version›'"],
      [
        "helm install x ./c --set 'a=1,image.tag=latest'",
        "helm install x ./c --set 'a=1,image.tag=‹version›'",
      ],
      ['docker run "nginx"', 'docker run "nginx:${NGINX_VERSION:?set the version}"'],
    ] as const) {
      const analysis = analyze('a.sh', before);
      assert.equal(fixedText(analysis, fixesFor(analysis, 'image-latest-tag')[0]), after);
    }
  });
});

it('says nothing of an image whose closing quote is missing yet', () => {
  for (const text of ['image: "nginx', "image: 'nginx", 'image: "nginx:late'])
    assert.deepEqual(findingsOf(analyze('p.yaml', pod('busybox:1.37.0') + `  - ${text}`), moving), [], text);
});

it('takes the picture of a page or of a person for no image', () => {
  for (const text of [
    'name: My post\nimage: hero\n',
    '- name: alice\n  image: alice\n',
    'players:\n  - name: bob\n    image: pictures/bob.png\n',
    'image: my-image\n',
  ])
    assert.deepEqual(findingsOf(analyze('p.yaml', text), moving), [], text);
  for (const text of ['- name: web\n  image: nginx\n', '- name: web\n  image: acme/shop\n', 'image: redis\n'])
    assert.equal(findingsOf(analyze('p.yaml', text), moving).length, 1, text);
});

it('reads the images of CircleCI, and leaves its machines alone', () => {
  const text =
    'version: 2.1\njobs:\n  a:\n    docker:\n      - image: cimg/node:lts\n    machine: { image: "ubuntu-2204:current" }\n    steps:\n      - run: ls\n';
  assert.equal(findingsOf(analyze('.circleci/config.yml', text), moving).length, 1);
});
