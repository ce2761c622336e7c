import assert from 'node:assert/strict';
import { analyzeDocument, ruleSet } from '../../server/engine/analyze';
import { defaultConfig } from '../../server/engine/config';
import { surveyWorkspace } from '../../server/engine/workspace';
import { message } from '../../server/rule/finding';
import { defineRule, type RuleMeta } from '../../server/rule/rule';

const meta: RuleMeta = {
  id: 'two-versions',
  title: 'One image in two versions',
  why: 'Two versions drift apart.',
  severity: 'low',
  confidence: 'certain',
  profile: 'recommended',
  reviewItem: null,
  languages: ['yaml'],
  references: [],
  fixes: [],
};

/** Reports each image whose repository another document names with another tag. */
const twoVersions = defineRule({
  meta,
  reads: ['image'],
  survey(workspace, report) {
    const images = workspace.all('image');
    for (const { fact, region, uri } of images) {
      const isOther = images.some(
        ({ fact: other }) =>
          other.reference.state === 'known' &&
          fact.reference.state === 'known' &&
          other.reference.value.repository === fact.reference.value.repository &&
          other.reference.value.tag !== fact.reference.value.tag,
      );
      if (isOther) report({ region, uri, at: fact.range, message: message('Another version elsewhere') });
    }
  },
});

const broken = defineRule({
  meta: { ...meta, id: 'broken' },
  reads: ['image'],
  survey() {
    throw new Error('bug');
  },
});

const pod = (image: string): string => `kind: Pod\r\nspec:\r\n  containers:\r\n    - image: ${image}\r\n`;

describe('rules over the workspace', () => {
  const rules = ruleSet([broken, twoVersions]);
  const analyze = (fileName: string, text: string) =>
    analyzeDocument(
      {
        uri: `file:///${fileName}`,
        fileName,
        text,
        language: fileName.endsWith('.md') ? 'markdown' : 'yaml',
      },
      rules,
      defaultConfig,
    );

  it('find what needs several documents, each at its place in its own', () => {
    const ignore = '# security-hints-ignore-next two-versions: being moved\r\n    ';
    const documents = [
      analyze('a.yaml', pod('app:1.2.3')),
      analyze('guide.md', `# G\r\n\r\n> \`\`\`yaml\r\n> image: app:1.3.0\r\n> \`\`\`\r\n`),
      analyze('c.yaml', pod('app:1.2.3').replace('- image', `${ignore}- image`)),
      analyze('d.yaml', pod('other:1.0.0')),
    ];
    const surveyed = surveyWorkspace(documents);
    assert.deepEqual(
      surveyed.map(({ findings, input }) =>
        findings.map(
          (f) => input.text.slice(f.range.start, f.range.end) + (f.suppressed ? ' (ignored)' : ''),
        ),
      ),
      [['app:1.2.3'], ['app:1.3.0'], ['app:1.2.3 (ignored)'], []],
    );
    assert.equal(surveyed[3], documents[3]);
    assert.deepEqual(surveyed[0]?.failures, [{ ruleId: 'broken', message: 'bug' }]);
  });

  it('cost nothing where there are none', () => {
    const documents = [analyzeDocument(analyze('a.yaml', pod('x')).input, ruleSet([]), defaultConfig)];
    assert.equal(surveyWorkspace(documents), documents);
  });
});
