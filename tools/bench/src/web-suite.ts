import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { launchBrowser } from '@pix2pix-ts/browser-tests/launch-browser';
import { encodeSafetensorsToBytes, parseSafetensors, tensorEntries } from '@pix2pix-ts/checkpoint';
import { encodeModelMetadata, initGenerator, nameParams, parseModelMetadata } from '@pix2pix-ts/models';
import { measureEngine, type PageTimes } from './measure-engine.ts';
import { visit } from './page-visit.ts';
import { type BenchFlags, PAGE_ENGINES } from './parse-flags.ts';
import { presetModel } from './preset-model.ts';
import { serveDemo } from './serve-demo.ts';
import { startBackend } from './start-backend.ts';
import { countWireBytes, type WireBytes } from './wire-bytes.ts';

/** The result of the suite `web`: the page in a real browser. */
export type WebResult = {
  suite: 'web';
  /** The model's file, or the preset whose new network was taken. */
  model: string;
  modelBytes: number;
  imageSize: number;
  browser: string;
  /** The page without a model, to the first stroke. */
  page: WireBytes;
  engines: PageTimes[];
};

/** Measures the page as `npm run demo` serves it, in Chromium, and the same engines in Node beside it. */
export async function runWebSuite(flags: BenchFlags): Promise<WebResult> {
  const folder = await mkdtemp(join(tmpdir(), 'pix2pix-bench-'));
  const model = flags.model === undefined ? await newModel(folder, flags) : resolve(flags.model);
  const file = await readFile(model);
  const { imageSize } = parseModelMetadata({ ...parseSafetensors(file).metadata }).generator;
  const demo = await serveDemo(model);
  const browser = await launchBrowser(['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader']);
  try {
    const context = await browser.newContext({ serviceWorkers: 'block' });
    const page = await visit(context, demo.address);
    const wire = countWireBytes(page);
    await page.reload({ waitUntil: 'networkidle' });
    const empty = await wire.take();
    await context.close();
    const engines: PageTimes[] = [];
    for (const engine of flags.engines ?? PAGE_ENGINES) {
      console.error(`measuring ${engine}`);
      engines.push(await measureEngine(browser, { ...flags, ...{ address: demo.address, engine, model, imageSize } }));
    }
    const name = flags.model ?? `${flags.preset}, not trained`;
    const about = { model: name, modelBytes: file.length, imageSize, browser: `Chromium ${browser.version()}` };
    return { suite: 'web', ...about, page: empty, engines };
  } finally {
    await browser.close();
    demo.close();
    await rm(folder, { recursive: true });
  }
}

/** The file of a preset's generator as it is before training, which costs the same time. */
async function newModel(folder: string, { preset }: BenchFlags): Promise<string> {
  await startBackend('cpu');
  const { generator } = presetModel(preset);
  const weights = tensorEntries(nameParams(initGenerator(generator, { seed: 1 })));
  const about = { direction: 'AtoB', dropout: 'off', training: { preset, steps: 0 }, licence: 'MIT' } as const;
  const file = join(folder, 'model.safetensors');
  await writeFile(file, await encodeSafetensorsToBytes(weights, encodeModelMetadata({ generator, ...about })));
  return file;
}
