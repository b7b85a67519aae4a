import { beforeAll, describe, expect, test } from '@jest/globals';
import type { ForNodeReport } from './harness/for-node-process.ts';
import { hasBrowser, unavailable } from './harness/has-browser.ts';
import { runProcess } from './harness/run-process.ts';

const sentences = {
  '@pix2pix-ts/common/node': 'which writes files and prints, got a page. Take what @pix2pix-ts/common has there.',
  '@pix2pix-ts/data/node': 'which reads folders, got a page. Give @pix2pix-ts/data the pixels of a canvas there.',
  '@pix2pix-ts/pix2pix/node': 'which reads paths, got a page. Take loadTranslator from @pix2pix-ts/pix2pix there.',
  '@pix2pix-ts/distributed': 'which needs an installed MPI, got a page. Train there without a world.',
  '@pix2pix-ts/backend-native': 'which loads TensorFlow, got a page. Take @pix2pix-ts/backend-wasm there.',
};

(hasBrowser ? describe : unavailable)('a page that imports what is for Node, under all its names', () => {
  let report: ForNodeReport;
  beforeAll(async () => {
    report = await runProcess('for-node-process.ts');
  }, 300_000);

  describe.each(['esbuild', 'vite', 'webpack'])('is bundled by %s, and says', (bundler) => {
    test.each(Object.entries(sentences))('that %s is for Node, and what there is instead', (name, sentence) => {
      const said = `uncaught Error: Expected Node for ${name}, ${sentence}`;
      expect(report[`${bundler} ${name}`]).toEqual({ failure: expect.stringContaining(said) });
    });
  });
});
