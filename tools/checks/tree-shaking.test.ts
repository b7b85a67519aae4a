import path from 'node:path';
import { expect, test } from '@jest/globals';
import { build } from 'esbuild';

const root = path.resolve(import.meta.dirname, '../..');

/** What a page gets which contains this module; TensorFlow.js and the engines are left out. */
async function bundleOf(module: string) {
  const result = await build({
    stdin: { contents: module, resolveDir: path.join(root, 'test') }, // which depends on all packages
    absWorkingDir: root,
    bundle: true,
    format: 'esm',
    platform: 'browser',
    conditions: ['@pix2pix-ts/source'],
    external: ['@tensorflow/*', '@pix2pix-ts/backend-*'],
    write: false,
    metafile: true,
    logLevel: 'silent',
  });
  expect(result.warnings).toEqual([]);
  return result;
}

/** The files of ours in the bundle of this module, by packages. */
async function filesFor(module: string): Promise<Map<string, string[]>> {
  const { metafile } = await bundleOf(module);
  const files = new Map<string, string[]>();
  for (const { inputs } of Object.values(metafile.outputs))
    for (const [file, { bytesInOutput }] of Object.entries(inputs)) {
      const [, name = '', part = ''] = /^packages\/([^/]+)\/src\/(.*)$/.exec(file) ?? [];
      if (bytesInOutput > 0 && name !== '') files.set(name, [...(files.get(name) ?? []), part].sort());
    }
  return files;
}

const packagesFor = async (module: string) => [...(await filesFor(module)).keys()].sort();

/** A module that uses all of a package. */
const all = (name: string) => `import * as all from '@pix2pix-ts/${name}';\nconsole.log(all);`;

test.each([
  ['common', []],
  ['losses', ['common']],
  ['metrics', ['common', 'random']],
  ['checkpoint', ['common']],
  ['random', []],
  ['ops', ['common', 'random']],
  ['data', ['common', 'random']],
  ['models', ['common', 'ops', 'random']],
  ['convert', ['common', 'models', 'ops', 'random']],
  ['engine', ['common']],
  ['trainer', ['common', 'data', 'losses', 'metrics', 'models', 'ops', 'random']],
  ['pix2pix', ['checkpoint', 'common', 'data', 'engine', 'models', 'ops', 'random']],
])('all of %s brings no package that it does not use', async (name, others) => {
  expect(await packagesFor(all(name))).toEqual([name, ...others].sort());
});

test('common, data and pix2pix bring nothing that is for Node', async () => {
  const module = `import * as pix2pix from '@pix2pix-ts/pix2pix';\nimport * as data from '@pix2pix-ts/data';\nconsole.log(pix2pix, data);`;
  const { common = [], data = [], pix2pix = [] } = Object.fromEntries(await filesFor(module));
  expect([common, data, pix2pix]).toEqual([
    expect.arrayContaining(['join-bytes.ts']),
    expect.arrayContaining(['batches.ts']),
    expect.arrayContaining(['fetch-bytes.ts']),
  ]);
  expect([...common, ...data, ...pix2pix].filter((file) => file.startsWith('node/'))).toEqual([]);
});

test('one loss brings the file that it stands in, and how an engine is asked for a kernel', async () => {
  const module = `import { l1 } from '@pix2pix-ts/losses';\nconsole.log(l1);`;
  expect(await filesFor(module)).toEqual(
    new Map([
      ['common', ['engine-kernel.ts']],
      ['losses', ['reconstruction-losses.ts']],
    ]),
  );
});

test('a generator alone brings neither a discriminator nor metadata and the optimizer', async () => {
  const module = `import { applyGenerator } from '@pix2pix-ts/models';\nconsole.log(applyGenerator);`;
  const { models = [], ops = [] } = Object.fromEntries(await filesFor(module));
  expect(models).toContain('generators/unet.ts');
  for (const file of ['discriminators/patch.ts', 'discriminators/index.ts', 'model-metadata.ts'])
    expect(models).not.toContain(file);
  expect(ops).not.toContain('adam.ts');
});

test('a schedule of trainer brings no training loop, no data and no model', async () => {
  const module = `import { learningRateSchedules } from '@pix2pix-ts/trainer';\nconsole.log(learningRateSchedules);`;
  expect(await filesFor(module)).toEqual(
    new Map([
      ['common', ['nearest-name.ts', 'table.ts']],
      ['trainer', ['schedules/learning-rate-schedules.ts']],
    ]),
  );
});

test("trainStep alone, for a loop of one's own, brings the gradients that it takes, and no training loop of ours", async () => {
  const { outputFiles } = await bundleOf(`import { trainStep } from '@pix2pix-ts/trainer';\nconsole.log(trainStep);`);
  expect(outputFiles.map(({ text }) => text)).toEqual([expect.stringContaining('import "@tensorflow/tfjs-layers"')]);
  expect(outputFiles[0]?.text).not.toContain('async function* train(');
});
