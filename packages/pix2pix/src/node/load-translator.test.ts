import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, expect, test } from '@jest/globals';
import { sharedFolder } from '@pix2pix-ts/testing/temporary-folder';
import { smallModelFile } from '@pix2pix-ts/testing-models';
import { loadTranslator } from './index.ts';

const folder = sharedFolder();
let path: string;

beforeAll(async () => {
  path = join(folder.path, 'a model.safetensors');
  await writeFile(path, await smallModelFile());
});

test('a model is loaded from a path, a file: address, or bytes', async () => {
  const sources = [path, pathToFileURL(path), pathToFileURL(path).href, await smallModelFile()];
  for (const source of sources) {
    const translator = await loadTranslator(source);
    expect(translator.imageSize).toBe(32);
    translator.dispose();
  }
});

test.each(['exp:1', 'C:run', 'http:', 'blob:x', 'data:set', '100% #1 ?a=b', 'it\'s "x"', '-m', '~', 'line\nend'])(
  "a path is a path also where a name in it is '%s', alone and from a folder on",
  async (name) => {
    const before = process.cwd();
    const inside = join(folder.path, name);
    await mkdir(inside, { recursive: true });
    await writeFile(join(inside, 'model.safetensors'), await smallModelFile());
    process.chdir(folder.path);
    try {
      for (const source of [join(inside, 'model.safetensors'), `${name}/model.safetensors`, pathToFileURL(inside)]) {
        const file = source instanceof URL ? new URL(`${source.href}/model.safetensors`) : source;
        const translator = await loadTranslator(file);
        translator.dispose();
      }
    } finally {
      process.chdir(before);
    }
  },
);

test('a data: address is still one, and a file: address of another host is refused in one line', async () => {
  const base64 = Buffer.from(await smallModelFile()).toString('base64');
  (await loadTranslator(`data:application/octet-stream;base64,${base64}`)).dispose();
  await expect(loadTranslator('file:///a%2Fb')).rejects.toMatchObject({ name: 'ModelError' });
});

test('a path that does not lead to a model is refused in one line', async () => {
  const missing = join(folder.path, 'missing.safetensors');
  await expect(loadTranslator(missing)).rejects.toMatchObject({
    name: 'ModelError',
    message: `Could not read ${missing}: there is no such file. Check the path.`,
  });
  await expect(loadTranslator(folder.path)).rejects.toThrow('it is a folder');
  const text = join(folder.path, 'notes.txt');
  await writeFile(text, 'no model at all');
  await expect(loadTranslator(text)).rejects.toThrow(`Could not load ${text}: safetensors file: `);
});
