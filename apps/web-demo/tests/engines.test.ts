import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { encodeSafetensorsToBytes, parseSafetensors } from '@pix2pix-ts/checkpoint';
import type { ModelCopy } from '@pix2pix-ts/models';
import { loadTranslator, smallerModel } from '@pix2pix-ts/pix2pix';
import { SMALL, smallMetadata, smallModelFile } from '@pix2pix-ts/testing-models';
import { mul, type Tensor } from '@tensorflow/tfjs-core';
import type { Page } from 'playwright-core';
import { buildPage } from './built-page.ts';
import {
  drawLine,
  drop,
  type Handled,
  inspection,
  loseGpu,
  noteOf,
  openPage,
  settled,
  shown,
  translatedAfter,
} from './demo-page.ts';
import { describePage, MODEL } from './page-fixture.ts';
import { gradient, hashesOf, sha256 } from './sample-files.ts';

const TITLE_OF = { webgl: 'WebGL', webgpu: 'WebGPU' };
const TITLES = { wasm: /WebAssembly/, cpu: /JavaScript/, webgl: /WebGL/, webgpu: /WebGPU/ };

describePage('the engines of the page', (fixture) => {
  test.each([
    ['wasm', 1],
    ['cpu', 1],
    ['webgl', 2],
    ['webgpu', 2],
  ] as const)('holds the tensors of the file and gives its pictures (%s)', async (engine, levels) => {
    const { page, context } = await fixture.open(`${MODEL}&engine=${engine}`);
    await settled(page);
    expect(await page.locator('#engine-name').textContent()).toMatch(TITLES[engine]);
    const { hashes } = await inspection(page);
    expect(hashes).toEqual(hashesOf(fixture.model));
    const image = gradient(64);
    const translator = await loadTranslator(fixture.model);
    const expected = await translator.translate(image);
    translator.dispose();
    const data = await translated(page, image);
    expect(new Set(data).size).toBeGreaterThan(50);
    expect(farthest(data, expected.data)).toBeLessThanOrEqual(levels);
    await context.close();
  });

  test.each([
    ['wasm', 0],
    ['webgl', 0],
    ['webgpu', 1],
  ] as const)('shows the bytes that it would read, whatever the colours and the alpha (%s)', async (engine, levels) => {
    const { page, context, complaints } = await fixture.open(`${MODEL}&engine=${engine}`);
    await settled(page);
    for (const picture of [gradient(64), gradient(128), faded(96)]) {
      const { read, seen } = await readAndShown(page, picture);
      expect(new Set(seen).size).toBeGreaterThan(50);
      expect(farthest(seen, read)).toBeLessThanOrEqual(levels);
    }
    expect(complaints).toEqual([]);
    await context.close();
  });

  test('reads no picture back from the graphics card to show it', async () => {
    const { page, context } = await fixture.open(`${MODEL}&engine=webgpu`);
    await settled(page);
    const [worker] = page.workers();
    await worker?.evaluate(() => {
      const read: number[] = [];
      const { mapAsync } = GPUBuffer.prototype;
      GPUBuffer.prototype.mapAsync = function (this: GPUBuffer, ...given) {
        read.push(this.size);
        return mapAsync.apply(this, given);
      };
      Object.assign(globalThis, { read });
    });
    for (let line = 1; line <= 3; line++)
      await translatedAfter(page, () => drawLine(page, [0.2, 0.2], [0.8, line / 4]));
    const read = (await worker?.evaluate(() => (globalThis as unknown as { read: number[] }).read)) ?? [];
    expect(read.length).toBeGreaterThanOrEqual(3);
    expect(new Set(read)).toEqual(new Set([4])); // one value, that tells whether there was NaN
    const { data } = gradient(64);
    expect(await translated(page, { data, width: 64 })).toHaveLength(data.length);
    expect(await worker?.evaluate(() => (globalThis as unknown as { read: number[] }).read.at(-1))).toBe(
      64 * 64 * 3 * 4,
    );
    await context.close();
  });

  test('switches engines while it runs', async () => {
    const { page, context } = await fixture.open(`${MODEL}&engine=wasm`);
    await settled(page);
    await translatedAfter(page, () => page.selectOption('#engine', 'cpu'));
    expect(await page.locator('#engine-name').textContent()).toMatch(/JavaScript/);
    await translatedAfter(page, () => page.selectOption('#engine', 'wasm'));
    expect(await page.locator('#engine-name').textContent()).toMatch(/WebAssembly/);
    await context.close();
  });

  test('says how far the graphics card is prepared, before the first translation on it', async () => {
    const { page, context } = await fixture.open(`${MODEL}&engine=wasm`);
    await settled(page);
    await page.evaluate(() => {
      const said: string[] = [];
      const place = document.getElementById('loading') as HTMLElement;
      const note = () => {
        const [title, share] = ['strong', 'span'].map((name) => place.querySelector(name)?.textContent);
        if (!place.hidden) said.push(`${title} ${share}`);
      };
      new MutationObserver(note).observe(place, { subtree: true, childList: true, characterData: true });
      Object.assign(globalThis, { said });
    });
    await translatedAfter(page, () => page.selectOption('#engine', 'webgpu'));
    const said = await page.evaluate(() => (globalThis as unknown as { said: string[] }).said);
    expect(said.length).toBeGreaterThan(4);
    for (const text of said) expect(text).toMatch(/^Preparing the graphics card \d+ of \d+$/);
    expect(await page.locator('#loading').isVisible()).toBe(false);
    await context.close();
  });

  test.each([
    ['webgl', 'the GPU was lost'],
    ['webgpu', 'A valid external Instance reference no longer exists|Device was destroyed|destroyed'],
  ] as const)(
    'continues with another engine when the GPU is lost, and keeps the drawing (%s)',
    async (engine, reason) => {
      const { page, context } = await fixture.open(`${MODEL}&engine=${engine}`);
      await settled(page);
      await translatedAfter(page, () => drawLine(page, [0.2, 0.2], [0.8, 0.7]));
      const drawing = await shown(page, 'drawing');
      await translatedAfter(page, () => loseGpu(page));
      expect(await noteOf(page)).toMatch(new RegExp(`^${TITLE_OF[engine]} stopped: (${reason})`));
      expect(await noteOf(page)).toMatch(/the drawing is kept\.$/);
      expect(await page.locator('#engine-name').textContent()).toMatch(/WebAssembly/);
      expect(await page.locator('#engine option:checked').textContent()).toBe('Automatic');
      expect(await shown(page, 'drawing')).toBe(drawing);
      await translatedAfter(page, () => drawLine(page, [0.8, 0.2], [0.2, 0.7]));
      await context.close();
    },
  );

  test('says that the GPU was lost, and nothing else, where that happens while the model is being prepared', async () => {
    const { page, context } = await fixture.open(`${MODEL}&engine=wasm`);
    await settled(page);
    await page.selectOption('#engine', 'webgpu');
    await page.locator('#loading', { hasText: / [1-9]\d* of / }).waitFor();
    await translatedAfter(page, () => loseGpu(page));
    expect(await noteOf(page)).toMatch(
      /^WebGPU stopped: [^.]+\. Continuing with another engine; the drawing is kept\.$/,
    );
    expect(await page.locator('#engine-name').textContent()).toMatch(/WebAssembly/);
    await context.close();
  });

  test('says that a model gives no picture, though nothing is read to show one', async () => {
    const { page, context } = await fixture.open(`${MODEL}&engine=webgpu`);
    await settled(page);
    const bytes = await smallModelFile(smallMetadata({ generator: { ...SMALL, imageSize: 64, filters: 8 } }), {
      change: (tensors) => {
        for (const name of ['up2.weight', 'final.weight']) {
          const weight = tensors[name] as Tensor;
          tensors[name] = mul(weight, 3e38);
          weight.dispose();
        }
      },
    });
    await drop(page, 'broken.safetensors', bytes);
    expect(await noteOf(page)).toMatch(/^Expected a picture from the model, got values that are not a number\./);
    await context.close();
  });

  test('works from any folder of a plain host, on one thread', async () => {
    const { page, context, complaints } = await openPage(fixture.browser, `${fixture.plain.address}${MODEL}`);
    await settled(page);
    await translatedAfter(page, () => drawLine(page, [0.2, 0.2], [0.8, 0.7]));
    expect(await page.locator('#engine-name').textContent()).toMatch(/1 thread/);
    expect(complaints).toEqual([]);
    await context.close();
  });

  test('translates without a network once it was loaded', async () => {
    const { page, context } = await fixture.open();
    await settled(page);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await context.setOffline(true);
    await page.reload();
    await settled(page);
    await translatedAfter(page, () => drawLine(page, [0.2, 0.2], [0.8, 0.7]));
    expect(await page.locator('#engine-name').textContent()).toMatch(/WebAssembly/);
    await context.close();
  });

  test('holds no more after 200 translations, and after 10 changes of the model', async () => {
    const { page, context } = await fixture.open();
    await settled(page);
    const held = () => inspection(page);
    const { numTensors, numBytes } = await held();
    await page.evaluate(async () => {
      const image = { data: new Uint8ClampedArray(64 * 64 * 4).fill(99), width: 64, height: 64 };
      for (let i = 0; i < 200; i++) await (globalThis as unknown as Handled).pix2pix.translate(image);
    });
    expect(await held()).toMatchObject({ numTensors, numBytes });
    for (let i = 0; i < 10; i++) await translatedAfter(page, () => drop(page, `${i}.safetensors`, fixture.model));
    expect(await held()).toMatchObject({ numTensors, numBytes });
    await context.close();
  });

  test.each([
    ['float16', 'float16 copy'],
    ['int8', '8-bit copy'],
  ] as const)('take a smaller copy in %s, and the page says what it is', async (weights, name) => {
    const { page, context } = await fixture.open('');
    const copy = await smallerCopy(fixture.model, weights);
    await drop(page, 'small.safetensors', copy);
    await settled(page);
    expect(await page.locator('#about').textContent()).toMatch(
      new RegExp(`${name}, 0.25 of 255 from the original on average, 3 at most$`),
    );
    const image = gradient(64);
    const translator = await loadTranslator(copy);
    const expected = await translator.translate(image);
    translator.dispose();
    expect(farthest(await translated(page, image), expected.data)).toBeLessThanOrEqual(1);
    await context.close();
  });

  test('begin with a model that comes with the page, whose file chooses colours and tools', async () => {
    const packages = path.join(fixture.folder, 'packages');
    const settings = {
      title: 'Shapes',
      hint: 'Paint flat shapes.',
      palette: ['#00a67e', '#ffffff'],
      tools: ['fill', 'rectangle'],
    };
    const first = await modelPackage(packages, 'a', fixture.model, settings);
    await modelPackage(packages, 'b', fixture.model, {});
    mkdirSync(path.join(packages, 'model-without-a-file'));
    mkdirSync(path.join(packages, 'other'));
    const built = path.join(fixture.folder, 'with-models');
    await buildPage(built, packages);
    const served = await fixture.serve(built);
    const { page, context, complaints } = await openPage(fixture.browser, served.address);
    await settled(page);
    expect(await page.locator('#model option').allTextContents()).toEqual(['Shapes', 'b', 'Open a file …']);
    expect((await inspection(page)).hashes).toEqual(hashesOf(first));
    expect(await page.locator('#hint').textContent()).toBe('Paint flat shapes.');
    expect(await page.locator('#palette button').count()).toBe(2);
    expect(
      await page
        .locator('[data-tool]:visible')
        .evaluateAll((tools) => tools.map(({ dataset }) => (dataset as DOMStringMap).tool)),
    ).toEqual(['rectangle', 'fill']);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    const kept = await page.evaluate(async () => {
      const names = await caches.keys();
      const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
      return requests
        .flat()
        .map(({ url }) => url)
        .filter((url) => url.endsWith('.safetensors'));
    });
    expect(kept).toEqual([`${served.address}models/a.safetensors`]); // once, and no other one
    await translatedAfter(page, () => page.selectOption('#model', '1'));
    expect(await page.locator('#palette button').count()).toBe(12);
    expect(complaints).toEqual([]);
    await context.close();
  });
});

describePage('the models that come with the page', (fixture) => {
  test('are colour, 3d and planet, with the weights that Node has, and tools, colours and examples of their own', async () => {
    const built = path.join(fixture.folder, 'with-packages');
    await buildPage(built);
    const served = await fixture.serve(built);
    const { page, context, complaints } = await openPage(fixture.browser, `${served.address}?engine=wasm`);
    const requests: string[] = [];
    page.on('request', (request) => requests.push(new URL(request.url()).pathname));
    await settled(page);
    expect(await page.locator('#model option').allTextContents()).toEqual(['Colour', '3D', 'Planet', 'Open a file …']);
    await holdsWeightsOf(page, 'colour');
    expect(await page.locator('#palette button').count()).toBe(12); // to give hints with
    expect(await page.locator('[data-tool="fill"]').isVisible()).toBe(false);
    await translatedAfter(page, () => page.click('#example'));
    const lines = await shown(page, 'drawing');
    expect(requests.filter((name) => /3d\.safetensors|flat-/.test(name))).toEqual([]);

    await translatedAfter(page, () => page.selectOption('#model', '1'));
    await holdsWeightsOf(page, '3d');
    expect(await page.locator('#palette button').count()).toBe(17); // with black
    expect(await page.locator('[data-tool="fill"]').isVisible()).toBe(true);
    await translatedAfter(page, () => page.click('#example'));
    expect(await shown(page, 'drawing')).not.toBe(lines);
    expect(requests.filter((name) => /flat-/.test(name))).toHaveLength(2);
    expect(complaints).toEqual([]);
    await context.close();
  });
});

/** The page's engine has exactly the tensors of a package's file, and gives the picture that Node gives. */
async function holdsWeightsOf(page: Page, name: string): Promise<void> {
  const bytes = readFileSync(path.resolve(import.meta.dirname, `../../../packages/model-${name}/model.safetensors`));
  const translator = await loadTranslator(bytes);
  const image = gradient(128);
  const expected = await translator.translate(image);
  // The file's weights are in 8 bits: what is compared is what both made of them.
  const hashes = Object.entries(translator.tensors).map(([tensor, value]) => [tensor, sha256(value.dataSync())]);
  translator.dispose();
  expect(hashes.length).toBeGreaterThan(10);
  expect((await inspection(page)).hashes).toEqual(Object.fromEntries(hashes));
  expect(farthest(await translated(page, image), expected.data)).toBeLessThanOrEqual(1);
}

/** A picture translated by the page's engine. */
function translated(page: Page, { data, width: side }: { data: Uint8ClampedArray; width: number }): Promise<number[]> {
  return page.evaluate(
    async ({ values, side }) => {
      const input = { data: Uint8ClampedArray.from(values), width: side, height: side };
      return [...(await (globalThis as unknown as Handled).pix2pix.translate(input)).data];
    },
    { values: [...data], side },
  );
}

/** A picture translated twice: with values that are read, and as a bitmap whose values a canvas has. */
function readAndShown(
  page: Page,
  { data, width: side }: { data: Uint8ClampedArray; width: number },
): Promise<{ read: number[]; seen: number[] }> {
  return page.evaluate(
    async ({ values, side }) => {
      const { pix2pix } = globalThis as unknown as Handled;
      const image = new ImageData(Uint8ClampedArray.from(values), side, side);
      const bitmap = await createImageBitmap(image, { premultiplyAlpha: 'none' });
      const read = [...(await pix2pix.translate(image)).data];
      const context = new OffscreenCanvas(side, side).getContext('2d') as OffscreenCanvasRenderingContext2D;
      context.drawImage(await pix2pix.translateBitmap(bitmap), 0, 0);
      return { read, seen: [...context.getImageData(0, 0, side, side).data] };
    },
    { values: [...data], side },
  );
}

/** A gradient that can be seen through. */
function faded(side: number): { data: Uint8ClampedArray; width: number; height: number } {
  const picture = gradient(side);
  for (let at = 0; at < side * side; at++) picture.data[4 * at + 3] = at % 256;
  return picture;
}

function farthest(left: ArrayLike<number>, right: ArrayLike<number>): number {
  expect(left).toHaveLength(right.length);
  return Array.from(left).reduce((most, value, i) => Math.max(most, Math.abs(value - (right[i] as number))), 0);
}

/** A package of a model as the build looks for them, with what its file says about drawing for it. */
async function modelPackage(folder: string, id: string, model: Uint8Array, page: object): Promise<Uint8Array> {
  const { tensors, metadata } = parseSafetensors(model);
  const entries = [...tensors].map(([name, { dtype, shape, data }]) => ({ name, dtype, shape, read: () => data }));
  const bytes = await encodeSafetensorsToBytes(entries, { ...metadata, training: JSON.stringify({ page }) });
  mkdirSync(path.join(folder, `model-${id}`), { recursive: true });
  writeFileSync(path.join(folder, `model-${id}`, 'model.safetensors'), bytes);
  return bytes;
}

/** A copy in fewer bits, as `pix2pix export` writes it. */
async function smallerCopy(model: Uint8Array, weights: ModelCopy['weights']): Promise<Uint8Array> {
  const { entries, fields } = smallerModel(model, weights);
  const difference = { images: 8, inputs: 'made by formula', mean: 0.25, max: 3, l1: 0.001 };
  const copy: ModelCopy = { weights, source: { sha256: '0'.repeat(64), bytes: model.length }, difference };
  return encodeSafetensorsToBytes(entries, { ...fields, copy: JSON.stringify(copy) });
}
