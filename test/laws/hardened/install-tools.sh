#!/usr/bin/env bash
# Installs what the runbook needs, each release with its publisher's sums.
set -euo pipefail

EKSCTL_VERSION="v0.230.0"
HELM_VERSION="v3.19.0"

work="$(mktemp -d)"
trap 'rm -rf -- "$work"' EXIT
cd "$work"

base="https://github.com/eksctl-io/eksctl/releases/download/${EKSCTL_VERSION}"
asset="eksctl_Linux_amd64.tar.gz"
curl -fsSLO --proto '=https' --tlsv1.2 "${base}/${asset}"
curl -fsSLO --proto '=https' --tlsv1.2 "${base}/eksctl_checksums.txt"
grep -E "[ */]${asset}\$" eksctl_checksums.txt | sha256sum --check --strict
tar -xzf "${asset}" eksctl
sudo install -m 0755 eksctl /usr/local/bin/eksctl

helm="helm-${HELM_VERSION}-linux-amd64.tar.gz"
curl -fsSLO --proto '=https' --tlsv1.2 "https://get.helm.sh/${helm}"
curl -fsSLO --proto '=https' --tlsv1.2 "https://get.helm.sh/${helm}.sha256sum"
sha256sum --check --strict "${helm}.sha256sum"
tar -xzf "${helm}" linux-amd64/helm
sudo install -m 0755 linux-amd64/helm /usr/local/bin/helm

read -rsp 'Registry password: ' REGISTRY_PASSWORD
printf '%s' "$REGISTRY_PASSWORD" | docker login --username deploy --password-stdin registry.ferrybook.example
