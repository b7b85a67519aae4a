import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { smallModelFile } from '../testing/small-model.ts';
import { loadTranslator } from './index.ts';

let folder: string;
let path: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pix2pix-translator-'));
  path = join(folder, 'a model.safetensors');
  await writeFile(path, await smallModelFile());
});

afterAll(() => rm(folder, { recursive: true }));

test('a model is loaded from a path, a file: address, or bytes', async () => {
  const sources = [path, pathToFileURL(path), pathToFileURL(path).href, await smallModelFile()];
  for (const source of sources) {
    const translator = await loadTranslator(source);
    expect(translator.imageSize).toBe(32);
    translator.dispose();
  }
});

test('a path that leads to no model is refused in one line', async () => {
  const missing = join(folder, 'missing.safetensors');
  await expect(loadTranslator(missing)).rejects.toMatchObject({
    name: 'ModelError',
    message: `Could not read ${missing}: there is no such file. Check the path.`,
  });
  await expect(loadTranslator(folder)).rejects.toThrow('it is a folder');
  const text = join(folder, 'notes.txt');
  await writeFile(text, 'no model at all');
  await expect(loadTranslator(text)).rejects.toThrow(`Could not load ${text}: safetensors file: `);
});
