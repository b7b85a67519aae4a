import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { decodeImage } from '@pix2pix-ts/data/node';
import { defaultClientConditions } from 'vite';
import type { SourcesAnswer } from '../pages/questions.ts';
import { type Asked, askPage } from './ask-page.ts';
import { buildPages } from './build-pages.ts';
import { launchBrowser } from './launch-browser.ts';
import { serveFiles } from './serve-files.ts';

/** All that this process prints, as JSON. */
export type SourcesReport = Asked<SourcesAnswer>;

// A folder with a model and with pictures, which the page has as files and as the pixels that Node decodes.
const [folder = ''] = process.argv.slice(2);
const names = readdirSync(folder);
const pages = await buildPages({
  folder: path.resolve(import.meta.dirname, '../pages'),
  pages: ['sources'],
  conditions: ['@pix2pix-ts/source', ...defaultClientConditions],
});
const files = new Map(names.map((name) => [name, readFileSync(path.join(folder, name))]));
const served = await serveFiles({ sources: pages.files, files });
const browser = await launchBrowser();
try {
  const pictures = names.filter((name) => !name.endsWith('.safetensors'));
  const decoded = pictures.map(async (name) => {
    const { data, width, height } = await decodeImage(path.join(folder, name));
    return { address: `../files/${name}`, pixels: { data: Uint8Array.from(data), width, height } };
  });
  const report: SourcesReport = await askPage<'sources'>(browser, `${served.plain}/sources/sources.html`, {
    model: '../files/model.safetensors',
    pictures: await Promise.all(decoded),
    elsewhere: `${served.plain.replace('127.0.0.1', 'localhost')}/files/${pictures[0]}`,
  });
  process.stdout.write(JSON.stringify(report));
} finally {
  await browser.close();
  await served.close();
}
