import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from '@jest/globals';
import { sharedFolder } from '@pix2pix-ts/testing/temporary-folder';
import '@pix2pix-ts/backend-wasm';
import { decodeImage } from '@pix2pix-ts/data/node';
import { loadTranslator } from '@pix2pix-ts/pix2pix/node';
import { smallModelFile } from '@pix2pix-ts/testing-models';
import { setBackend } from '@tensorflow/tfjs-core';
import sharp from 'sharp';

const cwd = path.resolve(import.meta.dirname, '..');
const folder = sharedFolder();
let model: string;

beforeAll(async () => {
  await setBackend('wasm');
  model = path.join(folder.path, 'model.safetensors');
  await writeFile(model, await smallModelFile());
  await mkdir(path.join(folder.path, 'out'));
});

async function picture(name: string, width: number): Promise<string> {
  const background = { r: 200, g: 2 * width, b: 30 };
  const file = path.join(folder.path, name);
  await sharp({ create: { width, height: 30, channels: 3, background } }).toFile(file);
  return file;
}

function run(...args: string[]) {
  const node = ['--import', 'tsx', '--conditions=@pix2pix-ts/source', 'src/main.ts', ...args];
  return promisify(execFile)(process.execPath, node, { cwd });
}

test('the thread translates every picture as the model does, and the process ends by itself', async () => {
  const files = await Promise.all([picture('a.png', 40), picture('b.png', 50), picture('c.png', 60)]);
  const out = path.join(folder.path, 'out');
  const { stdout } = await run(model, out, ...files);
  const written = ['a.png', 'b.png', 'c.png'].map((name) => path.join(out, name));
  expect(stdout.trim().split('\n').sort()).toEqual(written);
  const translator = await loadTranslator(model);
  for (const [i, file] of files.entries()) {
    const expected = await translator.translate(await decodeImage(file));
    const { data, width } = await decodeImage(written[i] as string);
    const rgb = expected.data.filter((_, at) => at % 4 !== 3);
    expect(width).toBe(expected.width);
    const farthest = Array.from(data).reduce((most, x, at) => Math.max(most, Math.abs(x - (rgb[at] as number))), 0);
    expect(farthest).toBeLessThanOrEqual(1); // another engine, where one is set up
  }
  translator.dispose();
});

test('a file that is not a model ends the thread and the process, with the line that says so', async () => {
  const file = await picture('d.png', 20);
  await expect(run(file, folder.path, file)).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining(`Could not load ${file}: safetensors file: `),
  });
});
