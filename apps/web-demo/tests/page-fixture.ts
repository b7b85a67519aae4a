import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe } from '@jest/globals';
import '@pix2pix-ts/backend-wasm';
import { hasBrowser, unavailable } from '@pix2pix-ts/browser-tests/has-browser';
import { launchBrowser, WEBGPU_FLAGS } from '@pix2pix-ts/browser-tests/launch-browser';
import { SMALL, smallMetadata, smallModelFile } from '@pix2pix-ts/testing-models';
import { setBackend } from '@tensorflow/tfjs-core';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { type ServedPage, servePage } from '../build/serve-page.ts';
import { buildPage } from './built-page.ts';
import { type DemoPage, openPage } from './demo-page.ts';

/** What the tests of one file share; there once they run. */
export type PageFixture = {
  /** For files, removed afterwards. */
  readonly folder: string;
  /** A small model, which is served as `small.safetensors`. */
  readonly model: Uint8Array;
  readonly browser: Browser;
  /** The page with all its headers. */
  readonly served: ServedPage;
  /** The page as a plain host would serve it, in a folder. */
  readonly plain: ServedPage;
  /** Serves a built page from a folder, until the tests of the file are over. */
  serve(folder: string): Promise<ServedPage>;
  /** Opens the page with a query; with the small model unless told otherwise. */
  open(query?: string, options?: BrowserContextOptions & { context?: DemoPage['context'] }): Promise<DemoPage>;
};

/** The query that asks for the small model. */
export const MODEL = '?model=small.safetensors';

const FLAGS = [
  ...WEBGPU_FLAGS,
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream', // says yes where the context does not say no
];

/**
 * Describes the page in a real browser, where there is one; says in one line where there is none. With `builtIn` the small model
 * comes with the page too, as `small`.
 */
export function describePage(name: string, tests: (fixture: PageFixture) => void, { builtIn = false } = {}): void {
  (hasBrowser ? describe : unavailable)(name, () => {
    const fixture = {} as { -readonly [Name in keyof PageFixture]: PageFixture[Name] };
    const open: ServedPage[] = [];
    const serve = async (options: Parameters<typeof servePage>[0]) => {
      const served = await servePage(options);
      open.push(served);
      return served;
    };
    beforeAll(async () => {
      await setBackend('wasm');
      fixture.folder = mkdtempSync(path.join(tmpdir(), 'pix2pix-ts-demo-'));
      fixture.model = await smallModelFile(smallMetadata({ generator: { ...SMALL, imageSize: 64, filters: 8 } }));
      const file = path.join(fixture.folder, 'small.safetensors');
      writeFileSync(file, fixture.model);
      const built = path.join(fixture.folder, 'dist');
      // Whatever models there are: the tests bring a small one.
      const packages = path.join(fixture.folder, 'packages');
      mkdirSync(path.join(packages, 'model-small'), { recursive: true });
      if (builtIn) copyFileSync(file, path.join(packages, 'model-small', 'model.safetensors'));
      await buildPage(built, packages);
      const files = { 'small.safetensors': file };
      fixture.served = await serve({ folder: built, files });
      fixture.plain = await serve({ folder: built, files, headers: false, under: '/some/folder/' });
      fixture.serve = (folder) => serve({ folder });
      fixture.browser = await launchBrowser(FLAGS);
      fixture.open = (query = MODEL, options = {}) =>
        openPage(fixture.browser, `${fixture.served.address}${query}`, options);
    }, 300_000);
    afterAll(async () => {
      await fixture.browser?.close();
      for (const served of open) await served.close();
      rmSync(fixture.folder, { recursive: true });
    });
    tests(fixture);
  });
}
