import assert from 'node:assert/strict';
import {
  allFilePatterns,
  exclusionOf,
  languageOfDocument,
  shellOfShebang,
} from '../../server/languages/documents';

describe('documents', () => {
  const cases: readonly [fileName: string, languageId: string, firstLine: string, expected: string][] = [
    ['README.md', '', '', 'markdown'],
    ['README.MD', '', '', 'markdown'],
    ['docs/page.mdx', 'mdx', '', 'markdown'],
    ['values.yml', '', '', 'yaml'],
    ['a\\b\\values.yaml', '', '', 'yaml'],
    ['kustomization', '', '', 'yaml'],
    ['_helpers.tpl', 'helm', '', 'yaml'],
    ['compose.yaml', 'dockercompose', '', 'yaml'],
    ['compose.yaml', 'yaml.docker-compose', '', 'yaml'],
    ['ci', 'gitlab', '', 'yaml'],
    ['policy.json', 'jsonc', '', 'json'],
    ['setup.sh', 'plaintext', '', 'shell'],
    ['setup', 'shellscript', '', 'shell'],
    ['setup', '', '#!/usr/bin/env -S bash -e', 'shell'],
    ['setup', '', '#!/usr/bin/env python3', 'undefined'],
    ['setup', '', 'echo hello', 'undefined'],
    ['.env', '', '', 'dotenv'],
    ['.env.production', 'plaintext', '', 'dotenv'],
    ['staging.env', '', '', 'dotenv'],
    ['.env.js', '', '', 'undefined'],
    ['notes.md', 'yaml', '', 'yaml'],
    ['main.ts', 'typescript', '', 'undefined'],
    ['', '', '', 'undefined'],
  ];
  for (const [fileName, languageId, firstLine, expected] of cases) {
    it(`reads ${fileName || 'nothing'} (${languageId || 'no id'}) ${firstLine} as ${expected}`, () => {
      assert.equal(String(languageOfDocument({ fileName, languageId, firstLine })), expected);
    });
  }

  it('knows the shells of shebangs', () => {
    assert.equal(shellOfShebang('#!/bin/sh'), 'sh');
    assert.equal(shellOfShebang('#! /bin/dash -e'), 'sh');
    assert.equal(shellOfShebang('#!/usr/bin/env -S LANG=C zsh'), 'zsh');
    assert.equal(shellOfShebang('#!/usr/bin/env bats'), 'bash');
    assert.equal(shellOfShebang('#!/usr/bin/fish'), undefined);
    assert.equal(shellOfShebang('# !/bin/sh'), undefined);
  });

  it("leaves out other people's, minified and lock files", () => {
    for (const path of [
      'node_modules/a/README.md',
      'a/vendor/b.yaml',
      'a\\node_modules\\b.md',
      '.git/config.yaml',
      'site.min.json',
      'package-lock.json',
      'pnpm-lock.yaml',
      'sub/Chart.lock',
      'npm-shrinkwrap.json',
    ]) {
      assert.notEqual(exclusionOf(path), undefined, path);
    }
    for (const path of ['vendor.md', 'docs/lock.yaml', 'a/unlock.yaml', 'min.yaml', 'README.md']) {
      assert.equal(exclusionOf(path), undefined, path);
    }
  });

  it('gives patterns for every extension and name', () => {
    assert.deepEqual(allFilePatterns(), [
      '**/*.{md,mdx,markdown,yaml,yml,json,jsonc,sh,bash,zsh,bats,env}',
      '**/{Kustomization,.bash_aliases,.bash_profile,.bashrc,.envrc,.profile,.zprofile,.zshenv,.zshrc,.env}',
      '**/.env.*',
    ]);
  });
});
