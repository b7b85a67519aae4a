import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import '@pix2pix-ts/backend-wasm';
import { launchBrowser } from '@pix2pix-ts/browser-tests/launch-browser';
import { modelFile } from '@pix2pix-ts/browser-tests/model-file';
import { parseSafetensors } from '@pix2pix-ts/checkpoint';
import { loadTranslator } from '@pix2pix-ts/pix2pix';
import { setBackend } from '@tensorflow/tfjs-core';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { type ServedPage, servePage } from '../build/serve-page.ts';
import { buildPage } from './built-page.ts';
import {
  drawLine,
  nextTranslation,
  noteOf,
  openPage,
  PATIENCE,
  type PageHandle,
  settled,
  shown,
  translatedAfter,
} from './demo-page.ts';

const place = `${process.platform} ${process.arch}`;
const hasBrowser = place === 'linux x64' || process.env.PIX2PIX_CHROMIUM !== undefined;
const MODEL = '?model=small.safetensors';

(hasBrowser ? describe : unavailable)('the page', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'pix2pix-ts-demo-'));
  const file = path.join(folder, 'small.safetensors');
  let model: Uint8Array;
  let browser: Browser;
  let served: ServedPage;
  let plain: ServedPage;

  beforeAll(async () => {
    await setBackend('wasm');
    model = await modelFile();
    writeFileSync(file, model);
    const built = path.join(folder, 'dist');
    await buildPage(built);
    const files = { 'small.safetensors': file };
    served = await servePage({ folder: built, files });
    plain = await servePage({ folder: built, files, headers: false, under: '/some/folder/' });
    browser = await launchBrowser([
      '--enable-unsafe-webgpu',
      '--use-webgpu-adapter=swiftshader',
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream', // says yes where the context does not say no
    ]);
  }, 300_000);

  afterAll(async () => {
    await browser?.close();
    await served?.close();
    await plain?.close();
    rmSync(folder, { recursive: true });
  });

  const open = (query = MODEL, options = {}) => openPage(browser, `${served.address}${query}`, options);

  test('shows another picture after a stroke, the one before after undo, and complains of nothing', async () => {
    const { page, context, complaints } = await open();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await settled(page);
    const before = await shown(page, 'result');
    await translatedAfter(page, () => drawLine(page, [0.2, 0.2], [0.8, 0.7]));
    const after = await shown(page, 'result');
    expect(after).not.toBe(before);
    await translatedAfter(page, () => page.click('#undo'));
    expect(await shown(page, 'result')).toBe(before);
    await translatedAfter(page, () => page.click('#redo'));
    expect(await shown(page, 'result')).toBe(after);
    await translatedAfter(page, () => page.click('#clear'));
    expect(await shown(page, 'result')).toBe(before);
    expect(complaints).toEqual([]);
    expect(asked.filter((address) => !address.startsWith(served.address) && !/^(blob|data):/.test(address))).toEqual(
      [],
    );
    await context.close();
  });

  test('is drawn on with every tool, and by the keyboard', async () => {
    const { page, context } = await open('');
    const seen = new Set([await shown(page, 'drawing')]);
    for (const [key, from, to] of [
      ['r', [0.2, 0.2], [0.8, 0.8]],
      ['l', [0.1, 0.9], [0.9, 0.1]],
      ['f', [0.5, 0.9], [0.5, 0.9]],
      ['e', [0.3, 0.3], [0.7, 0.3]],
      ['p', [0.3, 0.7], [0.7, 0.7]],
    ] as [string, [number, number], [number, number]][]) {
      await page.keyboard.press(key);
      await page.locator('#palette button').nth(seen.size).click();
      if (key === 'e') await page.keyboard.press('e'); // a colour takes the pen
      await drawLine(page, from, to);
      seen.add(await shown(page, 'drawing'));
    }
    await page.focus('#drawing');
    for (const key of ['Space', 'ArrowUp', 'Shift+ArrowLeft', 'Space']) await page.keyboard.press(key);
    seen.add(await shown(page, 'drawing'));
    expect(seen.size).toBe(7);
    await context.close();
  });

  describe('with the same weights as Node', () => {
    test.each([
      ['wasm', 1],
      ['cpu', 1],
      ['webgl', 2],
      ['webgpu', 2],
    ] as const)('holds the tensors of the file and gives its pictures (%s)', async (engine, levels) => {
      const { page, context } = await open(`${MODEL}&engine=${engine}`);
      await settled(page);
      expect(await page.locator('#engine-name').textContent()).toMatch(TITLES[engine]);
      const { hashes } = await page.evaluate(() => (globalThis as unknown as Handled).pix2pix.inspect());
      expect(hashes).toEqual(hashesOf(model));
      const image = gradient(64);
      const translator = await loadTranslator(model);
      const expected = await translator.translate(image);
      translator.dispose();
      const data = await page.evaluate(
        async ({ values, side }) => {
          const input = { data: Uint8ClampedArray.from(values), width: side, height: side };
          return [...(await (globalThis as unknown as Handled).pix2pix.translate(input)).data];
        },
        { values: [...image.data], side: 64 },
      );
      expect(new Set(data).size).toBeGreaterThan(50);
      expect(farthest(data, expected.data)).toBeLessThanOrEqual(levels);
      await context.close();
    });
  });

  test('goes on with another engine when the GPU is lost, and keeps the drawing', async () => {
    const { page, context } = await open(`${MODEL}&engine=webgl`);
    await settled(page);
    await translatedAfter(page, () => drawLine(page, [0.2, 0.2], [0.8, 0.7]));
    const drawing = await shown(page, 'drawing');
    await translatedAfter(page, () => loseGpu(page));
    expect(await noteOf(page)).toMatch(/^webgl stopped: .* the drawing is kept\.$/);
    expect(await page.locator('#engine-name').textContent()).toMatch(/WebAssembly/);
    expect(await shown(page, 'drawing')).toBe(drawing);
    await context.close();
  });

  test('switches engines while it runs', async () => {
    const { page, context } = await open(`${MODEL}&engine=wasm`);
    await settled(page);
    await translatedAfter(page, () => page.selectOption('#engine', 'cpu'));
    expect(await page.locator('#engine-name').textContent()).toMatch(/JavaScript/);
    await translatedAfter(page, () => page.selectOption('#engine', 'wasm'));
    expect(await page.locator('#engine-name').textContent()).toMatch(/WebAssembly/);
    await context.close();
  });

  test('takes an image, and says in a line what is none', async () => {
    const { page, context } = await open();
    await settled(page);
    const png = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#c03020' } })
      .png()
      .toBuffer();
    const take = (name: string, buffer: Buffer) =>
      page.setInputFiles('#image-file', { name, mimeType: 'image/png', buffer });
    await translatedAfter(page, () => take('red.png', png));
    const drawing = await shown(page, 'drawing');
    for (const [name, buffer, line] of [
      ['text.png', Buffer.from('this is text'), /^Expected an image .* in text\.png, got something else/],
      ['empty.png', Buffer.alloc(0), /^Expected an image in empty\.png, got 0 bytes/],
      ['wide.png', widePng(20_000), /^Expected at most 50 million pixels in wide\.png, got 20000x20000/],
    ] as const) {
      await page.evaluate(() => document.querySelector<HTMLButtonElement>('#note button')?.click());
      await take(name, Buffer.from(buffer));
      expect(await noteOf(page)).toMatch(line);
      expect(await shown(page, 'drawing')).toBe(drawing);
    }
    await context.close();
  });

  test('takes a model that is dropped; one that is none leaves the one before', async () => {
    const { page, context } = await open('');
    await drop(page, 'mine.safetensors', model);
    await settled(page);
    expect(await page.locator('#model option:checked').textContent()).toBe('mine.safetensors');
    for (const [bytes, line] of [
      [model.subarray(0, model.length - 100), /^Could not load the model: .*/],
      [new TextEncoder().encode('{"a": 1}, which is no model'), /^Could not load the model: .*/],
    ] as const) {
      await page.evaluate(() => document.querySelector<HTMLButtonElement>('#note button')?.click());
      await drop(page, 'bad.safetensors', bytes);
      expect(await noteOf(page)).toMatch(line);
      await translatedAfter(page, () => drawLine(page, [0.2, 0.2], [0.8, 0.7]));
      expect(await page.locator('#model option:checked').textContent()).toBe('mine.safetensors');
    }
    await context.close();
  });

  test('shows the camera live, and the drawing again afterwards', async () => {
    const allowed = await open();
    await settled(allowed.page);
    const still = await shown(allowed.page, 'result');
    await allowed.page.click('#camera');
    for (let picture = 0; picture < 3; picture++) await nextTranslation(allowed.page);
    await translatedAfter(allowed.page, () => allowed.page.click('#camera'));
    expect(await shown(allowed.page, 'result')).toBe(still); // the drawing's again
    await allowed.context.close();
  });

  test('says so where the camera is refused', async () => {
    const refusing = await launchBrowser(['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream=deny']);
    const { page } = await openPage(refusing, served.address);
    await page.click('#camera');
    expect(await noteOf(page)).toMatch(/^The camera was refused/);
    await refusing.close();
  });

  test('keeps the drawings of two tabs apart, and brings each back after a reload', async () => {
    const first = await open('');
    await drawLine(first.page, [0.2, 0.2], [0.8, 0.7]);
    await first.page.waitForTimeout(500);
    const second = await open('', { context: first.context });
    expect(await shown(second.page, 'drawing')).toBe(await shown(first.page, 'drawing')); // begins with the last one
    await drawLine(second.page, [0.8, 0.2], [0.2, 0.7]);
    await second.page.waitForTimeout(500);
    const [own, other] = [await shown(first.page, 'drawing'), await shown(second.page, 'drawing')];
    expect(other).not.toBe(own);
    await first.page.reload();
    await second.page.reload();
    await first.page.waitForFunction(() => document.querySelector('#undo:not(:disabled)'));
    await second.page.waitForFunction(() => document.querySelector('#undo:not(:disabled)'));
    expect(await shown(first.page, 'drawing')).toBe(own);
    expect(await shown(second.page, 'drawing')).toBe(other);
    await first.context.close();
  });

  test('opens a shared drawing from its address', async () => {
    const { page, context } = await open('');
    await drawLine(page, [0.2, 0.2], [0.8, 0.7]);
    const drawing = await shown(page, 'drawing');
    await page.click('#share');
    await noteOf(page);
    const other = await openPage(browser, page.url());
    await other.page.waitForFunction(() => document.querySelector('#undo:not(:disabled)'));
    expect(await shown(other.page, 'drawing')).toBe(drawing);
    await other.page.goto(`${served.address}#d=AAAA`);
    await other.page.reload();
    expect(await noteOf(other.page)).toMatch(/^Expected a whole drawing in the page's address, got a damaged one/);
    await other.context.close();
    await context.close();
  });

  test('works from any folder of a plain host, on one thread', async () => {
    const { page, context, complaints } = await openPage(browser, `${plain.address}${MODEL}`);
    await settled(page);
    await translatedAfter(page, () => drawLine(page, [0.2, 0.2], [0.8, 0.7]));
    expect(await page.locator('#engine-name').textContent()).toMatch(/1 thread/);
    expect(complaints).toEqual([]);
    await context.close();
  });

  test('translates without a network once it was loaded', async () => {
    const { page, context } = await open();
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
    const { page, context } = await open();
    await settled(page);
    const held = () => page.evaluate(() => (globalThis as unknown as Handled).pix2pix.inspect());
    const { numTensors, numBytes } = await held();
    await page.evaluate(async () => {
      const image = { data: new Uint8ClampedArray(64 * 64 * 4).fill(99), width: 64, height: 64 };
      for (let i = 0; i < 200; i++) await (globalThis as unknown as Handled).pix2pix.translate(image);
    });
    expect(await held()).toMatchObject({ numTensors, numBytes });
    for (let i = 0; i < 10; i++) await translatedAfter(page, () => drop(page, `${i}.safetensors`, model));
    expect(await held()).toMatchObject({ numTensors, numBytes });
    await context.close();
  });

  test('trains for three steps, translates with what came out, and goes on after a reload and in Node', async () => {
    const { page, context } = await open(`${MODEL}&engine=wasm`);
    await settled(page);
    await page.click('[data-part=train]');
    await page.click('#sample-pairs');
    await page.fill('#steps', '3');
    await page.click('#start-training');
    await page.getByText('Trained for 3 steps.').waitFor();
    expect(await page.locator('#samples canvas').count()).toBe(8);
    const [modelOf3, stateOf3] = [await download(page, '#download-model'), await download(page, '#download-state')];
    const trained = parseSafetensors(modelOf3);
    expect(JSON.parse(trained.metadata.training ?? '')).toMatchObject({ preset: 'fast', steps: 3 });
    await translatedAfter(page, () => page.click('#use-trained'));
    expect(await page.locator('#model option:checked').textContent()).toBe('Trained here');
    const { hashes } = await page.evaluate(() => (globalThis as unknown as Handled).pix2pix.inspect());
    expect(hashes).toEqual(hashesOf(modelOf3));

    await page.reload();
    await settled(page);
    await page.click('[data-part=train]');
    await page.getByText('A run of 3 of 3 steps').waitFor();
    await page.fill('#steps', '5');
    await page.click('#resume-training');
    await page.getByText('Trained for 5 steps.').waitFor();
    const modelOf5 = await download(page, '#download-model');
    expect(JSON.parse(parseSafetensors(modelOf5).metadata.training ?? '')).toMatchObject({ steps: 5 });
    await context.close();

    const run = path.join(folder, 'run');
    mkdirSync(run);
    writeFileSync(path.join(run, 'state.safetensors'), stateOf3);
    await pairsOnDisk(path.join(folder, 'pairs'));
    await pix2pix([
      'train',
      '--resume',
      run,
      '--data',
      path.join(folder, 'pairs'),
      '--steps',
      '4',
      '--backend',
      'wasm',
    ]);
    const continued = parseSafetensors(readFileSync(path.join(run, 'model.safetensors')));
    expect(JSON.parse(continued.metadata.training ?? '')).toMatchObject({ steps: 4 });
  }, 400_000);
});

type Handled = { pix2pix: PageHandle };

const TITLES = { wasm: /WebAssembly/, cpu: /JavaScript/, webgl: /WebGL/, webgpu: /WebGPU/ };

/** Says in one line why nothing is tested here. */
function unavailable(name: string): void {
  test.todo(`${name}: npm has a Chromium for linux x64 alone, this is ${place}; PIX2PIX_CHROMIUM may name another one`);
}

function hashesOf(bytes: Uint8Array): Record<string, string> {
  return Object.fromEntries(
    [...parseSafetensors(bytes).tensors].map(([name, { data }]) => [
      name,
      createHash('sha256').update(data).digest('hex'),
    ]),
  );
}

function gradient(side: number) {
  const data = new Uint8ClampedArray(side * side * 4).fill(255);
  for (let at = 0; at < side * side; at++) {
    data[at * 4] = (255 * (at % side)) / side;
    data[at * 4 + 1] = (255 * at) / (side * side);
    data[at * 4 + 2] = 128 + 127 * Math.sin(at / 50);
  }
  return { data, width: side, height: side };
}

function farthest(left: ArrayLike<number>, right: ArrayLike<number>): number {
  expect(left).toHaveLength(right.length);
  return Array.from(left).reduce((most, value, i) => Math.max(most, Math.abs(value - (right[i] as number))), 0);
}

/** As if a file were dragged onto the page. */
async function drop(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  const transfer = await page.evaluateHandle(
    ({ text, called }) => {
      const transferred = new DataTransfer();
      transferred.items.add(new File([Uint8Array.from(atob(text), (char) => char.charCodeAt(0))], called));
      return transferred;
    },
    { text: Buffer.from(bytes).toString('base64'), called: name },
  );
  await page.dispatchEvent('#drop', 'drop', { dataTransfer: transfer });
}

/** As when a driver is reset: TensorFlow.js keeps its engine on the worker's global. */
async function loseGpu(page: Page): Promise<void> {
  type Engine = { backendInstance: { gpgpu: { gl: WebGL2RenderingContext } } };
  const [worker] = page.workers();
  await worker?.evaluate(() => {
    const { _tfengine } = globalThis as unknown as { _tfengine: Engine };
    _tfengine.backendInstance.gpgpu.gl.getExtension('WEBGL_lose_context')?.loseContext();
  });
}

async function download(page: Page, button: string): Promise<Uint8Array> {
  const [given] = await Promise.all([page.waitForEvent('download', { timeout: PATIENCE }), page.click(button)]);
  return new Uint8Array(readFileSync(await given.path()));
}

/** The header of a PNG of side x side pixels, and hardly any data. */
function widePng(side: number): Buffer {
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  );
  png.writeUInt32BE(side, 16);
  png.writeUInt32BE(side, 20);
  png.writeUInt32BE(crc32(png.subarray(12, 29)), 29);
  return png;
}

/** CRC-32 as PNG has it; Node 20 has none of its own. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

/** Eight pairs of plain colours. */
async function pairsOnDisk(target: string): Promise<void> {
  for (const split of ['train', 'val']) {
    mkdirSync(path.join(target, split), { recursive: true });
    for (let i = 0; i < 4; i++) {
      const background = { r: 60 * i, g: 255 - 60 * i, b: 128 };
      await sharp({ create: { width: 128, height: 64, channels: 3, background } })
        .png()
        .toFile(path.join(target, split, `${i}.png`));
    }
  }
}

/** The command line, from its sources. */
async function pix2pix(args: string[]): Promise<void> {
  const root = path.resolve(import.meta.dirname, '../../..');
  await promisify(execFile)(process.execPath, [path.join(root, 'tools/run/pix2pix.mjs'), ...args], { cwd: root });
}
