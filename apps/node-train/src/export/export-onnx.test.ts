import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { GeneratorConfig, ModelMetadata } from '@pix2pix-ts/models';
import { readForeignFile } from '@pix2pix-ts/reference';
import { FROM_SOURCES, runCommand } from '@pix2pix-ts/testing/run-command';
import { sharedFolder } from '@pix2pix-ts/testing/temporary-folder';
import { SMALL, smallMetadata, smallModelFile } from '@pix2pix-ts/testing-models';
import { backend, setBackend } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { runPix2pix } from '../testing/run-pix2pix.ts';
import { findOnnxruntime } from './onnx-run.ts';

const folder = sharedFolder();
const at = (...parts: string[]) => join(folder.path, ...parts);
const runExport = (...flags: string[]) => runPix2pix(['export', ...flags, '--backend', 'cpu', '--limit', '2']);

async function writeModel(name: string, generator: GeneratorConfig, changes: Partial<ModelMetadata> = {}) {
  await setBackend('cpu');
  Object.assign(backend(), { firstUse: false }); // it would advise to install another engine
  await writeFile(at(name), await smallModelFile(smallMetadata({ generator, ...changes })));
  return at(name);
}

/** What onnxruntime-web makes of a file. */
async function runOnnx(file: string, side: number) {
  const script = join(import.meta.dirname, 'testing/run-onnx.ts');
  const { exitCode, stdout, stderr } = await runCommand(process.execPath, [
    ...FROM_SOURCES,
    script,
    file,
    String(side),
  ]);
  if (exitCode !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

const NEAREST = { ...SMALL, upsampling: 'nearest' } as GeneratorConfig;

describe('export to ONNX', () => {
  test('writes a file that onnxruntime-web has given the same pictures with, and says so', async () => {
    const model = await writeModel('model.safetensors', NEAREST);
    const { exitCode, stdout } = await runExport('--model', model, '--to', 'onnx');
    expect(exitCode).toBe(0);
    const lines = stdout.trimEnd().split('\n');
    expect(lines).toEqual([
      expect.stringMatching(
        /^Wrote .*model\.onnx \(\d+\.\d kB\): opset 17, input \[batch, 3, 32, 32\] in \[-1, 1\], output \[batch, 3, 32, 32\]\.$/,
      ),
      expect.stringMatching(
        /^With onnxruntime-web its output differs from the model's by \d\.\de-[5-8] at most, of values from -1 to 1, on 2 generated pictures\.$/,
      ),
    ]);
    const { names, dims, largest } = await runOnnx(at('model.onnx'), 32);
    expect([names, dims]).toEqual([
      ['input', 'output'],
      [2, 3, 32, 32],
    ]); // any batch
    expect(largest).toBeLessThan(1e-6);
    const text = (await readFile(at('model.onnx'))).toString('latin1');
    expect(text).toContain('DepthToSpace');
    expect(text).not.toContain('ConvTranspose');
  });

  const resnet: GeneratorConfig = { ...SMALL, kind: 'resnet', blocks: 2 } as GeneratorConfig;

  test.each<[string, () => Promise<string>]>([
    ['a ResNet', () => writeModel('resnet.safetensors', resnet)],
    ['a ResNet of junyanz by running statistics', () => fromJunyanz('resnet-no-dropout', 'running', '--size', '32')],
    [
      'a U-Net as pix2pix-tensorflow wires it',
      () =>
        writeModel('affinelayer.safetensors', { ...SMALL, wiring: 'affinelayer', norm: 'batch' } as GeneratorConfig),
    ],
    [
      "a U-Net as TensorFlow's tutorial wires it",
      () =>
        writeModel('tutorial.safetensors', {
          ...SMALL,
          wiring: 'tensorflow-tutorial',
          norm: 'instance-affine',
        } as GeneratorConfig),
    ],
    ['biases in place of a norm', () => writeModel('none.safetensors', { ...SMALL, norm: 'none' })],
    [
      'pictures that are wider than high',
      () => writeModel('wide.safetensors', { ...SMALL, imageSize: { width: 64, height: 32 } }),
    ],
    ['a U-Net of junyanz by running statistics', () => fromJunyanz('unet-batch', 'running')],
    ["a U-Net of junyanz by the image's own statistics", () => fromJunyanz('unet-batch', 'image')],
  ])('gives the same pictures with %s', async (_, make) => {
    const { exitCode, stdout } = await runExport('--model', await make(), '--to', 'onnx', '--json');
    expect(exitCode).toBe(0);
    const { images, max } = JSON.parse(stdout);
    expect(images).toBe(2);
    expect(max).toBeGreaterThan(0); // sums in another order
    expect(max).toBeLessThan(2e-5);
  });

  /** As PyTorch wrote them, with statistics that are not where they began. */
  async function fromJunyanz(network: string, statistics: string, ...flags: string[]): Promise<string> {
    const [file, out] = [at('latest_net_G.pth'), at(`${network}-${statistics}.safetensors`)];
    await writeFile(file, readForeignFile(`junyanz-${network}.pth`));
    await runPix2pix(['convert', file, '--out', out, '--statistics', statistics, ...flags]);
    return out;
  }

  test('says that dropout is left out, where a model is meant to have it', async () => {
    const model = await writeModel('noisy.safetensors', SMALL, { dropout: 'on' });
    const { stdout } = await runExport('--model', model, '--to', 'onnx');
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('It has no dropout, which this model is meant to have as noise.');
  });

  test.each([
    ['onnx', 'there.onnx', /^Expected a new file at .*there\.onnx, got one that exists\. Choose another name/],
    ['transformers', 'there.onnx', /^Expected a new file at .*there\.onnx, got one that exists\./],
    ['transformers', 'missing/folder', /^Expected --out to be in an existing folder/],
  ])('refuses to write %s to %s, and leaves every file as it was', async (to, out, line) => {
    await writeFile(at('there.onnx'), 'mine');
    const before = await readdir(folder.path);
    const { exitCode, stderr } = await runExport('--model', at('model.safetensors'), '--to', to, '--out', at(out));
    expect([exitCode, await readdir(folder.path), await readFile(at('there.onnx'), 'utf8')]).toEqual([
      2,
      before,
      'mine',
    ]);
    expect(stderr.trimEnd()).toMatch(line);
  });
});

test('for transformers.js there is a folder with the model and what has to be done to a picture', async () => {
  const model = await writeModel('for-pages.safetensors', NEAREST);
  await mkdir(at('models'));
  const out = at('models/mine');
  const { exitCode, stdout } = await runExport('--model', model, '--to', 'transformers', '--out', out);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(
    /^Wrote the folder .*mine \(\d+\.\d kB\), which pipeline\('image-to-image', \.\.\.\) of transformers\.js loads\.\nWith onnxruntime-web its output differs/,
  );
  expect([await readdir(at('models')), (await readdir(out)).sort()]).toEqual([
    ['mine'],
    ['config.json', 'onnx', 'preprocessor_config.json'],
  ]);
  expect(JSON.parse(await readFile(join(out, 'preprocessor_config.json'), 'utf8'))).toMatchObject({
    size: { width: 32, height: 32 },
    image_mean: [0.5, 0.5, 0.5],
  });
  expect((await runOnnx(join(out, 'onnx/model.onnx'), 32)).names).toEqual(['pixel_values', 'reconstruction']);
});

test('onnxruntime-web that is not installed is none, and one that is broken is an error', async () => {
  const failing = (code: string) => () => Promise.reject(Object.assign(new Error(code), { code }));
  expect(await findOnnxruntime(failing('ERR_MODULE_NOT_FOUND'))).toBeUndefined();
  await expect(findOnnxruntime(failing('ERR_DLOPEN_FAILED'))).rejects.toThrow('ERR_DLOPEN_FAILED');
});
