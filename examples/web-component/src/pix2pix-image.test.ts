import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import '@pix2pix-ts/backend-wasm';
import { hasBrowser, unavailable } from '@pix2pix-ts/browser-tests/has-browser';
import { launchBrowser } from '@pix2pix-ts/browser-tests/launch-browser';
import { type ServedExample, serveExample } from '@pix2pix-ts/browser-tests/served-example';
import { loadTranslator } from '@pix2pix-ts/pix2pix/node';
import { setBackend } from '@tensorflow/tfjs-core';
import type { Browser, Page } from 'playwright-core';

(hasBrowser ? describe : unavailable)('<pix2pix-image> in a real browser', () => {
  let example: ServedExample;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    await setBackend('wasm');
    example = await serveExample(path.resolve(import.meta.dirname, '..'), 4318, {
      'broken.safetensors': 'no model',
    });
    browser = await launchBrowser();
    page = await browser.newPage();
    page.setDefaultTimeout(60_000);
    await page.goto(example.address);
  });
  afterAll(async () => {
    await browser?.close();
    await example?.close();
  });

  const translated = () => page.locator('pix2pix-image canvas[role=img]');

  /** The values of what a canvas can draw. */
  async function pixelsOf(selector: string) {
    const { values, ...size } = await page.locator(selector).evaluate((element) => {
      const drawable = element as HTMLImageElement | HTMLCanvasElement;
      const [width, height] = [drawable.width, drawable.height];
      const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
      context?.drawImage(drawable, 0, 0, width, height);
      // As text, which takes a hundredth of the time that numbers take.
      return { values: context?.getImageData(0, 0, width, height).data.join() ?? '', width, height };
    });
    return { ...size, data: Uint8Array.from(values.split(','), Number) };
  }

  test('it shows what the model of a package makes of the picture in it, with its words', async () => {
    await translated().waitFor();
    expect(await translated().getAttribute('aria-label')).toBe('A cat in colours');
    const drawing = await pixelsOf('h1 + img');
    const shown = await pixelsOf('pix2pix-image canvas');
    const translator = await loadTranslator('colour');
    const expected = await translator.translate(drawing);
    translator.dispose();
    expect(new Set(shown.data).size).toBeGreaterThan(50);
    const steps = Array.from(shown.data, (value, at) => Math.abs(value - (expected.data[at] ?? Number.NaN)));
    expect(steps.reduce((most, step) => Math.max(most, step), 0)).toBeLessThanOrEqual(1);
  });

  test('it shows the picture itself, and fires one line, where the model or the picture cannot be used', async () => {
    const failure = (attribute: string, value: string) =>
      page.locator('pix2pix-image').evaluate(
        (element, [name, word]) =>
          new Promise<string>((resolve) => {
            element.addEventListener('error', (event) => resolve((event as ErrorEvent).message), { once: true });
            if (name === 'src') element.replaceChildren();
            element.setAttribute(name as string, word as string);
          }),
        [attribute, value] as const,
      );
    expect(await failure('model', 'broken.safetensors')).toMatch(/^Could not load broken\.safetensors: [^\n]+$/);
    expect(await translated().count()).toBe(0);
    expect(await page.locator('pix2pix-image img').isVisible()).toBe(true);
    expect(await failure('model', 'color')).toMatch(/^Could not [^\n]+ Did you mean 'colour'\?$/);
    await page.locator('pix2pix-image').evaluate((element) => element.setAttribute('model', 'colour'));
    await translated().waitFor();
    expect(await failure('src', 'missing.png')).toMatch(/^(Could not fetch|Expected an image) [^\n]+$/);
  });
});
