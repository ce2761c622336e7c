import assert from 'node:assert/strict';
import data from '../../server/data/checksums.json';
import { rules } from '../../rules/index';
import { analyzeDocument, ruleSet } from '../../server/engine/analyze';
import { fixesOf } from '../../server/engine/fixes';
import { applyEdits } from '../../server/text/edit';

/**
 * Every publisher of the data: the address that people use gets that publisher's own file of sums, by its own
 * name and format, and what is piped from its install script gets a release.
 *
 * `list`: lines of hash and name, the asset's own picked. `single`: one hash, with or without a name.
 */
interface Row {
  readonly tool: string;
  readonly address: string;
  /** The file of sums, beside the asset. */
  readonly sums: string;
}

const releases: readonly Row[] = [
  {
    tool: 'eksctl',
    address: 'https://github.com/eksctl-io/eksctl/releases/download/v0.230.0/eksctl_Linux_amd64.tar.gz',
    sums: 'eksctl_checksums.txt',
  },
  {
    tool: 'kubectl',
    address: 'https://dl.k8s.io/release/v1.34.2/bin/linux/amd64/kubectl',
    sums: 'kubectl.sha256',
  },
  { tool: 'kubectl', address: 'https://dl.k8s.io/v1.34.2/bin/linux/amd64/kubectl', sums: 'kubectl.sha256' },
  {
    tool: 'helm',
    address: 'https://get.helm.sh/helm-v3.19.2-linux-amd64.tar.gz',
    sums: 'helm-v3.19.2-linux-amd64.tar.gz.sha256sum',
  },
  {
    tool: 'kustomize',
    address:
      'https://github.com/kubernetes-sigs/kustomize/releases/download/kustomize%2Fv5.8.0/kustomize_v5.8.0_linux_amd64.tar.gz',
    sums: 'checksums.txt',
  },
  {
    tool: 'kubescape',
    address:
      'https://github.com/kubescape/kubescape/releases/download/v3.0.40/kubescape_3.0.40_linux_amd64.tar.gz',
    sums: 'checksums.sha256',
  },
  {
    tool: 'trivy',
    address:
      'https://github.com/aquasecurity/trivy/releases/download/v0.67.2/trivy_0.67.2_Linux-64bit.tar.gz',
    sums: 'trivy_0.67.2_checksums.txt',
  },
  {
    tool: 'kind',
    address: 'https://kind.sigs.k8s.io/dl/v0.30.0/kind-linux-amd64',
    sums: 'kind-linux-amd64.sha256sum',
  },
  {
    tool: 'kind',
    address: 'https://github.com/kubernetes-sigs/kind/releases/download/v0.30.0/kind-linux-amd64',
    sums: 'kind-linux-amd64.sha256sum',
  },
  {
    tool: 'k3d',
    address: 'https://github.com/k3d-io/k3d/releases/download/v5.8.3/k3d-linux-amd64',
    sums: 'checksums.txt',
  },
  {
    tool: 'argocd',
    address: 'https://github.com/argoproj/argo-cd/releases/download/v3.2.0/argocd-linux-amd64',
    sums: 'cli_checksums.txt',
  },
  {
    tool: 'flux',
    address: 'https://github.com/fluxcd/flux2/releases/download/v2.7.3/flux_2.7.3_linux_amd64.tar.gz',
    sums: 'flux_2.7.3_checksums.txt',
  },
  {
    tool: 'istioctl',
    address: 'https://github.com/istio/istio/releases/download/1.28.0/istioctl-1.28.0-linux-amd64.tar.gz',
    sums: 'istioctl-1.28.0-linux-amd64.tar.gz.sha256',
  },
  {
    tool: 'terraform',
    address: 'https://releases.hashicorp.com/terraform/1.13.5/terraform_1.13.5_linux_amd64.zip',
    sums: 'terraform_1.13.5_SHA256SUMS',
  },
  {
    tool: 'vault',
    address: 'https://releases.hashicorp.com/vault/1.21.0/vault_1.21.0_linux_amd64.zip',
    sums: 'vault_1.21.0_SHA256SUMS',
  },
  {
    tool: 'packer',
    address: 'https://releases.hashicorp.com/packer/1.14.2/packer_1.14.2_linux_amd64.zip',
    sums: 'packer_1.14.2_SHA256SUMS',
  },
  {
    tool: 'opentofu',
    address: 'https://github.com/opentofu/opentofu/releases/download/v1.10.7/tofu_1.10.7_linux_amd64.tar.gz',
    sums: 'tofu_1.10.7_SHA256SUMS',
  },
  {
    tool: 'sops',
    address: 'https://github.com/getsops/sops/releases/download/v3.11.0/sops-v3.11.0.linux.amd64',
    sums: 'sops-v3.11.0.checksums.txt',
  },
  {
    tool: 'age',
    address: 'https://github.com/FiloSottile/age/releases/download/v1.2.1/age-v1.2.1-linux-amd64.tar.gz',
    sums: '',
  },
  {
    tool: 'yq',
    address: 'https://github.com/mikefarah/yq/releases/download/v4.48.1/yq_linux_amd64',
    sums: 'checksums-bsd',
  },
  {
    tool: 'jq',
    address: 'https://github.com/jqlang/jq/releases/download/jq-1.8.1/jq-linux-amd64',
    sums: 'sha256sum.txt',
  },
  {
    tool: 'k9s',
    address: 'https://github.com/derailed/k9s/releases/download/v0.50.16/k9s_Linux_amd64.tar.gz',
    sums: 'checksums.sha256',
  },
  {
    tool: 'cosign',
    address: 'https://github.com/sigstore/cosign/releases/download/v3.0.2/cosign-linux-amd64',
    sums: 'cosign_checksums.txt',
  },
  {
    tool: 'gh',
    address: 'https://github.com/cli/cli/releases/download/v2.83.0/gh_2.83.0_linux_amd64.tar.gz',
    sums: 'gh_2.83.0_checksums.txt',
  },
  {
    tool: 'aws',
    address: 'https://awscli.amazonaws.com/awscli-exe-linux-x86_64.zip',
    sums: 'awscli-exe-linux-x86_64.zip.sig',
  },
  {
    tool: 'aws',
    address: 'https://awscli.amazonaws.com/awscli-exe-linux-x86_64-2.31.0.zip',
    sums: 'awscli-exe-linux-x86_64-2.31.0.zip.sig',
  },
  {
    tool: 'minikube',
    address: 'https://github.com/kubernetes/minikube/releases/download/v1.37.0/minikube-linux-amd64',
    sums: 'minikube-linux-amd64.sha256',
  },
  {
    tool: 'helmfile',
    address:
      'https://github.com/helmfile/helmfile/releases/download/v1.2.0/helmfile_1.2.0_linux_amd64.tar.gz',
    sums: 'helmfile_1.2.0_checksums.txt',
  },
  {
    tool: 'stern',
    address: 'https://github.com/stern/stern/releases/download/v1.33.0/stern_1.33.0_linux_amd64.tar.gz',
    sums: 'checksums.txt',
  },
  {
    tool: 'kubeseal',
    address:
      'https://github.com/bitnami/sealed-secrets/releases/download/v0.33.1/kubeseal-0.33.1-linux-amd64.tar.gz',
    sums: 'sealed-secrets_0.33.1_checksums.txt',
  },
  {
    tool: 'kubeseal',
    address:
      'https://github.com/bitnami-labs/sealed-secrets/releases/download/v0.33.1/kubeseal-0.33.1-linux-amd64.tar.gz',
    sums: 'sealed-secrets_0.33.1_checksums.txt',
  },
  {
    tool: 'velero',
    address:
      'https://github.com/velero-io/velero/releases/download/v1.17.1/velero-v1.17.1-linux-amd64.tar.gz',
    sums: 'CHECKSUM',
  },
  {
    tool: 'velero',
    address:
      'https://github.com/vmware-tanzu/velero/releases/download/v1.17.1/velero-v1.17.1-linux-amd64.tar.gz',
    sums: 'CHECKSUM',
  },
  {
    tool: 'linkerd',
    address:
      'https://github.com/linkerd/linkerd2/releases/download/edge-25.11.1/linkerd2-cli-edge-25.11.1-linux-amd64',
    sums: 'linkerd2-cli-edge-25.11.1-linux-amd64.sha256',
  },
  {
    tool: 'cilium',
    address: 'https://github.com/cilium/cilium-cli/releases/download/v0.18.8/cilium-linux-amd64.tar.gz',
    sums: 'cilium-linux-amd64.tar.gz.sha256sum',
  },
  {
    tool: 'hubble',
    address: 'https://github.com/cilium/hubble/releases/download/v1.18.3/hubble-linux-amd64.tar.gz',
    sums: 'hubble-linux-amd64.tar.gz.sha256sum',
  },
  {
    tool: 'grype',
    address: 'https://github.com/anchore/grype/releases/download/v0.104.0/grype_0.104.0_linux_amd64.tar.gz',
    sums: 'grype_0.104.0_checksums.txt',
  },
  {
    tool: 'syft',
    address: 'https://github.com/anchore/syft/releases/download/v1.38.0/syft_1.38.0_linux_amd64.tar.gz',
    sums: 'syft_1.38.0_checksums.txt',
  },
  {
    tool: 'kubelogin (int128)',
    address: 'https://github.com/int128/kubelogin/releases/download/v1.34.1/kubelogin_linux_amd64.zip',
    sums: 'kubelogin_linux_amd64.zip.sha256',
  },
  {
    tool: 'kubelogin (Azure)',
    address: 'https://github.com/Azure/kubelogin/releases/download/v0.2.12/kubelogin-linux-amd64.zip',
    sums: 'kubelogin-linux-amd64.zip.sha256',
  },
  {
    tool: 'krew',
    address: 'https://github.com/kubernetes-sigs/krew/releases/download/v0.4.5/krew-linux_amd64.tar.gz',
    sums: 'krew-linux_amd64.tar.gz.sha256',
  },
  {
    tool: 'opa',
    address: 'https://github.com/open-policy-agent/opa/releases/download/v1.10.1/opa_linux_amd64_static',
    sums: 'opa_linux_amd64_static.sha256',
  },
  {
    tool: 'conftest',
    address:
      'https://github.com/open-policy-agent/conftest/releases/download/v0.65.0/conftest_0.65.0_Linux_x86_64.tar.gz',
    sums: 'checksums.txt',
  },
  {
    tool: 'kyverno',
    address:
      'https://github.com/kyverno/kyverno/releases/download/v1.16.0/kyverno-cli_v1.16.0_linux_x86_64.tar.gz',
    sums: 'checksums.txt',
  },
  {
    tool: 'kubeconform',
    address: 'https://github.com/yannh/kubeconform/releases/download/v0.7.0/kubeconform-linux-amd64.tar.gz',
    sums: 'CHECKSUMS',
  },
  {
    tool: 'golangci-lint',
    address:
      'https://github.com/golangci/golangci-lint/releases/download/v2.6.2/golangci-lint-2.6.2-linux-amd64.tar.gz',
    sums: 'golangci-lint-2.6.2-checksums.txt',
  },
  {
    tool: 'hadolint',
    address: 'https://github.com/hadolint/hadolint/releases/download/v2.14.0/hadolint-linux-x86_64',
    sums: 'checksums.sha256',
  },
  {
    tool: 'gitleaks',
    address:
      'https://github.com/gitleaks/gitleaks/releases/download/v8.29.0/gitleaks_8.29.0_linux_x64.tar.gz',
    sums: 'gitleaks_8.29.0_checksums.txt',
  },
  {
    tool: 'tflint',
    address: 'https://github.com/terraform-linters/tflint/releases/download/v0.59.1/tflint_linux_amd64.zip',
    sums: 'checksums.txt',
  },
  {
    tool: 'terragrunt',
    address: 'https://github.com/gruntwork-io/terragrunt/releases/download/v0.93.8/terragrunt_linux_amd64',
    sums: 'SHA256SUMS',
  },
  {
    tool: 'terragrunt',
    address:
      'https://github.com/gruntwork-io/terragrunt/releases/download/v0.93.8/terragrunt_linux_amd64.tar.gz',
    sums: 'SHA256SUMS',
  },
  {
    tool: 'task',
    address: 'https://github.com/go-task/task/releases/download/v3.45.5/task_linux_amd64.tar.gz',
    sums: 'task_checksums.txt',
  },
  {
    tool: 'aws-iam-authenticator',
    address:
      'https://github.com/kubernetes-sigs/aws-iam-authenticator/releases/download/v0.7.8/aws-iam-authenticator_0.7.8_linux_amd64',
    sums: 'authenticator_0.7.8_checksums.txt',
  },
  {
    tool: 'starship',
    address:
      'https://github.com/starship/starship/releases/download/v1.24.0/starship-x86_64-unknown-linux-musl.tar.gz',
    sums: 'starship-x86_64-unknown-linux-musl.tar.gz.sha256',
  },
  {
    tool: 'uv',
    address: 'https://github.com/astral-sh/uv/releases/download/0.9.10/uv-x86_64-unknown-linux-gnu.tar.gz',
    sums: 'uv-x86_64-unknown-linux-gnu.tar.gz.sha256',
  },
  {
    tool: 'uv',
    address: 'https://github.com/astral-sh/uv/releases/download/0.9.10/uv-x86_64-unknown-linux-musl.tar.gz',
    sums: 'uv-x86_64-unknown-linux-musl.tar.gz.sha256',
  },
  {
    tool: 'bun',
    address: 'https://github.com/oven-sh/bun/releases/download/bun-v1.3.2/bun-linux-x64.zip',
    sums: 'SHASUMS256.txt',
  },
  {
    tool: 'deno',
    address: 'https://github.com/denoland/deno/releases/download/v2.5.6/deno-x86_64-unknown-linux-gnu.zip',
    sums: 'deno-x86_64-unknown-linux-gnu.zip.sha256sum',
  },
  {
    tool: 'deno',
    address: 'https://dl.deno.land/release/v2.5.6/deno-x86_64-unknown-linux-gnu.zip',
    sums: 'deno-x86_64-unknown-linux-gnu.zip.sha256sum',
  },
  {
    tool: 'node',
    address: 'https://nodejs.org/dist/v24.11.1/node-v24.11.1-linux-x64.tar.xz',
    sums: 'SHASUMS256.txt',
  },
  {
    tool: 'rustup',
    address: 'https://static.rust-lang.org/rustup/archive/1.28.2/x86_64-unknown-linux-gnu/rustup-init',
    sums: 'rustup-init.sha256',
  },
  {
    tool: 'kops',
    address: 'https://github.com/kubernetes/kops/releases/download/v1.33.0/kops-linux-amd64',
    sums: 'kops-linux-amd64.sha256',
  },
  {
    tool: 'docker-compose',
    address: 'https://github.com/docker/compose/releases/download/v2.39.4/docker-compose-linux-x86_64',
    sums: 'docker-compose-linux-x86_64.sha256',
  },
  {
    tool: 'istio',
    address: 'https://github.com/istio/istio/releases/download/1.28.0/istio-1.28.0-linux-amd64.tar.gz',
    sums: 'istio-1.28.0-linux-amd64.tar.gz.sha256',
  },
  {
    tool: 'k3s',
    address: 'https://github.com/k3s-io/k3s/releases/download/v1.34.1%2Bk3s1/k3s',
    sums: 'sha256sum-amd64.txt',
  },
  {
    tool: 'rke2',
    address: 'https://github.com/rancher/rke2/releases/download/v1.34.1%2Brke2r1/rke2.linux-amd64.tar.gz',
    sums: 'sha256sum-amd64.txt',
  },
  {
    tool: 'tailscale',
    address: 'https://pkgs.tailscale.com/stable/tailscale_1.90.6_amd64.tgz',
    sums: 'tailscale_1.90.6_amd64.tgz.sha256',
  },
];

const scripts: readonly { readonly tool: string; readonly address: string }[] = [
  { tool: 'helm', address: 'https://raw.githubusercontent.com/helm/helm/main/scripts/get-helm-3' },
  { tool: 'helm', address: 'https://raw.githubusercontent.com/helm/helm/main/scripts/get-helm-4' },
  {
    tool: 'kustomize',
    address: 'https://raw.githubusercontent.com/kubernetes-sigs/kustomize/master/hack/install_kustomize.sh',
  },
  { tool: 'kubescape', address: 'https://raw.githubusercontent.com/kubescape/kubescape/master/install.sh' },
  { tool: 'trivy', address: 'https://raw.githubusercontent.com/aquasecurity/trivy/main/contrib/install.sh' },
  { tool: 'k3d', address: 'https://raw.githubusercontent.com/k3d-io/k3d/main/install.sh' },
  { tool: 'flux', address: 'https://fluxcd.io/install.sh' },
  { tool: 'opentofu', address: 'https://get.opentofu.org/install-opentofu.sh' },
  { tool: 'k9s', address: 'https://webi.sh/k9s' },
  { tool: 'linkerd', address: 'https://run.linkerd.io/install' },
  { tool: 'linkerd', address: 'https://run.linkerd.io/install-edge' },
  { tool: 'grype', address: 'https://raw.githubusercontent.com/anchore/grype/main/install.sh' },
  { tool: 'syft', address: 'https://raw.githubusercontent.com/anchore/syft/main/install.sh' },
  {
    tool: 'golangci-lint',
    address: 'https://raw.githubusercontent.com/golangci/golangci-lint/HEAD/install.sh',
  },
  {
    tool: 'tflint',
    address: 'https://raw.githubusercontent.com/terraform-linters/tflint/master/install_linux.sh',
  },
  { tool: 'task', address: 'https://taskfile.dev/install.sh' },
  { tool: 'starship', address: 'https://starship.rs/install.sh' },
  { tool: 'uv', address: 'https://astral.sh/uv/install.sh' },
  { tool: 'bun', address: 'https://bun.sh/install' },
  { tool: 'deno', address: 'https://deno.land/install.sh' },
  { tool: 'istio', address: 'https://istio.io/downloadIstio' },
  { tool: 'istioctl', address: 'https://istio.io/downloadIstioctl' },
  { tool: 'rustup', address: 'https://sh.rustup.rs' },
];

/** Scripts with the version they are told, and the address of the release that is offered instead. */
const pinned: readonly (readonly [command: string, release: string])[] = [
  [
    'curl -L https://istio.io/downloadIstio | ISTIO_VERSION=1.28.0 sh -',
    'istio/releases/download/1.28.0/istio-1.28.0-linux-amd64.tar.gz',
  ],
  [
    'curl -sL https://run.linkerd.io/install | LINKERD2_VERSION=stable-2.14.10 sh',
    'linkerd2/releases/download/stable-2.14.10/linkerd2-cli-stable-2.14.10-linux-amd64',
  ],
  [
    'export LINKERD2_VERSION=edge-25.10.1\ncurl -sL https://run.linkerd.io/install-edge | sh',
    'linkerd2/releases/download/${LINKERD2_VERSION}/$asset',
  ],
  [
    'export LINKERD_VERSION=edge-25.10.1\ncurl -sL https://run.linkerd.io/install-edge | sh',
    'linkerd2/releases/download/${LINKERD_VERSION}/$asset',
  ],
  [
    'curl -fsSL https://bun.sh/install | bash -s "bun-v1.3.0"',
    'bun/releases/download/bun-v1.3.0/bun-linux-x64.zip',
  ],
  ['curl -s https://fluxcd.io/install.sh | sudo FLUX_VERSION=2.7.0 bash', 'v2.7.0/flux_2.7.0_linux_amd64'],
  ['curl -s https://fluxcd.io/install.sh | FLUX_VERSION=newest bash', '${FLUX_VERSION:?'],
  // That of Cilium is not that of its command line.
  [
    'export CILIUM_VERSION=v1.18.0\ncurl -LO https://github.com/cilium/cilium-cli/releases/latest/download/cilium-linux-amd64.tar.gz\nsudo tar xzvfC cilium-linux-amd64.tar.gz /usr/local/bin',
    '${CILIUM_CLI_VERSION}/cilium-linux-amd64.tar.gz.sha256sum',
  ],
];

const all = ruleSet(rules.filter(({ meta }) => /^(pipe-to-shell|unverified-download)$/.test(meta.id)));

/** The document after the fix whose title begins so; '' where it is not offered. */
function fixed(command: string, title: RegExp): string {
  const text = `# Guide\n\n\`\`\`bash\n${command}\n\`\`\`\n`;
  const input = { uri: 'file:///guide.md', fileName: 'guide.md', language: 'markdown' as const, text };
  const analysis = analyzeDocument(input, all, { profile: 'recommended' });
  for (const finding of analysis.findings) {
    const fix = fixesOf(analysis, finding).find((offered) => title.test(offered.title));
    if (fix !== undefined) return applyEdits(text, fix.edits);
  }
  return '';
}

const formatOf = (tool: string): string => data.tools.find((row) => row.tool === tool)?.format ?? '';

describe('publishers', () => {
  for (const { tool, address, sums } of releases) {
    const file = address.slice(address.lastIndexOf('/') + 1);
    const folder = address.slice(0, address.lastIndexOf('/') + 1);
    it(`${file} of ${tool} is verified as its publisher means it`, () => {
      const text = fixed(`curl -fsSLO ${address}\nchmod +x ${file}`, /^Verify with the publisher/);
      switch (formatOf(tool)) {
        case 'list':
          assert.ok(text.includes(`grep '[ */]${file}$' ${sums} | sha256sum --check --strict`), text);
          break;
        case 'prefixed':
          assert.ok(text.includes(`"$(grep '[ */]${file}$' ${sums} | cut -d' ' -f1)" ${file}`), text);
          break;
        case 'single':
          assert.ok(text.includes(`"$(awk '{ print $1; exit }' ${sums})" ${file}`), text);
          break;
        case 'bsd':
          assert.ok(text.includes(`grep -F "SHA512 (${file})" ${sums} | sha512sum --check --strict`), text);
          break;
        case 'pgp':
          assert.ok(text.includes(`gpg --verify ${sums} ${file}`), text);
          break;
        default:
          assert.ok(text.includes(`gh attestation verify ${file} --repo `), text);
      }
      if (sums !== '') assert.ok(text.includes(`curl -fsSLO ${folder}${sums}`), text);
    });
  }

  for (const { tool, address } of scripts) {
    it(`${address} gives a release of ${tool}`, () => {
      const text = fixed(`curl -fsSL ${address} | bash`, /^Install the release/);
      const row = data.tools.find((other) => other.tool === tool);
      assert.ok(text.includes(`install `) || row?.into === '.' || row?.isRun === true, text);
      const sums = row?.sums.replace('{asset}', '').replace(/\{\w+\}/, '${version#v}') ?? '';
      assert.ok(text.includes(sums) || text.includes(sums.replace('${version#v}', '$version')), text);
      assert.match(text, /sha256sum --check --strict &&/);
    });
  }

  for (const [command, release] of pinned) {
    it(`${command.replaceAll('\n', '; ')} keeps its version`, () => {
      const text = fixed(command, /^Install the release|^Verify with the publisher/);
      assert.ok(text.includes(release), text);
    });
  }

  it('of one name for another file are compared by the hash', () => {
    const text = fixed(
      'wget https://github.com/mikefarah/yq/releases/download/v4.48.1/yq_linux_amd64 -O /usr/bin/yq && chmod +x /usr/bin/yq',
      /^Verify with the publisher/,
    );
    assert.ok(
      text.includes(`"$(grep -F "SHA512 (yq_linux_amd64)" checksums-bsd | cut -d' ' -f4)" /usr/bin/yq |`),
      text,
    );
  });

  it('are all held to their names', () => {
    const named = new Set(releases.map(({ tool }) => tool));
    assert.deepEqual(
      data.tools.map(({ tool }) => tool).filter((tool) => !named.has(tool)),
      // HashiCorp's other tools have the scheme of terraform's.
      ['consul', 'nomad'],
    );
  });
});
