import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Pixels, SPLITS, splitOf } from '@pix2pix-ts/data';
import { openPairs } from '@pix2pix-ts/data/node';
import { withFolder } from '@pix2pix-ts/testing/with-folder';
import type { PrepareProgress } from './data-set.ts';
import { GROUNDS } from './planet-colours.ts';
import { prepareFluent } from './prepare-fluent.ts';
import { prepareOpenMoji } from './prepare-openmoji.ts';
import { preparePlanet } from './prepare-planet.ts';
import { withoutNetwork } from './testing/other-registry.ts';

// One cache for all of these tests: each package is fetched once.
const cacheDir = join(tmpdir(), `pix2pix-prepare-cache-${process.pid}`);
const faces = { size: 32, groups: ['smileys-emotion'], limit: 40, cacheDir };

const pixelAt = ({ data, width }: Pixels, x: number, y: number) => [
  ...data.slice((y * width + x) * 3, (y * width + x) * 3 + 3),
];
const isGray = ([red = 0, green = 0, blue = 0]: number[]) => red === green && green === blue;

beforeAll(async () => {
  await withFolder((folder) => prepareOpenMoji({ ...faces, out: join(folder, 'set') }));
});
afterAll(() => rm(cacheDir, { recursive: true, force: true }));

describe('prepareOpenMoji', () => {
  test('makes side-by-side pairs: black lines on the left, colours on the right', async () => {
    await withFolder(async (folder) => {
      const out = join(folder, 'data', 'faces');
      const progress: PrepareProgress[] = [];
      const made = await prepareOpenMoji({ ...faces, limit: undefined, out, onProgress: (p) => progress.push(p) });
      expect(made).toMatchObject({ out, made: true });
      expect(made.pairs.train + made.pairs.val + made.pairs.test).toBe(171);
      expect(progress[0]).toEqual({ phase: 'fetch', done: 0, total: 1 });
      expect(progress.at(-1)).toEqual({ phase: 'draw', done: 171, total: 171 });
      const pairs = await openPairs(out, { split: 'train' });
      expect(pairs.names).toContain('1F600');
      const { a, b } = await pairs.load(pairs.names.indexOf('1F600'));
      expect([a.width, a.height, b.width, b.height]).toEqual([32, 32, 32, 32]);
      expect([pixelAt(a, 0, 0), pixelAt(b, 0, 0)]).toEqual([
        [255, 255, 255],
        [255, 255, 255],
      ]);
      for (let i = 0; i < 32 * 32; i++) expect(isGray(pixelAt(a, i % 32, i >> 5))).toBe(true);
      // A cheek of the grinning face, in the yellow of OpenMoji's palette, #fcea2b.
      expect([pixelAt(a, 8, 19), pixelAt(b, 8, 19)]).toEqual([
        [255, 255, 255],
        [0xfc, 0xea, 0x2b],
      ]);
      expect(splitOf('1F600')).toBe('train');
    });
  });

  test('a second run needs neither time nor network', async () => {
    await withFolder(async (folder) => {
      const out = join(folder, 'set');
      const first = await withoutNetwork(() => prepareOpenMoji({ ...faces, out }));
      expect(first).toMatchObject({ made: true, pairs: { train: 36, val: 2, test: 2 } });
      const progress: PrepareProgress[] = [];
      const nowhere = join(folder, 'no-cache');
      const again = { ...faces, out, cacheDir: nowhere, onProgress: (p: PrepareProgress) => progress.push(p) };
      expect(await withoutNetwork(() => prepareOpenMoji(again))).toEqual({ ...first, made: false });
      expect(progress).toEqual([]);
      expect(await readdir(folder)).toEqual(['set']);
      expect((await prepareOpenMoji({ ...faces, out: `${out}/` })).made).toBe(false);
      await prepareOpenMoji({ ...faces, out: join(folder, 'other', '/') });
      expect((await readdir(folder)).sort()).toEqual(['other', 'set']);
    });
  });

  test('two that make the same folder at once do not take it from each other', async () => {
    await withFolder(async (folder) => {
      const out = join(folder, 'set');
      const ends = await Promise.allSettled([1, 2].map(() => prepareOpenMoji({ ...faces, out })));
      expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      const refused = ends.find((end) => end.status === 'rejected');
      expect(String(refused?.reason)).toContain(`Expected no other run in progress in ${out}.unfinished, got process `);
      expect(await prepareOpenMoji({ ...faces, out })).toMatchObject({ made: false });
      expect(await readdir(folder)).toEqual(['set']);
      expect((await readdir(out)).sort()).toEqual(['LICENSE.txt', 'dataset.json', 'test', 'train', 'val']);
    });
  });

  test('writes the licence and where everything comes from next to the pictures', async () => {
    await withFolder(async (folder) => {
      const out = join(folder, 'set');
      await prepareOpenMoji({ ...faces, out });
      expect((await readdir(out)).sort()).toEqual(['LICENSE.txt', 'dataset.json', 'test', 'train', 'val']);
      const licence = await readFile(join(out, 'LICENSE.txt'), 'utf8');
      expect(licence).toContain('All emojis designed by OpenMoji');
      expect(licence).toContain('Attribution-ShareAlike 4.0 International');
      expect(JSON.parse(await readFile(join(out, 'dataset.json'), 'utf8'))).toMatchObject({
        packages: [{ name: 'openmoji', version: '17.0.0', integrity: expect.stringMatching(/^sha512-/) }],
        licence: 'CC-BY-SA-4.0',
        a: 'black line drawing',
        b: 'coloured drawing',
        size: 32,
        groups: ['smileys-emotion'],
        pairs: { train: 36, val: 2, test: 2 },
      });
    });
  });

  test('draws pairs to train on with each width of line, held-out ones once, and adds empty sheets', async () => {
    await withFolder(async (folder) => {
      const out = join(folder, 'set');
      const varied = { ...faces, out, limit: undefined, lineWidths: [1, 3], emptySheets: 2, recoloured: 1, trim: true };
      const { pairs } = await prepareOpenMoji(varied);
      const train = await openPairs(out, { split: 'train' });
      const load = (name: string) => train.load(train.names.indexOf(name));
      const wide = train.names.filter((name) => name.endsWith('-line-3'));
      expect(train.names.length).toBe(3 * wide.length + 2);
      expect(pairs.train + pairs.val + pairs.test).toBe(171 + 2 * wide.length + 2);
      const empty = await load('empty-1');
      for (const { data } of [empty.a, empty.b]) expect(data.every((value) => value === 255)).toBe(true);
      const [thin, thick] = [await load('1F600'), await load('1F600-line-3')];
      const darkness = ({ data }: Pixels) => Array.from(data).reduce((sum, value) => sum + 255 - value, 0);
      expect(darkness(thick.a)).toBeGreaterThan(1.5 * darkness(thin.a));
      // Without its margin a face goes on to the edge; in other colours it has hints at them.
      const rim = [pixelAt(thin.b, 2, 16), pixelAt(thin.b, 29, 16), pixelAt(thin.b, 16, 2), pixelAt(thin.b, 16, 29)];
      for (const [red = 255] of rim) expect(red).toBeLessThan(180);
      expect(isGray(pixelAt(thin.b, 4, 16))).toBe(false);
      const other = await load('1F600-colours-1');
      const cheek = pixelAt(other.b, 5, 19);
      expect(cheek).not.toEqual([0xfc, 0xea, 0x2b]);
      const hints = [...Array(32 * 32).keys()]
        .map((i) => pixelAt(other.a, i % 32, i >> 5))
        .filter((pixel) => !isGray(pixel));
      expect(hints.length).toBeGreaterThan(3);
      expect(hints).toContainEqual(cheek);
      // Another choice is another data set.
      await expect(prepareOpenMoji({ ...varied, lineWidths: [1] })).rejects.toThrow(
        'Expected lineWidths not set, got [1,3] in',
      );
    });
  });

  test('leaves skin tones out unless asked, and keeps them with their emoji', async () => {
    await withFolder(async (folder) => {
      const people = { size: 8, groups: ['people-body'], cacheDir };
      const plain = join(folder, 'plain');
      const namesIn = async (out: string) => {
        const found: Record<string, string> = {};
        for (const split of SPLITS) for (const file of await readdir(join(out, split))) found[file] = split;
        return found;
      };
      await prepareOpenMoji({ ...people, out: plain });
      const all = join(folder, 'all');
      await prepareOpenMoji({ ...people, out: all, skinTones: true });
      const [few, many] = [await namesIn(plain), await namesIn(all)];
      expect([Object.keys(few).length, Object.keys(many).length]).toEqual([388, 388 + 2030]);
      expect(Object.keys(few).filter((file) => /1F3F[B-F]/.test(file))).toEqual([]);
      for (const [file, split] of Object.entries(many)) {
        const base = file.replace(/-1F3F[B-F]/g, '');
        if (many[base]) expect([file, split]).toEqual([file, many[base]]);
      }
    });
  });
});

describe('prepareFluent', () => {
  test('pairs each flat drawing with its shaded one', async () => {
    await withFolder(async (folder) => {
      const out = join(folder, 'fluent');
      const { pairs } = await prepareFluent({ size: 32, out, limit: 20, cacheDir });
      expect(pairs).toEqual({ train: 18, val: 1, test: 1 });
      const { names, load } = await openPairs(out, { split: 'train' });
      const differences = await Promise.all(names.map(async (_, index) => distance(await load(index))));
      // They align well, as is known of the set: the flat one is about 0.12 of the range away on [-1, 1].
      expect(Math.max(...differences)).toBeLessThan(60);
      expect(Math.min(...differences)).toBeGreaterThan(0);
      expect(await readFile(join(out, 'LICENSE.txt'), 'utf8')).toContain('Copyright (c) Microsoft Corporation.');
    });
  });

  test('leaves out the flags of countries, and skin tones', async () => {
    await withFolder(async (folder) => {
      const out = join(folder, 'fluent');
      await prepareFluent({ size: 8, out, cacheDir });
      const { names } = await openPairs(out, { split: 'all' });
      // Of 3,259 pairs 1,445 have a skin tone, 245 are flags of countries, 3 of England, Scotland and Wales.
      expect(names.length).toBe(3259 - 1445 - 245 - 3);
      expect(names.filter((name) => /1f3f[b-f]/.test(name))).toEqual([]);
      // The rainbow, transgender, white, pirates' and black flags are drawn like everything else.
      const flags = names.map((name) => name.split('/')[1] as string).filter((name) => /^1f3f[34]/.test(name));
      const drawn = [
        '1f3f3-fe0f',
        '1f3f3-fe0f-200d-1f308',
        '1f3f3-fe0f-200d-26a7-fe0f',
        '1f3f4',
        '1f3f4-200d-2620-fe0f',
      ];
      expect(flags.sort()).toEqual(drawn);
    });
  });

  /** The mean distance of two images' bytes. */
  function distance({ a, b }: { a: Pixels; b: Pixels }): number {
    let sum = 0;
    for (const [i, value] of a.data.entries()) sum += Math.abs(value - (b.data[i] as number));
    return sum / a.data.length;
  }
});

describe('prepare refuses', () => {
  test('unknown groups, and lists those there are', async () => {
    await withFolder(async (folder) => {
      const options = { ...faces, out: join(folder, 'set') };
      await expect(prepareOpenMoji({ ...options, groups: ['smileys', 'flags'] })).rejects.toThrow(
        /^Expected groups from smileys-emotion, people-body, .*extras-unicode, got smileys\. Use some of these\.$/,
      );
      await expect(prepareOpenMoji({ ...options, size: 4 })).rejects.toThrow(
        'Expected size to be an integer from 8 to 1024, got 4.',
      );
      await expect(prepareOpenMoji({ ...options, limit: 2 })).rejects.toThrow(
        'Expected limit to be an integer of at least 3',
      );
    });
  });

  test('a folder with another data set, with other files, or with images missing', async () => {
    await withFolder(async (folder) => {
      const out = join(folder, 'set');
      await prepareOpenMoji({ ...faces, out });
      await expect(prepareOpenMoji({ ...faces, size: 64, out })).rejects.toThrow(
        `Expected size 64, got 32 in ${join(out, 'dataset.json')}. Choose another folder, or remove this one.`,
      );
      await expect(prepareFluent({ size: 32, limit: 40, out, cacheDir })).rejects.toThrow(
        'Expected name "fluent", got "openmoji" in',
      );
      const [gone] = await readdir(join(out, 'val'));
      await rm(join(out, 'val', gone as string));
      await expect(prepareOpenMoji({ ...faces, out })).rejects.toThrow(
        `Expected 2 images in ${join(out, 'val')}, got 1.`,
      );
      await writeFile(join(folder, 'mine.txt'), '');
      await expect(prepareOpenMoji({ ...faces, out: folder })).rejects.toThrow(
        `Expected a new or empty folder at ${folder}, got other files.`,
      );
    });
  });
});

describe('an interrupted run', () => {
  test('leaves nothing when it is aborted', async () => {
    await withFolder(async (folder) => {
      const stop = new AbortController();
      const onProgress = ({ phase, done }: PrepareProgress) => {
        if (phase === 'draw' && done === 5) stop.abort();
      };
      const options = { ...faces, out: join(folder, 'set'), signal: stop.signal, onProgress };
      await expect(prepareOpenMoji(options)).rejects.toMatchObject({ name: 'AbortError' });
      expect(await readdir(folder)).toEqual([]);
    });
  });

  test('starts again over what a killed one left, and over nothing else', async () => {
    await withFolder(async (folder) => {
      const out = join(folder, 'set');
      await prepareOpenMoji({ ...faces, out });
      const record = await readFile(join(out, 'dataset.json'));
      await rm(out, { recursive: true });
      await mkdir(join(folder, 'set.unfinished', 'train'), { recursive: true });
      await writeFile(join(folder, 'set.unfinished', 'train', 'left-over.png'), 'half');
      await expect(prepareOpenMoji({ ...faces, out })).rejects.toThrow(
        'to be free for the unfinished data set, got other files.',
      );
      await writeFile(join(folder, 'set.unfinished', 'dataset.json'), record);
      await mkdir(out);
      expect((await prepareOpenMoji({ ...faces, out })).made).toBe(true);
      expect(await readdir(folder)).toEqual(['set']);
      expect(await readdir(join(out, 'train'))).not.toContain('left-over.png');
    });
  });
});

describe('preparePlanet', () => {
  test('makes maps in the colours of its grounds, next to the satellite picture of the place', async () => {
    await withFolder(async (folder) => {
      const out = join(folder, 'planet');
      const made = await preparePlanet({ size: 64, out, cacheDir });
      expect(Object.values(made.pairs).every((count) => count >= 10)).toBe(true);
      const paints = Object.values(GROUNDS).map(({ paint }) => paint.join());
      const train = await openPairs(out, { split: 'train' });
      // Where north-west Africa is.
      const { a, b } = await train.load(train.names.indexOf('512-564-1792'));
      const seen = new Set(Array.from({ length: 64 * 64 }, (_, i) => pixelAt(a, i % 64, i >> 6).join()));
      for (const colour of seen) expect(paints).toContain(colour);
      const paintOf = (name: keyof typeof GROUNDS) => [...GROUNDS[name].paint];
      expect([pixelAt(a, 4, 4), pixelAt(a, 40, 20)]).toEqual([paintOf('sea'), paintOf('desert')]);
      const [seaRed = 0, , seaBlue = 0] = pixelAt(b, 4, 4);
      const [sandRed = 0, , sandBlue = 0] = pixelAt(b, 40, 20);
      expect([seaBlue > seaRed, sandRed > sandBlue + 30]).toEqual([true, true]);
      expect(await readFile(join(out, 'LICENSE.txt'), 'utf8')).toMatch(/NASA/);
    });
  }, 300_000);
});
