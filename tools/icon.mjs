// Draws media/icon.svg as the PNGs that the marketplace and the README show: node tools/icon.mjs
import fs from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { ROOT, runMain } from './setup.mjs';
import { findChromium } from './vscode-host/chromium.mjs';

const MEDIA = path.join(ROOT, 'media');
// vsce takes no SVG. The marketplace asks for 128 pixels, and for twice as many on screens of high density.
const SIZES = /** @type {const} */ ([
  ['icon', 128],
  ['icon-256', 256],
]);

async function main() {
  const { executable, env } = await findChromium(console.log);
  const browser = await chromium.launch({ executablePath: executable, env: { ...process.env, ...env } });
  try {
    const svg = fs.readFileSync(path.join(MEDIA, 'icon.svg'), 'utf8');
    for (const [name, size] of SIZES) {
      const page = await browser.newPage({ viewport: { width: size, height: size } });
      await page.setContent(`<style>* { margin: 0; } svg { display: block; width: 100vw }</style>${svg}`);
      await page.screenshot({ path: path.join(MEDIA, `${name}.png`), omitBackground: true });
      await page.close();
      console.log(`media/${name}.png`);
    }
  } finally {
    await browser.close();
  }
}

await runMain(main);
