import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Questions, TransformersAnswer } from '../pages/questions.ts';
import { type Asked, askPage } from './ask-page.ts';
import { buildPages } from './build-pages.ts';
import { launchBrowser } from './launch-browser.ts';
import { serveFiles } from './serve-files.ts';

/** All that this process prints, as JSON. */
export type TransformersReport = Asked<TransformersAnswer>;

// The folder that the model's own is in, the name of that, and a JSON file with the pictures.
const [folder = '', name = '', pictures = ''] = process.argv.slice(2);
const filesOf = (where: string, wanted: RegExp) => {
  const names = readdirSync(where, { recursive: true, encoding: 'utf8' }).filter((each) => wanted.test(each));
  return new Map(names.map((each) => [each, readFileSync(path.join(where, each))]));
};
const pages = await buildPages({ folder: path.resolve(import.meta.dirname, '../pages'), pages: ['transformers'] });
const runtime = path.dirname(createRequire(import.meta.url).resolve('onnxruntime-web'));
const served = await serveFiles({
  pages: pages.files,
  models: filesOf(folder, /\.(json|onnx)$/),
  runtime: filesOf(runtime, /^ort-wasm.*\.(mjs|wasm)$/),
});
const browser = await launchBrowser();
try {
  const ask: Questions['transformers']['ask'] = {
    models: '/plain/models/',
    name,
    runtime: '../runtime/',
    pictures: JSON.parse(readFileSync(pictures, 'utf8')),
  };
  const address = `${served.plain}/pages/transformers.html`;
  const report: TransformersReport = await askPage<'transformers'>(browser, address, ask);
  process.stdout.write(JSON.stringify(report));
} finally {
  await browser.close();
  await served.close();
}
