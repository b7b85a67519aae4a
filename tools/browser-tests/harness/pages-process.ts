import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import type { KernelsAnswer, Questions, TranslateAnswer } from '../pages/questions.ts';
import { type Asked, askPage } from './ask-page.ts';
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
};

const [modelFile = ''] = process.argv.slice(2);
const sources = await pagesFromSources();
const packages = await pagesFromPackages();
const served = await serveFiles({
  sources: sources.files,
  packages: packages.files,
  missing: withBinaries(sources.files, () => []),
  pages: withBinaries(sources.files, (name) => [[name, '<!doctype html>']]),
  models: new Map([['small.safetensors', readFileSync(modelFile)]]),
});
try {
  const browser = await launchBrowser();
  try {
    const builds = { sources: contentsOf(sources), packages: contentsOf(packages) };
    const report: PagesReport = { builds, ...(await askAll(browser, served)) };
    process.stdout.write(JSON.stringify(report));
  } finally {
    await browser.close();
  }
} finally {
  await served.close();
}

/** A build with something else for its binaries. */
function withBinaries(files: BuiltFiles, instead: (name: string) => [string, string][]): BuiltFiles {
  return new Map(
    [...files].flatMap(([name, file]) => (name.endsWith('.wasm') ? instead(name) : [[name, file] as const])),
  );
}

function contentsOf({ modulesOf, warnings }: BuiltPages) {
  return { modules: modulesOf('translate'), warnings };
}

/** Asks the pages one after the other: there may be two cores for all. */
async function askAll(browser: Browser, { isolated, plain }: ServedFiles) {
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
    losses: await askPage<'train'>(browser, `${isolated}/sources/train.html`, {}),
  };
}
