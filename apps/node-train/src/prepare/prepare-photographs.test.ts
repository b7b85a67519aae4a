import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { type Pixels, resize, SPLITS, splitSideBySide } from '@pix2pix-ts/data';
import { decodeImage, encodePng } from '@pix2pix-ts/data/node';
import { noise } from '@pix2pix-ts/testing/noise';
import { sharedFolder } from '@pix2pix-ts/testing/temporary-folder';
import { runPix2pix } from '../testing/run-pix2pix.ts';

const folder = sharedFolder();
const at = (...names: string[]) => join(folder.path, ...names);
const prepare = (...args: string[]) => runPix2pix(['prepare', ...args], { cwd: folder.path });

/** A folder of coarse noise, each picture of its own. */
async function writePhotographs(name: string, count: number, width = 40, height = 32): Promise<Pixels[]> {
  await mkdir(at(name), { recursive: true });
  const pictures = Array.from({ length: count }, (_, i) => resize(noise(8, 8, `photo ${i}`), width, height));
  for (const [i, picture] of pictures.entries())
    await writeFile(at(name, `holiday ${i + 1}.png`), await encodePng(picture));
  return pictures;
}

const pairsIn = async (out: string) =>
  (
    await Promise.all(SPLITS.map(async (split) => (await readdir(at(out, split))).map((name) => ({ split, name }))))
  ).flat();

describe('prepare edges, grey, blur, mosaic and labels', () => {
  test('make pairs of the same squares, of which B is the photograph, and say what to expect', async () => {
    const pictures = await writePhotographs('photos', 4);
    for (const kind of ['edges', 'grey', 'blur', 'mosaic', 'labels']) {
      const { exitCode, stdout, stderr } = await prepare(kind, 'photos', '--size', '32');
      expect([kind, exitCode, stdout]).toEqual([
        kind,
        0,
        `Made data/${kind}: 4 pairs (2 to train on, 1 to validate, 1 to test).\n`,
      ]);
      expect(stderr).toMatch(/^4 pictures .*: too few for (colours|details|textures) of the world; /m);
      if (kind === 'labels') expect(stderr).toMatch(/^The flat colours, from dark to light:( #[0-9a-f]{6}){8}$/m);
      const pairs = await pairsIn(join('data', kind));
      expect(pairs.map(({ name }) => name).sort()).toEqual([1, 2, 3, 4].map((i) => `${i}-holiday-${i}.png`));
      for (const { split, name } of pairs) {
        const { a, b } = splitSideBySide(await decodeImage(at('data', kind, split, name)));
        const whole = pictures[Number(name[0]) - 1] as Pixels;
        const column = (picture: Pixels, x: number) => [...picture.data.slice(x * 3, x * 3 + 3)];
        expect([b.width, b.height, column(b, 0), column(b, 31)]).toEqual([32, 32, column(whole, 4), column(whole, 35)]);
        expect([...a.data]).not.toEqual([...b.data]);
      }
    }
    const again = await prepare('grey', 'photos', '--size', '32');
    expect(again.stdout).toMatch(/^data\/grey is there already: 4 pairs/);
    const other = await prepare('grey', 'photos', '--size', '32', '--seed', '2');
    expect([other.exitCode, other.stderr]).toEqual([2, expect.stringMatching(/^Expected photographs .*"seed":2.*\n$/)]);
  });

  test('give many tiles a picture, those of one on the same side of the split, the same again for the same seed', async () => {
    await writePhotographs('many', 6, 80, 64);
    for (const out of ['tiles', 'tiles-again'])
      expect((await prepare('mosaic', 'many', '--size', '16', '--tile', '--seed', '3', '--out', out)).exitCode).toBe(0);
    const pairs = await pairsIn('tiles');
    expect(pairs.length).toBeGreaterThan(6 * 20);
    const splitsOf = new Map<string, Set<string>>();
    for (const { split, name } of pairs) {
      const picture = name.split('-')[0] as string;
      splitsOf.set(picture, (splitsOf.get(picture) ?? new Set()).add(split));
    }
    expect([splitsOf.size, [...splitsOf.values()].every(({ size }) => size === 1)]).toEqual([6, true]);
    expect(await pairsIn('tiles-again')).toEqual(pairs);
    const bytes = (out: string) => readFile(at(out, pairs[7]?.split as string, pairs[7]?.name as string));
    expect((await bytes('tiles')).equals(await bytes('tiles-again'))).toBe(true);
  });

  test('refuse an empty folder, a small picture and one that cannot be read in a line each, or leave them out', async () => {
    await mkdir(at('empty'));
    const empty = await prepare('edges', 'empty');
    expect([empty.exitCode, empty.stderr]).toEqual([
      2,
      expect.stringMatching(/^Expected images .* in empty, got an empty folder\..*\n$/),
    ]);
    await writePhotographs('mixed', 3);
    await writeFile(at('mixed', 'small.png'), await encodePng(noise(40, 20)));
    await writeFile(at('mixed', 'text.png'), 'no picture');
    const refused = await prepare('blur', 'mixed', '--size', '32', '--out', 'blurred');
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr.trimEnd().split('\n').at(-1)).toMatch(
      /^Expected 5 photographs to use in mixed, got 2 bad: Expected a picture of at least 32x32 px, got 40x20 in mixed\/small\.png\. .*text\.png.* Remove them, or leave them out with --skip-bad\.$/,
    );
    await expect(readdir(at('blurred'))).rejects.toThrow('ENOENT');
    const skipped = await prepare('blur', 'mixed', '--size', '32', '--skip-bad', '--out', 'blurred');
    expect([skipped.exitCode, skipped.stdout]).toEqual([0, expect.stringMatching(/^Made blurred: 3 pairs/)]);
    expect(skipped.stderr.match(/^Skipped: .*(small|text)\.png.*$/gm)).toHaveLength(2);
    await rm(at('mixed'), { recursive: true });
    const none = await prepare('blur', 'mixed', '--size', '32', '--out', 'none');
    expect([none.exitCode, none.stderr]).toEqual([
      2,
      expect.stringMatching(/^Expected a folder at mixed, got nothing there\..*\n$/),
    ]);
  });
});
