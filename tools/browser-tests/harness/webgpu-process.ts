import path from 'node:path';
import { defaultClientConditions } from 'vite';
import type { WebgpuAnswer } from '../pages/questions.ts';
import { type Asked, askPage, PATIENCE_WITH_SHADERS, withPage } from './ask-page.ts';
import { buildPages } from './build-pages.ts';
import { bundleWebgpu } from './bundle-webgpu.ts';
import { launchBrowser, WEBGPU_FLAGS } from './launch-browser.ts';
import { serveFiles } from './serve-files.ts';

type BundleAnswer = Pick<WebgpuAnswer, 'adapter'> & { shaders: number; gradient: number[]; said: string[] };

/** All that this process prints, as JSON. */
export type WebgpuReport = {
  /** In the page a single operation: the worker's training compiles all shaders again. */
  page: Asked<WebgpuAnswer>;
  worker: Asked<WebgpuAnswer>;
  bundles: Record<'vite' | 'webpack', Asked<BundleAnswer>>;
};

const sources = await buildPages({
  folder: path.resolve(import.meta.dirname, '../pages'),
  pages: ['webgpu'],
  conditions: ['@pix2pix-ts/source', ...defaultClientConditions],
});
const served = await serveFiles({ sources: sources.files, ...(await bundleWebgpu()) });
const browser = await launchBrowser(WEBGPU_FLAGS);
try {
  const ask = (inWorker: boolean) =>
    askPage<'webgpu'>(browser, `${served.plain}/sources/webgpu.html`, { inWorker }, PATIENCE_WITH_SHADERS);
  const report: WebgpuReport = {
    page: await ask(false),
    worker: await ask(true),
    bundles: { vite: await askBundle('vite'), webpack: await askBundle('webpack') },
  };
  process.stdout.write(JSON.stringify(report));
} finally {
  await browser.close();
  await served.close();
}

function askBundle(name: 'vite' | 'webpack'): Promise<Asked<BundleAnswer>> {
  return withPage(browser, `${served.strict}/${name}/index.html`, async (page, said) => {
    while (!(await page.evaluate(() => 'answer' in globalThis))) await page.waitForTimeout(20);
    type Answered = { answer(): Promise<Omit<BundleAnswer, 'said'>> };
    const answer = await page.evaluate(() => (globalThis as unknown as Answered).answer());
    return { ...answer, said: [...said] };
  });
}
