import assert from 'node:assert/strict';
import { analyze } from '../../rules/document';

/** The text of each region of a document that a shell reads. */
function scriptsIn(text: string): readonly string[] {
  return analyze('guide.md', text)
    .facts.regions.filter(({ language }) => language === 'shell')
    .map((region) => region.text.trimEnd());
}

const piped = 'curl -s https://get.ferry.tools | bash';

describe('inline commands', () => {
  const read: readonly (readonly [string, string, string])[] = [
    ['in a sentence', `Run \`${piped}\` first.\n`, piped],
    ['in a list', `- Install: \`${piped}\`\n`, piped],
    ['between two backticks', `Run \`\`${piped}\`\` first.\n`, piped],
    ['in a table, its pipe escaped', `| a |\n| - |\n| \`${piped.replace('|', '\\|')}\` |\n`, piped],
    ['as a substitution', 'Run `bash <(curl https://x.dev/i)`.\n', 'bash <(curl https://x.dev/i)'],
  ];
  for (const [name, text, script] of read) {
    it(`are read ${name}`, () => {
      assert.deepEqual(scriptsIn(text), [script]);
    });
  }

  const left: readonly (readonly [string, string])[] = [
    ['an option', 'The option `curl --proto https://x.dev` matters.\n'],
    ['the habit', 'We all know `curl | bash`.\n'],
    ['a warning', `Never run \`${piped}\` as root.\n`],
    ['other code', '`fetch("https://x.dev") | curl a`\n'],
  ];
  for (const [name, text] of left) {
    it(`leave alone ${name}`, () => {
      assert.deepEqual(scriptsIn(text), []);
    });
  }

  it('are looked for in linear time', () => {
    const start = process.hrtime.bigint();
    for (const unit of ['curl ', 'curl `', 'curl https:/ ', '-p passw ']) {
      scriptsIn(`\`${unit.repeat(1_000_000 / unit.length)}`);
    }
    const seconds = Number(process.hrtime.bigint() - start) / 1e9;
    assert.ok(seconds < 30, `took ${seconds} s`);
  });

  it('stand in the order of the text', () => {
    const text = `Run \`${piped}\`.\n\n\`\`\`bash\nls\n\`\`\`\n\nThen \`${piped}\`.\n`;
    assert.deepEqual(scriptsIn(text), [piped, 'ls', piped]);
  });
});

describe('PowerShell', () => {
  const fence = (line: string): string => `\`\`\`powershell\n${line}\n\`\`\`\n`;
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ['irm https://x.dev/i.ps1 | iex', ['irm https://x.dev/i.ps1 | iex']],
    ['$a = 1; iwr -useb https://x.dev/i.ps1 | iex', ['iwr -useb https://x.dev/i.ps1 | iex']],
    ["iex ((New-Object Net.WebClient).DownloadString('https://x.dev/i'))", ["irm 'https://x.dev/i' | iex"]],
    ['iex "& { $(irm https://x.dev/i) } -Quiet"', ["irm 'https://x.dev/i' | iex"]],
    ['Invoke-WebRequest https://x.dev/a.zip -OutFile a.zip', []],
    ['Get-Item a | Select-Object Name', []],
  ];
  for (const [line, scripts] of cases) {
    it(`${line}: ${scripts.join() || 'none'}`, () => {
      assert.deepEqual(scriptsIn(fence(line)), scripts);
    });
  }
});

describe('indented text with fences of its own', () => {
  it('is Markdown below a tab or call-out of MkDocs', () => {
    const text = `=== "Helm"\n\n    Install it:\n\n    \`\`\`bash\n    ${piped}\n    \`\`\`\n\nAfter.\n`;
    assert.deepEqual(scriptsIn(text), [piped]);
  });

  it('is Markdown inside a list, too', () => {
    const text = `1. First\n\n    !!! note\n\n        Then:\n\n        \`\`\`\n        ${piped}\n        \`\`\`\n`;
    assert.deepEqual(scriptsIn(text), [piped]);
  });

  it('stays a command where it only holds a here-document with one', () => {
    const text = `    cat > notes.md <<'EOF'\n    \`\`\`bash\n    ls\n    \`\`\`\n    EOF\n`;
    assert.equal(scriptsIn(text)[0]?.startsWith('cat >'), true);
  });
});
