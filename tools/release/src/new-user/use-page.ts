import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { launchBrowser } from '@pix2pix-ts/browser-tests/launch-browser';
import type { Project } from './project.ts';

/** Paints what is to be translated, says when something else is there, and runs the README's program for pages. */
const PAGE = `<!doctype html>
<title>A page with pix2pix</title>
<canvas width="64" height="64"></canvas>
<script>
  const canvasOfThePage = document.querySelector('canvas');
  canvasOfThePage.getContext('2d').fillRect(8, 8, 40, 40);
  globalThis.isTranslated = ((painted) => () => canvasOfThePage.toDataURL() !== painted)(canvasOfThePage.toDataURL());
</script>
<script type="module" src="./program-0.ts"></script>
`;

/** Builds the README's page with Vite, as it comes, with a model next to it; returns the folder of the built page. */
export async function buildPage(project: Project, vite: string, model: Uint8Array): Promise<string> {
  project.write('index.html', PAGE);
  project.write('public/model.safetensors', model);
  await project.run(process.execPath, vite, 'build', '--logLevel', 'warn');
  const files = readdirSync(path.join(project.folder, 'dist/assets'));
  if (!files.some((file) => file.endsWith('.wasm')))
    throw new Error(`Expected the engine's binaries in ${project.folder}/dist/assets, got ${files.join(', ')}.`);
  return path.join(project.folder, 'dist');
}

// Nobody listens there: the browser is given the files from the disk.
const ADDRESS = 'http://page.localhost';
const PATIENCE = 60_000;

/** Opens a built page in Chromium and waits until its canvas shows something else than what was painted first. */
export async function openPage(built: string): Promise<void> {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    page.on('pageerror', (error) => said.push(String(error)));
    await page.route(`${ADDRESS}/**`, (route) => {
      const { pathname } = new URL(route.request().url());
      const file = path.join(built, pathname === '/' ? 'index.html' : pathname);
      return existsSync(file) ? route.fulfill({ path: file }) : route.fulfill({ status: 404 });
    });
    await page.goto(`${ADDRESS}/`);
    await page.waitForFunction('isTranslated()', undefined, { timeout: PATIENCE }).catch((error: Error) => {
      throw new Error(
        `Expected the page to translate its canvas, got "${error.message}". It said:\n${said.join('\n')}`,
      );
    });
  } finally {
    await browser.close();
  }
}
