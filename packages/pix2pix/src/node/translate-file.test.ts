import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Pixels } from '@pix2pix-ts/data';
import { decodeImage, encodePng } from '@pix2pix-ts/data/node';
import { withFolder } from '@pix2pix-ts/testing/with-folder';
import { smallModelFile } from '@pix2pix-ts/testing-models';
import { overWhite } from '../image.ts';
import { sampleImage } from '../testing/sample-image.ts';
import type { Translator } from '../translator.ts';
import { loadTranslator, translateFile } from './index.ts';

let translator: Translator;

beforeAll(async () => {
  translator = await loadTranslator(await smallModelFile());
});

afterAll(() => translator.dispose());

const picture = sampleImage(100, 70) as Pixels;

test.each([
  [{ fit: 'tile', tile: 32 }],
  [{ fit: 'tile', dropout: 4 }],
  [{ fit: 'pad' }],
  [{ fit: 'crop' }],
  [{}],
] as const)('a file becomes a file of the bytes that translate() gives with %j', async (options) => {
  await withFolder(async (folder) => {
    const [from, to] = [join(folder, 'in.png'), join(folder, 'out.png')];
    await writeFile(from, await encodePng(picture));
    await translateFile(translator, from, to, options);
    const expected = await translator.translate(picture, options);
    const { data, width, height } = await decodeImage(to);
    expect([width, height]).toEqual([expected.width, expected.height]);
    expect([...data]).toEqual([...overWhite(expected).data]);
    expect((await readdir(folder)).sort()).toEqual(['in.png', 'out.png']);
  });
});

test('a stop between two tiles keeps the older file, and leaves nothing next to it', async () => {
  await withFolder(async (folder) => {
    const [from, to] = [join(folder, 'in.png'), join(folder, 'out.jpg')];
    await writeFile(from, await encodePng(picture));
    await writeFile(to, 'an older file');
    const controller = new AbortController();
    const onProgress = ({ done }: { done: number }) => done === 6 && controller.abort(new Error('enough'));
    const stopped = translateFile(translator, from, to, {
      fit: 'tile',
      tile: 32,
      signal: controller.signal,
      onProgress,
    });
    await expect(stopped).rejects.toThrow('enough');
    expect((await readdir(folder)).sort()).toEqual(['in.png', 'out.jpg']);
    expect(await readFile(to, 'utf8')).toBe('an older file');
  });
});

test('what cannot be done is said before the first tile', async () => {
  await withFolder(async (folder) => {
    const from = join(folder, 'in.png');
    await writeFile(from, await encodePng(sampleImage(16_384, 1) as Pixels));
    const onProgress = () => {
      throw new Error('a tile was begun');
    };
    const into = (to: string, tile?: number) =>
      translateFile(translator, from, join(folder, to), { fit: 'tile', tile, onProgress });
    await expect(into('out.webp')).rejects.toThrow('since WebP takes no more, got 16384x1. Use PNG.');
    await expect(into('out.gif')).rejects.toThrow('Expected a name that ends in one of .png, .jpg, .jpeg, .webp');
    await expect(into('out.png', 16)).rejects.toThrow('Expected tiles whose side this model takes');
    await expect(into('none/out.png')).rejects.toMatchObject({ name: 'FileError' });
    expect(await readdir(folder)).toEqual(['in.png']);
  });
});
