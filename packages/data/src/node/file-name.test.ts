import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { noise } from '@pix2pix-ts/testing/noise';
import { withFolder } from '@pix2pix-ts/testing/with-folder';
import { makeImage } from '../testing/make-files.ts';
import { checkImages } from './check-images.ts';
import { decodeImage } from './decode-image.ts';
import { fileName, filePath, plainPath } from './file-name.ts';
import { listImages } from './list-folder.ts';
import { openPairs } from './open-pairs.ts';

test.each([
  ['all that is UTF-8', Buffer.from('née 名 \u{1f600}.png'), 'née 名 \u{1f600}.png', 'née 名 \u{1f600}.png'],
  // PEP 383: a byte that is not UTF-8 is U+DC00 and the byte.
  ['Latin-1', Buffer.from('caf\xe9.png', 'latin1'), 'caf\udce9.png', 'caf%E9.png'],
  ['a letter cut short', Buffer.from([0xe5, 0x90, 0x61]), '\udce5\udc90a', '%E5%90a'],
  ['a surrogate in UTF-8', Buffer.from([0xed, 0xb3, 0xa9]), '\udced\udcb3\udca9', '%ED%B3%A9'],
  ['letters beside such bytes', Buffer.from([0xff, 0xc3, 0xa9, 0xfe]), '\udcffé\udcfe', '%FFé%FE'],
])('a name of %s comes back byte for byte', (_, bytes, name, plain) => {
  expect(fileName(bytes)).toBe(name);
  expect(Buffer.from(filePath(name))).toEqual(bytes);
  expect(plainPath(name)).toBe(plain);
});

test('pictures whose names are not UTF-8 are listed, checked and read by their bytes', async () => {
  if (process.platform !== 'linux') return; // other systems have no such names
  await withFolder(async (folder) => {
    const pictures = ['\xe8', '\xe9'].map((letter) => ({ letter, pixels: noise(4, 2, letter) }));
    for (const { letter, pixels } of pictures) {
      const path = Buffer.concat([Buffer.from(`${folder}/caf`), Buffer.from(`${letter}.png`, 'latin1')]);
      await writeFile(path, await makeImage(pixels, 'png'));
    }
    const images = await listImages(folder);
    expect(images).toEqual([join(folder, 'caf\udce8.png'), join(folder, 'caf\udce9.png')]);
    for (const [i, image] of images.entries()) expect(await decodeImage(image)).toEqual(pictures[i]?.pixels);
    expect(await checkImages(await openPairs(folder, { split: 'all' }))).toMatchObject({ bad: [], decoded: 2 });
    expect(await checkImages(await openPairs(folder, { split: 'all' }))).toMatchObject({ bad: [], decoded: 0 });
  });
});
