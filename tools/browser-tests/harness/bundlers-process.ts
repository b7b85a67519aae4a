import type { Browser } from 'playwright-core';
import { type Asked, withPage } from './ask-page.ts';
import { type BundleName, bundleGradient } from './bundle-gradient.ts';
import { launchBrowser } from './launch-browser.ts';
import { serveFiles } from './serve-files.ts';

/** What the program answers, the scripts and binaries that its page asked for, and what stood on the console. */
type GradientAnswer = Computed & { asked: string[]; said: string[] };

type Computed = { features: { threads: number; simd: boolean; fma: boolean; reason?: string }; gradient: number[] };

/** All that this process prints, as JSON: each bundle, and esbuild's where something is refused or missing. */
export type BundlersReport = Record<BundleName | 'workersRefused' | 'binaryMissing', Asked<GradientAnswer>>;

const bundles = await bundleGradient();
const binaryMissing = new Map([...bundles.esbuild].filter(([name]) => !name.startsWith('kernels-')));
const served = await serveFiles({ ...bundles, binaryMissing });
try {
  const browser = await launchBrowser();
  try {
    const report: BundlersReport = {
      webpack: await askGradient(browser, `${served.strict}/webpack`),
      esbuild: await askGradient(browser, `${served.strict}/esbuild`),
      esbuildOneFile: await askGradient(browser, `${served.strict}/esbuildOneFile`),
      workersRefused: await askGradient(browser, `${served.workerless}/esbuild`),
      binaryMissing: await askGradient(browser, `${served.strict}/binaryMissing`),
    };
    process.stdout.write(JSON.stringify(report));
  } finally {
    await browser.close();
  }
} finally {
  await served.close();
}

function askGradient(browser: Browser, folder: string): Promise<Asked<GradientAnswer>> {
  const asked: string[] = [];
  return withPage(
    browser,
    `${folder}/index.html`,
    async (page, said) => {
      while (!(await page.evaluate(() => 'answer' in globalThis))) await page.waitForTimeout(20);
      const computed = await page.evaluate(() => (globalThis as unknown as { answer(): Promise<Computed> }).answer());
      return { ...computed, asked, said: [...said] };
    },
    async (page) => page.on('request', (request) => asked.push(request.url().slice(folder.length + 1))),
  );
}
