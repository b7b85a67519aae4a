import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { build, defaultClientConditions, preview } from 'vite';
import { type Asked, withPage } from './ask-page.ts';
import { launchBrowser } from './launch-browser.ts';

/** What a page did: whether it may share memory, whether the last canvas shows something new, and what the console showed. */
type SampleAnswer = { isIsolated: boolean; isPainted: boolean; said: string[] };

/** All that this process prints, as JSON, by the samples' names. */
export type SamplesReport = Record<string, Asked<SampleAnswer>>;

// Projects as Vite takes them, each a folder with a page that says `isThrough` when its program is.
const [folder = '', ...names] = process.argv.slice(2);
const browser = await launchBrowser();
const report: SamplesReport = {};
try {
  for (const name of names) report[name] = await tryProject(browser, path.join(folder, name));
} finally {
  await browser.close();
}
process.stdout.write(JSON.stringify(report));

/** `npx vite build` and `npx vite preview`, on the packages' sources; then somebody draws. */
async function tryProject(browser: Browser, root: string): Promise<Asked<SampleAnswer>> {
  const conditions = ['@pix2pix-ts/source', ...defaultClientConditions];
  await build({ root, resolve: { conditions }, logLevel: 'silent' });
  const server = await preview({ root, preview: { port: 0, host: '127.0.0.1' }, logLevel: 'silent' });
  try {
    const address = server.resolvedUrls?.local[0] ?? '';
    return await withPage(browser, address, talk, (page) => serveModel(page, path.join(root, 'public')));
  } finally {
    await server.close();
  }
}

/** A model on a host that is only an example is the one that the page has. */
async function serveModel(page: Page, publicFolder: string): Promise<void> {
  const body = readFileSync(path.join(publicFolder, 'model.safetensors'));
  const headers = { 'access-control-allow-origin': '*' };
  await page.route('https://example.org/*.safetensors', (route) => route.fulfill({ body, headers }));
}

async function talk(page: Page, said: readonly string[]): Promise<SampleAnswer> {
  // Before the program can have changed anything: it awaits a model first.
  const before = await lastCanvas(page);
  while (!(await page.evaluate(() => 'isThrough' in globalThis))) await page.waitForTimeout(20);
  if ((await page.locator('#drawing').count()) > 0) {
    await drawLine(page);
    while ((await lastCanvas(page)) === before) await page.waitForTimeout(20);
  }
  const isIsolated = await page.evaluate(() => crossOriginIsolated);
  return { isIsolated, isPainted: (await lastCanvas(page)) !== before, said: [...said] };
}

function lastCanvas(page: Page): Promise<string | undefined> {
  return page.evaluate(() => [...document.querySelectorAll('canvas')].at(-1)?.toDataURL());
}

async function drawLine(page: Page): Promise<void> {
  const box = await page.locator('#drawing').boundingBox();
  if (!box) throw new Error('Expected a visible canvas to draw on, got none.');
  await page.mouse.move(box.x + 40, box.y + 40);
  await page.mouse.down();
  await page.mouse.move(box.x + 200, box.y + 120, { steps: 5 });
  await page.mouse.up();
}
