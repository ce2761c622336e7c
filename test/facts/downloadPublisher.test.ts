import assert from 'node:assert/strict';
import data from '../../server/data/checksums.json';
import { folderAt, publisherOfScript, releaseOf } from '../../server/facts/publisher';

describe('publishers', () => {
  for (const tool of data.tools) {
    it(`${tool.tool}: says where it is from and since when, and is found by its own address`, () => {
      assert.match(tool.date, /^20\d\d-\d\d-\d\d$/);
      assert.ok(tool.source.length > 0);
      assert.ok(['list', 'prefixed', 'single', 'bsd', 'pgp', 'attestation'].includes(tool.format));
      const version = tool.hasV ? 'v1.2.3' : '1.2.3';
      for (const folder of tool.folders) {
        const asset = tool.asset.replace('{version}', version).replace('{number}', '1.2.3');
        const release = releaseOf(folder.replace('{version}', version) + asset);
        assert.equal(release?.publisher.tool, tool.tool);
        assert.equal(release.asset, asset);
        if (folder.includes('{version}')) {
          assert.equal(release.version?.text, version);
          assert.equal(folderAt(release, '$V'), folder.replace('{version}', '$V'));
        }
      }
      for (const script of tool.scripts ?? []) {
        assert.equal(publisherOfScript(script.replace('{ref}', 'main'))?.tool, tool.tool);
      }
    });
  }

  const releases: readonly (readonly [
    url: string,
    folder: string,
    version: string | undefined,
    asset: string,
  ])[] = [
    [
      'https://github.com/eksctl-io/eksctl/releases/latest/download/eksctl_$(uname -s)_amd64.tar.gz',
      'https://github.com/eksctl-io/eksctl/releases/download/$V/',
      'latest/download',
      'eksctl_$(uname -s)_amd64.tar.gz',
    ],
    [
      'https://github.com/kubernetes-sigs/kustomize/releases/download/kustomize/v5.4.1/kustomize_v5.4.1_linux_amd64.tar.gz',
      'https://github.com/kubernetes-sigs/kustomize/releases/download/kustomize/$V/',
      'v5.4.1',
      'kustomize_v5.4.1_linux_amd64.tar.gz',
    ],
    [
      'https://dl.k8s.io/release/$(curl -s https://dl.k8s.io/release/stable.txt)/bin/linux/amd64/kubectl',
      'https://dl.k8s.io/release/$V/bin/linux/amd64/',
      '$(curl -s https://dl.k8s.io/release/stable.txt)',
      'kubectl',
    ],
    [
      'https://storage.googleapis.com/minikube/releases/latest/minikube-linux-amd64',
      'https://storage.googleapis.com/minikube/releases/$V/',
      'latest',
      'minikube-linux-amd64',
    ],
    [
      'https://get.helm.sh/helm-${V}-linux-amd64.tar.gz',
      'https://get.helm.sh/',
      undefined,
      'helm-${V}-linux-amd64.tar.gz',
    ],
  ];
  for (const [url, folder, version, asset] of releases) {
    it(url, () => {
      const release = releaseOf(url);
      assert.ok(release);
      assert.equal(folderAt(release, '$V'), folder);
      assert.equal(release.version?.text, version);
      assert.equal(release.asset, asset);
    });
  }

  it('knows nobody else, and no list of sums', () => {
    for (const url of [
      'https://github.com/o/r/releases/download/v1/x',
      'https://github.com/eksctl-io/eksctl',
      'https://github.com/eksctl-io/eksctl/releases/download/v1/eksctl_checksums.txt',
      'https://dl.k8s.io/release/v1.34.2/bin/linux/amd64/kubectl.sha256',
      'https://dl.k8s.io/release/stable.txt',
      'https://get.helm.sh/',
      '',
    ]) {
      assert.equal(releaseOf(url), undefined, url);
    }
    assert.equal(
      publisherOfScript('https://raw.githubusercontent.com/helm/helm/main/scripts/other'),
      undefined,
    );
    assert.equal(
      publisherOfScript('https://raw.githubusercontent.com/helm/helm/a/b/scripts/get-helm-3'),
      undefined,
    );
  });
});
