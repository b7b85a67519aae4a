import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type BuildOptions, build as esbuild } from 'esbuild';
import { build as vite } from 'vite';
import webpack from 'webpack';
import { type Asked, withPage } from './ask-page.ts';
import type { BuiltFiles } from './build-pages.ts';
import { installAsPublished } from './install-as-published.ts';
import { launchBrowser } from './launch-browser.ts';
import { serveFiles } from './serve-files.ts';

/** What pages must not import, with all names that it has in Node. */
const forNode = {
  '@pix2pix-ts/data/node': await import('@pix2pix-ts/data/node'),
  '@pix2pix-ts/pix2pix/node': await import('@pix2pix-ts/pix2pix/node'),
  '@pix2pix-ts/distributed': await import('@pix2pix-ts/distributed'),
  '@pix2pix-ts/backend-native': await import('@pix2pix-ts/backend-native'),
};

/** Bundlers that are told nothing; each gives `main.js`, or rejects with what it says. */
const bundlers = {
  async esbuild(entry: string, folder: string) {
    const outfile = path.join(folder, 'main.js');
    const options: BuildOptions = { entryPoints: [entry], bundle: true, format: 'esm', logLevel: 'silent' };
    const { outputFiles, warnings } = await esbuild({ ...options, outfile, write: false });
    if (warnings.length > 0) throw new Error(warnings.map(({ text }) => text).join('\n'));
    return outputFiles?.[0]?.text ?? '';
  },
  async vite(entry: string, root: string) {
    const input = { main: entry };
    const result = await vite({
      root,
      configFile: false,
      logLevel: 'silent',
      build: { write: false, rolldownOptions: { input } },
    });
    const { output } = result as { output: { code?: string }[] };
    return output[0]?.code ?? '';
  },
  async webpack(entry: string, folder: string) {
    const output = { path: folder, filename: 'main.js' };
    const config = { mode: 'production', context: path.dirname(entry), entry, output } as const;
    const said = await new Promise<string[]>((resolve, reject) => {
      webpack(config, (error, stats) => {
        const { errors = [], warnings = [] } = stats?.toJson({ all: false, errors: true, warnings: true }) ?? {};
        if (error) reject(error);
        else resolve([...errors, ...warnings].map(({ message }) => message));
      });
    });
    if (said.length > 0) throw new Error(said.join('\n'));
    return readFileSync(path.join(folder, 'main.js'), 'utf8');
  },
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
      const files: BuiltFiles = new Map([['main.js', await bundle(entry, folder)]]);
      bundles.push([`${bundler} ${specifier}`, files.set('index.html', page)]);
    }
  }
  return bundles;
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
