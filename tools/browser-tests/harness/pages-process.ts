import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import type { KernelsAnswer } from '../pages/questions.ts';
import { type Asked, askPage } from './ask-page.ts';
import { buildPages } from './build-pages.ts';
import { launchBrowser } from './launch-browser.ts';
import { type ServedFiles, serveFiles } from './serve-files.ts';

/** All that this process prints, as JSON. */
export type PagesReport = {
  /** Modules that a page which translates can load. */
  modules: string[];
  warnings: string[];
  translated: Record<'wasm' | 'webgl' | 'cpu', Asked<number[]>>;
  kernels: Record<'isolated' | 'plain' | 'worker', Asked<KernelsAnswer>>;
  losses: Asked<Record<string, number>[]>;
};

/** Asks the pages one after the other: there may be two cores for all. */
async function askAll(browser: Browser, { isolated, plain }: ServedFiles) {
  const translate = (engine: 'wasm' | 'webgl' | 'cpu') =>
    askPage<'translate'>(browser, `${isolated}/translate.html`, { engine, model: 'model.safetensors' });
  const kernels = (address: string, inWorker = false) =>
    askPage<'kernels'>(browser, `${address}/kernels.html`, { inWorker });
  return {
    translated: { wasm: await translate('wasm'), webgl: await translate('webgl'), cpu: await translate('cpu') },
    kernels: { isolated: await kernels(isolated), plain: await kernels(plain), worker: await kernels(isolated, true) },
    losses: await askPage<'train'>(browser, `${isolated}/train.html`, {}),
  };
}

const [modelFile = ''] = process.argv.slice(2);
const { files, warnings, modulesOf } = await buildPages(['translate', 'kernels', 'train']);
files.set('model.safetensors', readFileSync(modelFile));
const served = await serveFiles(files);
try {
  const browser = await launchBrowser();
  try {
    const report: PagesReport = { modules: modulesOf('translate'), warnings, ...(await askAll(browser, served)) };
    process.stdout.write(JSON.stringify(report));
  } finally {
    await browser.close();
  }
} finally {
  await served.close();
}
