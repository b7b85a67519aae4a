import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { expect, test } from '@jest/globals';

const manifest = createRequire(import.meta.url).resolve('esbuild/package.json');
const flags = ['--bundle', '--format=esm', '--conditions=@pix2pix-ts/source', '--external:@tensorflow/*'];

/** The trainer says of its files that a bundler may leave out what is not used, but for the one that registers gradients. */
test("a bundle of trainStep alone, for a loop of one's own, registers the gradients that it takes", () => {
  const bundle = execFileSync(process.execPath, [path.join(manifest, '../bin/esbuild'), ...flags], {
    cwd: import.meta.dirname,
    input: "import { trainStep } from '@pix2pix-ts/trainer'; console.log(trainStep);",
    encoding: 'utf8',
  });
  expect(bundle).toContain('import "@tensorflow/tfjs-layers"');
  expect(bundle).not.toContain('async function* train(');
});
