import { readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { noise } from '@pix2pix-ts/testing/noise';
import { withFolder } from '@pix2pix-ts/testing/with-folder';
import { makeImage } from '../testing/make-files.ts';
import { type CheckProgress, checkImages } from './check-images.ts';
import { MANIFEST_FILE } from './check-manifest.ts';
import { openPairs } from './open-pairs.ts';

/** A folder of five valid images, `damage` done to it. */
function withImages(damage: (folder: string) => Promise<unknown>, use: (folder: string) => Promise<void>) {
  return withFolder(async (folder) => {
    for (const name of [1, 2, 3, 4, 5]) {
      await writeFile(join(folder, `${name}.png`), await makeImage(noise(8, 4, name), 'png'));
    }
    await damage(folder);
    await use(folder);
  });
}

const openAll = (folder: string) => openPairs(folder, { split: 'all' });
const nothing = async () => {};
const emptyAndCut = async (folder: string) => {
  const third = await readFile(join(folder, '3.png'));
  await writeFile(join(folder, '3.png'), third.subarray(0, third.length - 40));
  await writeFile(join(folder, '5.png'), '');
};

describe('checkImages', () => {
  test('decodes every pair once, and only what is new or has changed the next time', async () => {
    await withImages(nothing, async (folder) => {
      const seen: CheckProgress[] = [];
      const first = await checkImages(await openAll(folder), { onProgress: (progress) => seen.push(progress) });
      expect([first.decoded, first.bad]).toEqual([5, []]);
      expect(seen.map(({ done }) => done)).toEqual([1, 2, 3, 4, 5]);
      expect(seen.at(-1)).toEqual({ done: 5, total: 5, bad: 0 });
      expect((await checkImages(await openAll(folder))).decoded).toBe(0);
      await writeFile(join(folder, '6.png'), await makeImage(noise(4, 4), 'png'));
      const { mtimeMs } = await stat(join(folder, '2.png'));
      await utimes(join(folder, '2.png'), new Date(), new Date(mtimeMs + 1000));
      expect((await checkImages(await openAll(folder))).decoded).toBe(2);
      expect((await readdir(folder)).filter((name) => name.includes('partial'))).toEqual([]);
    });
  });

  test('names and counts what is bad, and stops', async () => {
    await withImages(emptyAndCut, async (folder) => {
      await expect(checkImages(await openAll(folder))).rejects.toThrow(
        `Expected 5 readable image pairs, got 2 bad: 3, 5. The first one: Expected a complete image in ${join(folder, '3.png')}, got damaged`,
      );
    });
  });

  test('continues without them where asked to', async () => {
    await withImages(emptyAndCut, async (folder) => {
      const { pairs, bad, decoded } = await checkImages(await openAll(folder), { skipBad: true });
      expect(pairs.names).toEqual(['1', '2', '4']);
      expect((await pairs.load(2)).a).toEqual((await (await openAll(folder)).load(3)).a);
      expect(bad.map(({ name }) => name)).toEqual(['3', '5']);
      expect(bad[1]?.reason).toBe(`Expected an image in ${join(folder, '5.png')}, got 0 bytes. Replace or remove it.`);
      expect(decoded).toBe(5);
      // Bad files are looked at again: they may have been repaired.
      expect((await checkImages(await openAll(folder), { skipBad: true })).decoded).toBe(2);
    });
  });

  test('finds a file that was damaged after it had passed', async () => {
    await withImages(nothing, async (folder) => {
      await checkImages(await openAll(folder));
      await emptyAndCut(folder);
      await expect(checkImages(await openAll(folder))).rejects.toThrow('got 2 bad: 3, 5.');
    });
  });

  test('an odd width is bad too', async () => {
    const odd = async (folder: string) => writeFile(join(folder, '2.png'), await makeImage(noise(7, 4), 'png'));
    await withImages(odd, async (folder) => {
      const { bad } = await checkImages(await openAll(folder), { skipBad: true });
      expect(bad).toEqual([{ name: '2', reason: expect.stringContaining('Expected an even width for') }]);
    });
  });

  test('refuses where nothing is left', async () => {
    await withFolder(async (folder) => {
      await writeFile(join(folder, '1.png'), 'text');
      await expect(checkImages(await openAll(folder), { skipBad: true })).rejects.toThrow('got 1 bad: 1.');
    });
  });

  test.each([
    '{',
    '[]',
    'null',
    '{"format":2}',
    '{"format":2,"files":{"1.png":null,"2.png":5,"3.png":[]}}',
    '{"format":1,"files":{"1.png":[1,1]}}',
    '',
  ])('a manifest that cannot be used (%s) is made anew', async (content) => {
    await withImages(
      (folder) => writeFile(join(folder, MANIFEST_FILE), content),
      async (folder) => {
        expect((await checkImages(await openAll(folder))).decoded).toBe(5);
        expect((await checkImages(await openAll(folder))).decoded).toBe(0);
      },
    );
  });

  test('does without a manifest where it cannot write one', async () => {
    await withFolder(async (folder) => {
      await writeFile(join(folder, '1.png'), await makeImage(noise(4, 4), 'png'));
      const pairs = await openAll(folder);
      // A folder that is not there is used in place of one without write permission: a superuser may write everywhere.
      const elsewhere = { ...pairs, folder: join(folder, 'missing') };
      expect((await checkImages(elsewhere)).decoded).toBe(1);
    });
  });

  test('an abort ends it, and what was checked stays known', async () => {
    await withImages(nothing, async (folder) => {
      const stop = new AbortController();
      const stopped = checkImages(await openAll(folder), { signal: stop.signal, onProgress: () => stop.abort() });
      await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
      expect((await checkImages(await openAll(folder))).decoded).toBeLessThan(5);
    });
  });
});
