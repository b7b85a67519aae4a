import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { hasBrowser, unavailable } from '@pix2pix-ts/browser-tests/has-browser';
import { launchBrowser } from '@pix2pix-ts/browser-tests/launch-browser';
import { encodePng } from '@pix2pix-ts/data/node';
import { noise } from '@pix2pix-ts/testing/noise';
import { temporaryFolder } from '@pix2pix-ts/testing/temporary-folder';
import { startLiveServer } from './live-server.ts';

const folder = temporaryFolder();
const samplePath = (step: number) => join('samples', `step-${String(step).padStart(6, '0')}.png`);

const log = (...steps: number[]) =>
  appendFileSync(
    join(folder.path, 'log.jsonl'),
    steps.map((step) => `${JSON.stringify({ type: 'step', step, discriminator: 1, l1: 1 / step })}\n`).join(''),
  );

if (!hasBrowser) unavailable('the live page');
else
  test('the live page draws points and samples as they come, asks for nothing again, and says when the run is over', async () => {
    const live = await startLiveServer(0, { folder: folder.path, logFile: 'log.jsonl', samplePath });
    const browser = await launchBrowser();
    const faults: string[] = [];
    const asked: string[] = [];
    try {
      const page = await browser.newPage();
      page.on('console', (line) => faults.push(line.text()));
      page.on('pageerror', (error) => faults.push(error.message));
      page.on('request', (request) => asked.push(new URL(request.url()).pathname));
      await page.goto(live.url);
      await page.getByText('Preparing: ').waitFor();

      mkdirSync(join(folder.path, 'samples'));
      writeFileSync(join(folder.path, 'config.json'), '{"data":"faces"}');
      log(10, 20);
      live.begin();
      await page.getByText('Training.', { exact: true }).waitFor();
      const upTo = (step: number) => page.locator(`.plot[aria-label^="L1 in training, up to step ${step}:"] canvas`);
      await upTo(20).waitFor();
      expect(await page.locator('.plot').count()).toBe(2);
      log(30);
      live.logged();
      await upTo(30).waitFor();

      for (const step of [20, 30]) {
        writeFileSync(join(folder.path, samplePath(step)), await encodePng(noise(24, 16, step)));
        live.sampled(step);
      }
      const shown = page.locator('.frame:not([hidden]) img[alt^="Samples after 30 steps"]');
      await shown.waitFor();
      await page.waitForFunction('[...document.images].every(({ naturalWidth }) => naturalWidth === 24)');
      await page.locator('#when').fill('0');
      await page.getByText('After 20 steps').waitFor();
      live.progressed({ step: 30, steps: 40, imagesPerSecond: 3, secondsLeft: 9 });
      await page.getByText('30 of 40 steps, 3.0 images/s, 0:09 left').waitFor();

      await live.close({ text: 'The run is over.', isBad: false });
      await page.getByText('The run is over.').waitFor();
      await page.waitForTimeout(2500); // longer than a lost connection waits before it tries again
      expect(await page.locator('#lost').isVisible()).toBe(false);
      expect(faults).toEqual([]);
      const samples = ['/samples/step-000020.png', '/samples/step-000030.png'];
      expect(asked).toEqual(['/', '/events', '/', '/events', ...samples]); // the second ones when training began
    } finally {
      await browser.close();
      await live.close({ text: '', isBad: true });
    }
  });
