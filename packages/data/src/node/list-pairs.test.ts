import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { noise } from '@pix2pix-ts/testing/noise';
import { withFolder } from '@pix2pix-ts/testing/with-folder';
import { splitOf } from '../split-of.ts';
import { makeImage } from '../testing/make-files.ts';
import { checkImages } from './check-images.ts';
import { countPairs, openPairs } from './open-pairs.ts';

const pair = { a: noise(3, 2, 'a'), b: noise(3, 2, 'b') };

/** A folder with the pictures `in/1.png` and `out/1.png`, and a list of these lines. */
function withList<T>(
  lines: readonly (object | string)[],
  use: (list: string, folder: string) => Promise<T>,
): Promise<T> {
  return withFolder(async (folder) => {
    for (const [place, pixels] of [
      ['in', pair.a],
      ['out', pair.b],
    ] as const) {
      await mkdir(join(folder, place));
      await writeFile(join(folder, place, '1.png'), await makeImage(pixels, 'png'));
    }
    const list = join(folder, 'pairs.jsonl');
    await writeFile(list, lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'));
    return use(list, folder);
  });
}

const good = { input: 'in/1.png', target: 'out/1.png' };

describe('a list of pairs in JSON lines', () => {
  test('is read with paths from its folder on, or absolute ones, whatever it calls the two pictures', async () => {
    await withFolder(async (elsewhere) => {
      await writeFile(join(elsewhere, '2.png'), await makeImage(pair.b, 'png'));
      const lines = [
        `\uFEFF${JSON.stringify(good)}`,
        '',
        { a: ['./in/1.png'], b: join(elsewhere, '2.png'), note: 'x' },
      ];
      await withList(lines, async (list, folder) => {
        const pairs = await openPairs(list, { split: 'all' });
        expect([pairs.folder, pairs.names]).toEqual([folder, ['in/1', 'in/1']]);
        expect(pairs.files[0]).toEqual(['in/1.png', 'out/1.png']);
        expect(await pairs.load(0)).toEqual(pair);
        expect(await pairs.load(1)).toEqual(pair);
      });
    });
  });

  test('divides its pairs as it says, and otherwise by the hash of the names', async () => {
    const names = Array.from({ length: 40 }, (_, i) => `image-${i}`);
    const lines = [
      ...names.map((name) => ({ input: `${name}.png`, target: 'x.png' })),
      { ...good, split: 'val' },
      { ...good, split: 'test' },
    ];
    await withList(lines, async (list) => {
      const val = await openPairs(list, { split: 'val' });
      expect(val.names).toEqual([...names.filter((name) => splitOf(name) === 'val'), 'in/1']);
      expect((await countPairs(list)).train).toBe(names.filter((name) => splitOf(name) === 'train').length);
      expect((await openPairs(list, { split: 'train', limit: 3 })).names).toHaveLength(3);
    });
  });

  test('its bad lines are bad pairs, named by their numbers', async () => {
    const lines = [
      { ...good, split: 'train' },
      'no json',
      { target: 'out/1.png' },
      { input: ['in/1.png', 'in/2.png'], target: 'out/1.png' },
      { ...good, split: 'training' },
      { ...good, target: 'a\0b' },
      '[1]',
    ];
    await withList(lines, async (list) => {
      const { pairs, bad } = await checkImages(await openPairs(list, { split: 'train' }), { skipBad: true });
      expect(pairs.names).toEqual(['in/1']);
      expect(bad.map(({ reason }) => reason.replace(list, 'LIST'))).toEqual([
        'LIST:2: Expected a JSON object such as {"input": "a/1.png", "target": "b/1.png"}, got no json. Correct the line.',
        'LIST:3: Expected the path of a picture as "input", got none. Correct the line.',
        'LIST:4: Expected one picture as "input", got 2. Name them, such as --inputs sketch,mask, and their channels are joined.',
        'LIST:5: Expected "split" to be train, val, test, got "training". Correct the line.',
        'LIST:6: Expected the path of a picture as "target", got "a\\u0000b". Correct the line.',
        'LIST:7: Expected a JSON object such as {"input": "a/1.png", "target": "b/1.png"}, got [1]. Correct the line.',
      ]);
    });
  });

  test('a list that is missing, empty, in UTF-16, or has none of a split, is refused in one line', async () => {
    await withList([good], async (list, folder) => {
      const refusal = (path: string, split: 'train' | 'val' | 'test') =>
        openPairs(path, { split }).then(
          () => undefined,
          ({ name, message }: Error) => `${name}: ${message.replaceAll(folder, 'F')}`,
        );
      const other = (['train', 'val', 'test'] as const).find((split) => split !== splitOf('in/1')) as 'val';
      expect(await refusal(list, other)).toBe(
        `DataError: Expected pairs of the split ${other} in F/pairs.jsonl, got none among its 1. Add more, or say "split": "${other}" in some lines.`,
      );
      expect(await refusal(join(folder, 'none.jsonl'), 'val')).toMatch(/^DataError: Could not read F\/none\.jsonl/);
      await writeFile(join(folder, 'empty.jsonl'), '\n\n');
      expect(await refusal(join(folder, 'empty.jsonl'), 'val')).toMatch(
        /^DataError: Expected pairs in F\/empty\.jsonl/,
      );
      await writeFile(join(folder, 'wide.ndjson'), Buffer.from(`\uFEFF${JSON.stringify(good)}`, 'utf16le'));
      expect(await refusal(join(folder, 'wide.ndjson'), 'val')).toMatch(/^DataError: Expected a list in UTF-8 in /);
    });
  });
});
