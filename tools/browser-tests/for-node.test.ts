import { beforeAll, describe, expect, test } from '@jest/globals';
import type { ForNodeReport } from './harness/for-node-process.ts';
import { hasBrowser, unavailable } from './harness/has-browser.ts';
import { runProcess } from './harness/run-process.ts';

const sentences = {
  '@pix2pix-ts/common/node': 'which writes files and prints, got a web page. Use what @pix2pix-ts/common has there.',
  '@pix2pix-ts/data/node':
    'which reads folders, got a web page. Pass the pixels of a canvas to @pix2pix-ts/data there.',
  '@pix2pix-ts/pix2pix/node': 'which reads paths, got a web page. Use loadTranslator from @pix2pix-ts/pix2pix there.',
  '@pix2pix-ts/distributed': 'which needs an installed MPI, got a web page. Train without a world there.',
  '@pix2pix-ts/backend-native': 'which loads TensorFlow, got a web page. Use @pix2pix-ts/backend-wasm there.',
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
