import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { launchBrowser, WEBGPU_FLAGS } from '@pix2pix-ts/browser-tests/launch-browser';
import { parseSafetensors } from '@pix2pix-ts/checkpoint';
import { longerSide } from '@pix2pix-ts/common';
import { parseModelMetadata } from '@pix2pix-ts/models';
import { newModel } from '../new-model.ts';
import { type BenchFlags, PAGE_ENGINES } from '../parse-flags.ts';
import { measureEngine, type PageTimes } from './measure-engine.ts';
import { type ModelTimes, measureModel, modelsOfThePage } from './measure-models.ts';
import { visit } from './page-visit.ts';
import { serveDemo } from './serve-demo.ts';
import { countWireBytes, type WireBytes } from './wire-bytes.ts';

/** The result of the suite `web`: the page in a real browser. */
export type WebResult = {
  suite: 'web';
  /** The model's file, or the preset whose new network was used. */
  model: string;
  modelBytes: number;
  imageSize: number;
  browser: string;
  /** The page and the engine that it takes by itself, without the model. */
  page: WireBytes;
  /** The models that come with the page, on wasm. */
  models: ModelTimes[];
  engines: PageTimes[];
};

/** Measures the page as `npm run demo` serves it, in Chromium, and the same engines in Node for comparison. */
export async function runWebSuite(flags: BenchFlags): Promise<WebResult> {
  const folder = await mkdtemp(join(tmpdir(), 'pix2pix-bench-'));
  const model = flags.model === undefined ? await newModel(folder, flags.preset) : resolve(flags.model);
  const file = await readFile(model);
  const imageSize = longerSide(parseModelMetadata({ ...parseSafetensors(file).metadata }).generator.imageSize);
  const demo = await serveDemo(model);
  const browser = await launchBrowser(WEBGPU_FLAGS);
  try {
    const context = await browser.newContext({ serviceWorkers: 'block' });
    const page = await visit(context, demo.address);
    const wire = countWireBytes(page, /\.safetensors$/);
    await page.reload({ waitUntil: 'networkidle' });
    const empty = await wire.take();
    await context.close();
    const models: ModelTimes[] = [];
    for (const model of modelsOfThePage()) {
      const times = await measureModel(browser, { address: demo.address, model, rounds: flags.rounds });
      console.error(describeModel(times));
      models.push(times);
    }
    const engines: PageTimes[] = [];
    for (const engine of flags.engines ?? PAGE_ENGINES) {
      console.error(`measuring ${engine}`);
      const times = await measureEngine(browser, { ...flags, address: demo.address, engine, model, imageSize });
      console.error(describeEngine(times));
      engines.push(times);
    }
    const name = flags.model ?? `${flags.preset}, not trained`;
    const about = { model: name, modelBytes: file.length, imageSize, browser: `Chromium ${browser.version()}` };
    return { suite: 'web', ...about, page: empty, models, engines };
  } finally {
    await browser.close();
    demo.close();
    await rm(folder, { recursive: true });
  }
}

function describeModel({ model, ran, firstVisitMs, cachedVisitMs }: ModelTimes): string {
  const [first, cached] = [firstVisitMs, cachedVisitMs].map((time) => (time / 1000).toFixed(1));
  return `${model} ${ran}: first result after ${cached} s from a full cache, ${first} s the first time`;
}

function describeEngine({ ran, cachedVisitMs, translationMs, longestTaskMs, nodeMs, ratio }: PageTimes): string {
  const inNode =
    nodeMs === null || ratio === null ? '' : `, in Node ${nodeMs.toFixed(0)} ms, ratio ${ratio.toFixed(2)}`;
  return `${ran}: first result after ${(cachedVisitMs / 1000).toFixed(1)} s from a full cache; a translation ${translationMs.toFixed(0)} ms${inNode}; longest task while drawing ${longestTaskMs.toFixed(0)} ms`;
}
