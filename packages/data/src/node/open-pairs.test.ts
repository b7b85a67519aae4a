import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { noise } from '@pix2pix-ts/testing/noise';
import { withFolder } from '@pix2pix-ts/testing/with-folder';
import { joinSideBySide } from '../side-by-side.ts';
import { splitOf } from '../split-of.ts';
import { makeImage } from '../testing/make-files.ts';
import { checkImages } from './check-images.ts';
import { listImages } from './list-folder.ts';
import { countPairs, openPairs } from './open-pairs.ts';

const anyImage = makeImage(noise(4, 2), 'png');

/** A folder with these files in it, images all of them. */
function withFiles<T>(files: readonly string[], use: (folder: string) => Promise<T>): Promise<T> {
  return withFolder(async (folder) => {
    for (const file of files) {
      await mkdir(dirname(join(folder, file)), { recursive: true });
      await writeFile(join(folder, file), await anyImage);
    }
    return use(folder);
  });
}

const pair = { a: noise(3, 2, 'a'), b: noise(3, 2, 'b') };

describe('openPairs', () => {
  test('reads side-by-side images of a split, A left and B right, in natural order', async () => {
    await withFiles(['train/10.png', 'train/9.png', 'train/.hidden.png', 'val/1.png'], async (folder) => {
      await writeFile(join(folder, 'train/2.png'), await makeImage(joinSideBySide(pair), 'png'));
      const pairs = await openPairs(folder, { split: 'train' });
      expect(pairs.names).toEqual(['2', '9', '10']);
      expect(pairs.files).toEqual([['train/2.png'], ['train/9.png'], ['train/10.png']]);
      expect(await pairs.load(0)).toEqual(pair);
      await expect(pairs.load(3)).rejects.toThrow('Expected an index below 3, got 3.');
    });
  });

  test('reads A/ and B/ of a split, matched by name whatever the format', async () => {
    await withFiles(['test/A/1.png', 'test/B/1.png', 'test/A/notes.txt'], async (folder) => {
      await writeFile(join(folder, 'test/A/2.webp'), await makeImage(pair.a, 'webp'));
      await writeFile(join(folder, 'test/B/2.TIFF'), await makeImage(pair.b, 'tiff'));
      const pairs = await openPairs(folder, { split: 'test' });
      expect(pairs.names).toEqual(['1', '2']);
      expect(pairs.files[1]).toEqual(['test/A/2.webp', 'test/B/2.TIFF']);
      expect(await pairs.load(1)).toEqual(pair);
    });
  });

  test.each([
    ['side by side', (name: string) => [`${name}.png`]],
    ['A and B', (name: string) => [`A/${name}.png`, `B/${name}.png`]],
  ])('divides an unsplit folder (%s) by the hash of the names', async (_, filesOf) => {
    const names = Array.from({ length: 60 }, (_, i) => `image-${i}`);
    await withFiles(names.flatMap(filesOf), async (folder) => {
      for (const split of ['train', 'val', 'test'] as const)
        expect((await openPairs(folder, { split })).names).toEqual(names.filter((name) => splitOf(name) === split));
      expect((await openPairs(folder, { split: 'all' })).names).toEqual(names);
      const { train, val, test: tests } = await countPairs(folder);
      expect([train + val + tests, train]).toEqual([60, names.filter((name) => splitOf(name) === 'train').length]);
    });
  });

  test('keeps together what has one key', async () => {
    await withFiles(['5-a.png', '5-b.png', '5-c.png', 'cat-a.png'], async (folder) => {
      const splitKey = (name: string) => name.split('-')[0] as string;
      expect((await openPairs(folder, { split: 'test', splitKey })).names).toEqual(['5-a', '5-b', '5-c']);
      expect(await countPairs(folder, splitKey)).toEqual({ train: 1, val: 0, test: 3 });
    });
  });

  test('tells apart equal names of two splits', async () => {
    await withFiles(['train/1.png', 'val/1.png'], async (folder) => {
      expect((await openPairs(folder, { split: 'all' })).names).toEqual(['train/1', 'val/1']);
      expect((await openPairs(folder, { split: 'val' })).names).toEqual(['1']);
      expect(await countPairs(folder)).toEqual({ train: 1, val: 1, test: 0 });
    });
  });

  test('follows links to images and folders', async () => {
    await withFiles(['elsewhere/1.png', 'data/test/3.png'], async (folder) => {
      await symlink(join(folder, 'elsewhere'), join(folder, 'data/train'), 'junction');
      expect((await openPairs(join(folder, 'data'), { split: 'train' })).names).toEqual(['1']);
    });
  });
});

describe('openPairs understands', () => {
  const layouts: [string, string[], string[][]][] = [
    [
      'trainA/ and trainB/',
      ['trainA/1.png', 'trainB/1.jpg', 'testA/2.png', 'testB/2.png'],
      [['trainA/1.png', 'trainB/1.jpg']],
    ],
    ['train_A/ and train_B/', ['train_A/1.png', 'train_B/1.png'], [['train_A/1.png', 'train_B/1.png']]],
    [
      'A/train/ and B/train/',
      ['A/train/1.png', 'B/train/1.png', 'A/val/2.png', 'B/val/2.png'],
      [['A/train/1.png', 'B/train/1.png']],
    ],
    ['Train/', ['Train/1.png', 'VAL/2.png'], [['Train/1.png']]],
    ['train/a/ and train/b/', ['train/a/1.png', 'train/b/1.png'], [['train/a/1.png', 'train/b/1.png']]],
    [
      '.jfif, .jpe and .JFIF',
      ['train/1.jfif', 'train/2.jpe', 'train/3.JFIF'],
      [['train/1.jfif'], ['train/2.jpe'], ['train/3.JFIF']],
    ],
  ];
  test.each(layouts)('%s', async (_, files, expected) => {
    await withFiles(files, async (folder) => {
      const notes: string[] = [];
      const found = await openPairs(folder, { split: 'train', onNote: (line) => notes.push(line) });
      expect([found.files, notes]).toEqual([expected, []]);
    });
  });
});

describe('openPairs skips nothing silently', () => {
  test('one line per folder names files of other formats, folders and broken links, with their counts', async () => {
    const others = [1, 2, 3, 4, 5, 6].map((i) => `train/${i}.bmp`);
    await withFiles(
      ['train/9.png', 'train/more/1.png', 'extra/1.png', 'train/notes.txt', 'LICENSE', ...others],
      async (folder) => {
        await symlink(join(folder, 'gone'), join(folder, 'train/link'));
        const notes: string[] = [];
        await openPairs(folder, { split: 'train', onNote: (line) => notes.push(line) });
        expect(notes).toEqual([
          `Skipped in ${folder}: 1 folder (extra/).`,
          `Skipped in ${folder}/train: 6 files of unsupported formats (1.bmp, 2.bmp, 3.bmp, 4.bmp, 5.bmp and 1 more); 1 folder (more/); 1 broken link or special file (link).`,
        ]);
      },
    );
  });

  test('broken links, two files of one name and pictures without a partner are bad pairs, skipped where asked to', async () => {
    const files = ['A/1.png', 'B/1.png', 'A/2.png', 'A/2.webp', 'B/2.png', 'A/3.png', 'B/4.png', 'B/5.png'];
    await withFiles(files, async (folder) => {
      await symlink(join(folder, 'gone.png'), join(folder, 'A/5.png'));
      const source = await openPairs(folder, { split: 'all' });
      await expect(checkImages(source)).rejects.toThrow('Expected 5 readable image pairs, got 4 bad: 2, 3, 5, 4.');
      await expect(source.load(1)).rejects.toThrow('Expected one image named 2');
      const { pairs, bad } = await checkImages(source, { skipBad: true });
      expect(pairs.files).toEqual([['A/1.png', 'B/1.png']]);
      expect(bad.map(({ reason }) => reason)).toEqual([
        `Expected one image named 2 in ${folder}/A, got 2.png and 2.webp. Rename or remove one of them.`,
        `Expected an image named 3 in ${folder}/B to match ${folder}/A/3.png, got none. Add it, or remove ${folder}/A/3.png.`,
        `Could not read ${folder}/A/5.png: it is a link to a file that does not exist. Check the path.`,
        `Expected an image named 4 in ${folder}/A to match ${folder}/B/4.png, got none. Add it, or remove ${folder}/B/4.png.`,
      ]);
    });
  });
});

describe('openPairs refuses', () => {
  const refusals: [string, string[], RegExp][] = [
    ['an empty folder', [], /^Expected images \(PNG, .*\) in \S+, got an empty folder\. Put the images there\.$/],
    ['a folder of other files', ['a.bmp', 'b.txt', 'sub/1.png'], /got only \.bmp files, \.txt files, sub\/\./],
    ['a missing split', ['train/1.png', 'test/1.png'], /^Expected the folder val\/ in \S+, got train\/, test\/\./],
    ['an empty split', ['train/1.png', 'val/readme.txt'], /^Expected images .* in \S+val, got only \.txt files\./],
    [
      'a split the names do not reach',
      ['cat.png', '1.png'],
      /^Expected images of the split val in \S+, got none: the hashes of its 2 names/,
    ],
    ['A/ without B/', ['A/1.png'], /^Expected A\/ and B\/ in \S+, got only A\/\. Add B\/ with the other pictures\.$/],
    [
      'images beside A/ and B/',
      ['A/1.png', 'B/1.png', '2.png'],
      /^Expected either A\/ and B\/ or side-by-side images in \S+, got both \(2\.png\)\./,
    ],
    [
      'A/ beside train/',
      ['train/1.png', 'A/1.png'],
      /^Expected either a folder for each split or one for all in \S+, got train\/ and next to them A\/\./,
    ],
    [
      'folders with the names of another tool',
      ['input/1.png', 'target/1.png', 'Training/1.png'],
      /got only Training\/, input\/, target\/\. Rename Training\/ to train\/, input\/ to A\/, target\/ to B\/\.$/,
    ],
    ['a folder around the data', ['facades/train/1.png'], /Put the images there, or use the folder facades\/ in it\.$/],
    [
      'trainA/ without trainB/',
      ['trainA/1.png'],
      /Expected the pictures of both A and B for train in \S+, got only trainA\/\./,
    ],
    ['an empty half', ['A/1.png', 'B/1.txt'], /^Expected images .* in \S+B, got only \.txt files\./],
  ];
  test.each(refusals)('%s', async (_, files, message) => {
    await withFiles(files, async (folder) => {
      const error: Error = await openPairs(folder, { split: 'val' }).then(fail, (refusal) => refusal);
      expect([error.name, error.message]).toEqual(['DataError', expect.stringMatching(message)]);
    });
  });

  test('A/ and B/ without a name in common, naming the files both ways', async () => {
    const many = Array.from({ length: 8 }, (_, i) => `B/more-${i}.png`);
    await withFiles(['A/x.png', ...many], async (folder) => {
      await expect(openPairs(folder, { split: 'train' })).rejects.toThrow(
        `Expected the same names in ${folder}/A and ${folder}/B, got only in A: x.png; only in B: more-0.png, more-1.png, more-2.png, more-3.png, more-4.png and 3 more.`,
      );
    });
  });

  test('a missing folder, and a file', async () => {
    await withFiles(['1.png'], async (folder) => {
      const missing = join(folder, 'missing');
      await expect(openPairs(missing, { split: 'all' })).rejects.toThrow(
        `Expected a folder at ${missing}, got nothing there.`,
      );
      await expect(openPairs(join(folder, '1.png'), { split: 'all' })).rejects.toThrow('got a file.');
    });
  });

  test('a side-by-side image of odd width when it is read, by name', async () => {
    await withFolder(async (folder) => {
      await writeFile(join(folder, 'odd.png'), await makeImage(noise(5, 2), 'png'));
      const pairs = await openPairs(folder, { split: 'all' });
      await expect(pairs.load(0)).rejects.toThrow(
        `Expected an even width for ${join(folder, 'odd.png')}, A on the left`,
      );
    });
  });

  function fail(): never {
    throw new Error('Expected a refusal, got pairs.');
  }
});

test('listImages gives paths in natural order', async () => {
  await withFiles(['10.png', '2.jpg', 'x.txt', 'sub/1.png'], async (folder) => {
    expect(await listImages(folder)).toEqual([join(folder, '2.jpg'), join(folder, '10.png')]);
    await expect(listImages(join(folder, 'none'))).rejects.toThrow('Expected a folder at');
  });
});
