import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser } from 'playwright-core';
import type { KernelsAnswer, Questions, TranslateAnswer } from '../pages/questions.ts';
import { type Asked, answerOf, askPage, withPage } from './ask-page.ts';
import { askThreads, type ThreadsReport } from './ask-threads.ts';
import type { BuiltFiles, BuiltPages } from './build-pages.ts';
import { launchBrowser } from './launch-browser.ts';
import { pagesFromPackages, pagesFromSources } from './our-pages.ts';
import { type ServedFiles, serveFiles } from './serve-files.ts';

/** All that this process prints, as JSON. */
export type PagesReport = {
  /** What Vite put into the page that translates, from the sources and from the packages. */
  builds: Record<'sources' | 'packages', { modules: string[]; warnings: string[] }>;
  translated: Record<'wasm' | 'webgl' | 'cpu' | 'packages', Asked<TranslateAnswer>>;
  kernels: Record<'isolated' | 'plain' | 'worker', Asked<KernelsAnswer>>;
  losses: Asked<Record<string, number>[]>;
  /** Where the server has no binaries, and where it gives a page in their place. */
  withoutBinaries: Record<'missing' | 'pages', Asked<KernelsAnswer>>;
  threads: Record<ThreadsPlace, Asked<ThreadsReport>>;
  /** In a browser on a processor too old for SIMD. */
  withoutSimd: Asked<TranslateAnswer & { said: string[] }>;
};

/** Where threads are asked for; in the last three they cannot start. */
export type ThreadsPlace =
  | 'page'
  | 'worker'
  | 'strict'
  | 'withoutFma'
  | 'notIsolated'
  | 'workersRefused'
  | 'scriptMissing';

const [modelFile = ''] = process.argv.slice(2);
const sources = await pagesFromSources();
const packages = await pagesFromPackages();
const served = await serveFiles({
  sources: sources.files,
  packages: packages.files,
  missing: withInstead(sources.files, /\.wasm$/, () => []),
  pages: withInstead(sources.files, /\.wasm$/, (name) => [[name, '<!doctype html>']]),
  // The worker's script is platform/page.ts's; a single-page application's host gives its page for it.
  scriptless: withInstead(sources.files, /^assets\/page-.*\.js$/, () => []),
  stock: new Map([...sources.files, ['tfjs-backend-wasm.wasm', stockBinary()]]),
  models: new Map([['small.safetensors', readFileSync(modelFile)]]),
});
try {
  const builds = { sources: contentsOf(sources), packages: contentsOf(packages) };
  const answers = await inBrowser([], (browser) => askAll(browser, served));
  const withoutSimd = await inBrowser(['--js-flags=--no-enable-sse4-1'], (browser) => askWithoutSimd(browser, served));
  const report: PagesReport = { builds, ...answers, withoutSimd };
  process.stdout.write(JSON.stringify(report));
} finally {
  await served.close();
}

async function inBrowser<Answers>(flags: string[], ask: (browser: Browser) => Promise<Answers>): Promise<Answers> {
  const browser = await launchBrowser(flags);
  try {
    return await ask(browser);
  } finally {
    await browser.close();
  }
}

/** The stock backend looks for it next to the page, unless it is given another place. */
function stockBinary(): Uint8Array {
  const { resolve } = createRequire(import.meta.resolve('@pix2pix-ts/backend-wasm'));
  return readFileSync(resolve('@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm.wasm'));
}

/** A build with something else for some of its files. */
function withInstead(files: BuiltFiles, which: RegExp, instead: (name: string) => [string, string][]): BuiltFiles {
  return new Map([...files].flatMap(([name, file]) => (which.test(name) ? instead(name) : [[name, file] as const])));
}

function contentsOf({ modulesOf, warnings }: BuiltPages) {
  return { modules: modulesOf('translate'), warnings };
}

/** Asks the pages one after the other: there may be two cores for all. */
async function askAll(browser: Browser, { isolated, plain, strict, workerless }: ServedFiles) {
  const translate = (build: 'sources' | 'packages', engine: Questions['translate']['ask']['engine']) => {
    const ask = { engine, model: '../models/small.safetensors' };
    return askPage<'translate'>(browser, `${isolated}/${build}/translate.html`, ask);
  };
  const kernels = (folder: string, inWorker = false) =>
    askPage<'kernels'>(browser, `${folder}/kernels.html`, { inWorker });
  return {
    translated: {
      wasm: await translate('sources', 'wasm'),
      webgl: await translate('sources', 'webgl'),
      cpu: await translate('sources', 'cpu'),
      packages: await translate('packages', 'auto'),
    },
    kernels: {
      isolated: await kernels(`${isolated}/sources`),
      plain: await kernels(`${plain}/sources`),
      worker: await kernels(`${isolated}/sources`, true),
    },
    withoutBinaries: { missing: await kernels(`${isolated}/missing`), pages: await kernels(`${plain}/pages`) },
    threads: {
      page: await askThreads(browser, `${isolated}/sources`, [0, 1, 2, 3]),
      worker: await askThreads(browser, `${isolated}/sources`, [3, 1, 2], { inWorker: true }),
      strict: await askThreads(browser, `${strict}/sources`, [3]),
      withoutFma: await askThreads(browser, `${isolated}/sources`, [2, 3], { relaxedSimd: false }),
      notIsolated: await askThreads(browser, `${plain}/sources`, [3]),
      workersRefused: await askThreads(browser, `${workerless}/sources`, [3, 2]),
      scriptMissing: await askThreads(browser, `${isolated}/scriptless`, [3]),
    },
    losses: await askPage<'train'>(browser, `${isolated}/sources/train.html`, {}),
  };
}

function askWithoutSimd(browser: Browser, { isolated }: ServedFiles) {
  const ask = { engine: 'wasm', model: '../models/small.safetensors' } as const;
  return withPage(browser, `${isolated}/stock/translate.html`, async (page, said) => ({
    ...(await answerOf<'translate'>(page, ask)),
    said: [...said],
  }));
}
