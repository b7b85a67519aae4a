import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import '@pix2pix-ts/backend-wasm';
import { hasBrowser, unavailable } from '@pix2pix-ts/browser-tests/has-browser';
import { launchBrowser } from '@pix2pix-ts/browser-tests/launch-browser';
import { type ServedExample, serveExample } from '@pix2pix-ts/browser-tests/served-example';
import { loadTranslator, type Translator } from '@pix2pix-ts/pix2pix';
import { smallModelFile } from '@pix2pix-ts/testing-models';
import { setBackend } from '@tensorflow/tfjs-core';
import type { Browser, Page } from 'playwright-core';

/** The engines may take this long to start on a busy machine, in ms. */
const PATIENCE = 60_000;

(hasBrowser ? describe : unavailable)('<Pix2Pix> in a real browser', () => {
  let example: ServedExample;
  let browser: Browser;
  let translator: Translator;

  beforeAll(async () => {
    await setBackend('wasm');
    const model = await smallModelFile();
    translator = await loadTranslator(model);
    const files = { 'small.safetensors': model, 'broken.safetensors': 'no model' };
    example = await serveExample(path.resolve(import.meta.dirname, '..'), 4317, files);
    browser = await launchBrowser();
  });

  afterAll(async () => {
    translator?.dispose();
    await browser?.close();
    await example?.close();
  });

  async function open(model: string, file = ''): Promise<{ page: Page; complaints: string[] }> {
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('pageerror', ({ message }) => complaints.push(message));
    page.setDefaultTimeout(PATIENCE);
    await page.goto(`${example.address}${file}?model=${model}`);
    return { page, complaints };
  }

  const pixelsOf = (page: Page, id: string) =>
    page.locator(id).evaluate((element) => {
      const canvas = element as HTMLCanvasElement;
      const { data, width, height } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? {};
      return { data: Uint8Array.from(data ?? []).join(), width: width ?? 0, height: height ?? 0 };
    });

  /** How far the translation that is shown is from Node's of the drawing that is shown, in levels of 255. */
  async function distance(page: Page): Promise<number> {
    const [drawing, shown] = [await pixelsOf(page, '#drawing'), await pixelsOf(page, '#translated')];
    const numbers = (text: string) => Uint8Array.from(text.split(','), Number);
    const { data: expected } = await translator.translate({ ...drawing, data: numbers(drawing.data) });
    const data = numbers(shown.data);
    if (data.length !== expected.length) return 255;
    return expected.reduce((most, value, i) => Math.max(most, Math.abs(value - (data[i] as number))), 0);
  }

  test('it shows what the model makes of the canvas, also after a stroke, and ends its worker on unmount', async () => {
    const { page, complaints } = await open('small.safetensors');
    const first = await matching();
    await page.mouse.move(60, 120);
    await page.mouse.down();
    await page.mouse.move(200, 220, { steps: 5 });
    await page.mouse.up();
    const second = await matching();
    expect(second).not.toBe(first);
    expect(page.workers()).toHaveLength(1); // also under React's strict mode, which mounts twice
    await page.getByRole('button').click();
    await expect(page.locator('#translated').count()).resolves.toBe(0);
    while (page.workers().length > 0) await page.waitForTimeout(20);
    await page.getByRole('button').click();
    expect(await matching()).toBe(second);
    expect([complaints, await page.getByRole('alert').textContent()]).toEqual([[], '']);
    await page.close();

    /** The drawing, once its translation is shown. */
    async function matching(): Promise<string> {
      while ((await distance(page)) > 2) await page.waitForTimeout(100); // WebGL rounds in its own way
      return (await pixelsOf(page, '#drawing')).data;
    }
  });

  test('a file that is not a model is reported in one line', async () => {
    const { page, complaints } = await open('broken.safetensors');
    const alert = page.getByRole('alert').filter({ hasText: /\S/ });
    expect(await alert.textContent()).toMatch(/^Could not load \S+broken\.safetensors: safetensors file: [^\n]+$/);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('a component with the hook waits for the model, and shows what it makes of the canvas', async () => {
    const { page, complaints } = await open('small.safetensors', 'hook.html');
    await page.locator('#translated').waitFor();
    expect(await distance(page)).toBeLessThanOrEqual(2); // WebGL rounds in its own way
    expect(complaints).toEqual([]);
    await page.close();
  });
});
