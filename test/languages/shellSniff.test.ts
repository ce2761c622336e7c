import assert from 'node:assert/strict';
import { languageOfFence, languageOfFileName, sniffLanguage } from '../../server/languages/sniff';

describe('sniffing a language', () => {
  const cases: readonly (readonly [text: string, language: string | undefined])[] = [
    ['apiVersion: v1\nkind: Pod', 'yaml'],
    ['# remark\nkind: Pod', 'yaml'],
    ['---\na: b', 'yaml'],
    ['egress:\n- to:\n  - podSelector: {}', 'yaml'],
    ['image:\n  tag: latest', 'yaml'],
    ['image: nginx', undefined],
    ['Status: ok\nName: x', undefined],
    ['Name:         x\nLabels:       a=b\n              c=d\nSpec:\n  Port:       80', undefined],
    ['NAME READY\nx 1/1', undefined],
    ['{"a": 1}', 'json'],
    ['[\n  {"a": 1}\n]', 'json'],
    ['{ a }', undefined],
    ['{{ .Values.x }}', undefined],
    ['[root@h ~]# ls', 'shell'],
    ['#!/usr/bin/env bash\nls', 'shell'],
    ['#!/usr/bin/python3\nls', undefined],
    ['$ ls', 'shell'],
    ['kubectl apply -f x.yaml', 'shell'],
    ['# first\nsudo apt-get update', 'shell'],
    ['X=$(aws sts get-caller-identity)', 'shell'],
    ['cat <<EOF\napiVersion: v1\nEOF', 'shell'],
    ['--ssh-access \\\n--x y \\', 'shell'],
    ['--ssh-access', undefined],
    ['job="$(kubectl create -f job.yaml -o name)" &&\n  kubectl wait "$job"', 'shell'],
    ['X_VERSION="${X_VERSION:?set the release}" &&\n  curl -fsSLO "$X_VERSION"', 'shell'],
    ['set -a && eval "$(sops --decrypt .enc.env)" && set +a', 'shell'],
    ["sops exec-file .enc.env 'kubectl create secret generic x --from-env-file={}'", 'shell'],
    ['set the version', undefined],
    ['width = ${w}', undefined],
    [
      '(\n  version="${X_VERSION:?set the release}"\n  curl -fsSLO "$version"\n) && sudo mv x /usr/bin',
      'shell',
    ],
    ['(\n  curl -fsSLO https://x.dev/a.tgz &&\n    tar xzf a.tgz\n)', 'shell'],
    ['printf \'%s  %s\\n\' "$SUM" a.tgz | sha256sum --check --strict', 'shell'],
    ['(\n  name=value,\n)', undefined],
    ['(\n  see below)', undefined],
    ['(', undefined],
    ['git version 2.39', undefined],
    ['docker is a tool', undefined],
    ['A=b\nC="d e"', 'dotenv'],
    ['A=b', undefined],
    ['A=b c\nD=e', undefined],
    ['func main() {}', undefined],
    ['', undefined],
    ['\n \n', undefined],
  ];
  for (const [text, language] of cases)
    it(JSON.stringify(text), () => assert.equal(sniffLanguage(text), language));

  it('reads long text in linear time', () => {
    const start = process.cpuUsage();
    for (const unit of ['a', ' ', '\n', 'a: b\n', '- ', '{', '[', 'a@'])
      sniffLanguage(unit.repeat(1_000_000));
    assert.ok(process.cpuUsage(start).user < 5_000_000);
  });
});

describe('languages by name', () => {
  for (const [word, language] of [
    ['yaml', 'yaml'],
    ['jsonc', 'json'],
    ['shell-session', 'shell'],
    ['azurecli-interactive', 'shell'],
    ['env', 'dotenv'],
    ['properties', undefined],
    ['', undefined],
    ['text', 'other'],
    ['hcl', 'other'],
    ['constructor', 'other'],
  ] as const) {
    it(`fence ${word}`, () => assert.equal(languageOfFence(word), language));
  }

  for (const [name, language] of [
    ['a/values.yaml', 'yaml'],
    ['entrypoint.sh', 'shell'],
    ['.env.production', 'dotenv'],
    ['x.json', 'json'],
    ['main.tf', 'other'],
    ['Dockerfile', 'other'],
    ['/etc/hosts', undefined],
    ['/dev/null', undefined],
  ] as const) {
    it(`file ${name}`, () => assert.equal(languageOfFileName(name), language));
  }
});
