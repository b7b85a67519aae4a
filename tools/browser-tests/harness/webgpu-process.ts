import path from 'node:path';
import { defaultClientConditions } from 'vite';
import type { WebgpuAnswer } from '../pages/questions.ts';
import { type Asked, askPage, withPage } from './ask-page.ts';
import { buildPages } from './build-pages.ts';
import { bundleWebgpu } from './bundle-webgpu.ts';
import { launchBrowser, WEBGPU_FLAGS } from './launch-browser.ts';
import { serveFiles } from './serve-files.ts';

type BundleAnswer = Pick<WebgpuAnswer, 'adapter'> & { shaders: number; gradient: number[]; said: string[] };

/** All that this process prints, as JSON. */
export type WebgpuReport = {
  trained: Record<'page' | 'worker', Asked<WebgpuAnswer>>;
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
  const train = (inWorker: boolean) => askPage<'webgpu'>(browser, `${served.plain}/sources/webgpu.html`, { inWorker });
  const report: WebgpuReport = {
    trained: { page: await train(false), worker: await train(true) },
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
