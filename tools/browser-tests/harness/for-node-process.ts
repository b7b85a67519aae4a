import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build as vite } from 'vite';
import { type Asked, withPage } from './ask-page.ts';
import type { BuiltFiles } from './build-pages.ts';
import { bundleWithEsbuild, bundleWithWebpack, filesOf } from './bundle-with.ts';
import { installAsPublished } from './install-as-published.ts';
import { launchBrowser } from './launch-browser.ts';
import { serveFiles } from './serve-files.ts';

/** What pages must not import, with all names that it has in Node. */
const forNode = {
  '@pix2pix-ts/common/node': await import('@pix2pix-ts/common/node'),
  '@pix2pix-ts/data/node': await import('@pix2pix-ts/data/node'),
  '@pix2pix-ts/pix2pix/node': await import('@pix2pix-ts/pix2pix/node'),
  '@pix2pix-ts/distributed': await import('@pix2pix-ts/distributed'),
  '@pix2pix-ts/backend-native': await import('@pix2pix-ts/backend-native'),
};

/** Bundlers that are told nothing; each writes `main.js`, or rejects with what it says. */
const bundlers = {
  esbuild: (entry: string, folder: string) => bundleWithEsbuild(entry, { outfile: path.join(folder, 'main.js') }),
  vite: (entry: string, folder: string) => bundleWithVite(entry, folder),
  webpack: bundleWithWebpack,
};

/** What each page said, by its bundler and the import. */
export type ForNodeReport = Record<string, Asked<never>>;

const project = mkdtempSync(path.join(tmpdir(), 'pix2pix-ts-for-node-'));
try {
  const names = Object.keys(forNode).map((name) => name.split('/').slice(0, 2).join('/'));
  await installAsPublished(names, project);
  process.stdout.write(JSON.stringify(await askAll(await bundleAll())));
} finally {
  rmSync(project, { recursive: true });
}

async function bundleAll(): Promise<[name: string, BuiltFiles][]> {
  const bundles: [string, BuiltFiles][] = [];
  for (const [specifier, module] of Object.entries(forNode)) {
    const file = specifier.replace(/\W+/g, '_');
    const entry = path.join(project, `${file}.js`);
    const names = Object.keys(module).join(', ');
    writeFileSync(entry, `import { ${names} } from '${specifier}';\nglobalThis.loaded = [${names}];\n`);
    for (const [bundler, bundle] of Object.entries(bundlers)) {
      const folder = path.join(project, 'built', bundler, file);
      mkdirSync(folder, { recursive: true });
      const page = '<!doctype html><script type="module" src="main.js"></script>';
      await bundle(entry, folder);
      bundles.push([`${bundler} ${specifier}`, filesOf(folder).set('index.html', page)]);
    }
  }
  return bundles;
}

async function bundleWithVite(entry: string, outDir: string): Promise<void> {
  const rolldownOptions = { input: { main: entry }, output: { entryFileNames: '[name].js' } };
  await vite({ root: project, configFile: false, logLevel: 'silent', build: { outDir, rolldownOptions } });
}

async function askAll(bundles: readonly [name: string, BuiltFiles][]): Promise<ForNodeReport> {
  const served = await serveFiles(Object.fromEntries(bundles.map(([, files], index) => [`page${index}`, files])));
  const browser = await launchBrowser();
  try {
    const report: ForNodeReport = {};
    for (const [index, [name]] of bundles.entries())
      report[name] = await withPage(
        browser,
        `${served.strict}/page${index}/index.html`,
        () => new Promise<never>(() => {}),
      );
    return report;
  } finally {
    await browser.close();
    await served.close();
  }
}
