import { existsSync } from 'node:fs';
import path from 'node:path';
import { launchBrowser } from '@pix2pix-ts/browser-tests/launch-browser';

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
