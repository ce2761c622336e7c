import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../cli/run';
import type { Documents } from './seen';

const cluster =
  'eksctl create cluster \\\n  --name "😀" \\\n  --ssh-access \\\n  --ssh-public-key ~/.ssh/id_rsa.pub\n';
const pod =
  'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  containers:\n    - name: a\n      image: "busybox:latest" # 😀\n';

const made = ['Wq7', 'tz81kd', '5fHq'].join('-');

/** What editors and other systems do to texts. */
const ugly: { readonly [name: string]: { readonly languageId: string; readonly text: string } } = {
  'crlf.md': {
    languageId: 'markdown',
    text: `# Über 😀\n\n1. Do:\n\n   \`\`\`bash\n${indent(cluster, '   ')}   \`\`\`\n`.replaceAll(
      '\n',
      '\r\n',
    ),
  },
  'bom.yaml': { languageId: 'yaml', text: `\ufeff${pod}` },
  'bom-crlf.sh': {
    languageId: 'shellscript',
    text: `\ufeff#!/bin/bash\n${cluster}docker run nginx\n`.replaceAll('\n', '\r\n'),
  },
  'tabs.md': {
    languageId: 'markdown',
    text: '# Tabs\n\n-\tFirst\n\n\t```bash\n\tcurl -fsSL https://get.example.com/😀.sh | bash\n\t```\n',
  },
  'quote.md': {
    languageId: 'markdown',
    text: `> - 😀 In a list in a quote:\n>\n>   ~~~yaml title="a"\n${indent(pod, '>   ')}>   ~~~\n\nUnclosed:\n\n\`\`\`sh\n${cluster}`,
  },
  'carets.md': {
    languageId: 'markdown',
    text:
      '# Prose\n\nThe password of the database is `' +
      made +
      '`.\n\n## ❌ Bad\n\n```bash\n' +
      cluster +
      '```\n',
  },
  'pod.json': {
    languageId: 'json',
    text: `${JSON.stringify({ apiVersion: 'v1', kind: 'Pod', spec: { containers: [{ name: '😀', image: 'busybox:latest' }] } }, undefined, '\t')}\n`,
  },
  'defaults.yaml': {
    languageId: 'yaml',
    text: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  containers:\n    - name: db\n      image: mysql:8.4.6\n      env:\n        - name: MYSQL_ROOT_PASSWORD\n          value: mysql\n',
  },
  '.env': { languageId: 'dotenv', text: `# 😀\nDB_PASSWORD=${made}\nHOST=db\n` },
  up: { languageId: 'shellscript', text: `#!/usr/bin/env bash\nset -eu\n${cluster}` },
  'workflow/.github/workflows/ci.yml': {
    languageId: 'github-actions-workflow',
    text: `on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - name: "😀"\n        run: |\n          cat <<'EOF' | kubectl apply -f -\n${indent(pod, '          ')}          EOF\n`,
  },
  'ignored.sh': {
    languageId: 'shellscript',
    text: `# security-hints-ignore-next node-ssh-access: the lab has no other way\n${cluster}docker run nginx:latest\n`,
  },
  'broken.yaml': { languageId: 'yaml', text: `${pod}broken: [1, {\n---\n${pod}` },
};

/** Ids that VS Code gives to the files of the examples. */
const languageIds: { readonly [extension: string]: string } = {
  '.md': 'markdown',
  '.yaml': 'yaml',
  '.yml': 'yaml',
  '.sh': 'shellscript',
};

/** Writes the examples and the ugly documents into a folder. */
export function writeDocuments(folder: string): Documents {
  cpSync(path.join(root, 'examples'), path.join(folder, 'examples'), { recursive: true });
  const all = new Map<string, { languageId: string; text: string }>();
  for (const name of readdirSync(path.join(folder, 'examples'), { recursive: true, encoding: 'utf8' })) {
    const languageId = languageIds[path.extname(name)];
    if (languageId === undefined) continue;
    const text = readFileSync(path.join(folder, 'examples', name), 'utf8');
    all.set(`examples/${name.split(path.sep).join('/')}`, { languageId, text });
  }
  for (const [name, document] of Object.entries(ugly)) {
    const file = path.join(folder, 'ugly', name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, document.text);
    all.set(`ugly/${name}`, document);
  }
  return all;
}

/** The text of a document that a door has a finding in. */
export function textIn(documents: Documents, file: string): string {
  const document = documents.get(file);
  assert.ok(document !== undefined, `${file} was not given to the editors`);
  return document.text;
}

function indent(text: string, by: string): string {
  return text.replace(/^(?=.)/gm, by);
}
