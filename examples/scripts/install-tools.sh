#!/usr/bin/env bash
# Installs what a build agent of Ferrybook needs.
set -euo pipefail

readonly bin=/usr/local/bin
readonly kubectl_version=v1.34.2

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

install_kubectl() {
  local base="https://dl.k8s.io/release/${kubectl_version}/bin/linux/amd64"
  curl -fsSLO "$base/kubectl"
  curl -fsSLO "$base/kubectl.sha256"
  echo "$(cat kubectl.sha256)  kubectl" | sha256sum --check
  sudo install -m 0755 kubectl "$bin/kubectl"
}

install_eksctl() {
  curl -fsSL "https://github.com/eksctl-io/eksctl/releases/latest/download/eksctl_Linux_amd64.tar.gz" -o eksctl.tar.gz
  tar -xzf eksctl.tar.gz
  sudo install -m 0755 eksctl "$bin/eksctl"
}

install_helm() {
  curl -fsSL https://raw.githubusercontent.com/helm/helm/main/scripts/get-helm-3 | bash
}

install_kubectl
install_eksctl
install_helm

docker run --rm -v "$PWD:/work" aquasec/trivy:latest --version
