import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { withFolder } from '@pix2pix-ts/testing/with-folder';
import { makePng } from '../testing/make-files.ts';
import { checkImages } from './check-images.ts';
import { decodeImage } from './decode-image.ts';
import { openPairs } from './open-pairs.ts';

/** A PNG of one row of 16-bit samples. */
const sixteen = (samples: number[], colourType: 0 | 2 | 4 = 0) => {
  const width = samples.length / { 0: 1, 2: 3, 4: 2 }[colourType];
  const row = samples.flatMap((value) => [value >> 8, value & 255]);
  return makePng({ width, height: 1, depth: 16, colourType }, [row]);
};

async function notesOn(bytes: Uint8Array): Promise<string[]> {
  const notes: string[] = [];
  await decodeImage(bytes, { onNote: (line) => notes.push(line) });
  return notes;
}

describe('a picture of 12 bits in 16', () => {
  test('is reported with its largest sample, in gray, colours and with transparency', async () => {
    const line = (largest: number) => [
      `No sample of the image is above ${largest} of 65535, so it comes out nearly black. If it uses fewer than 16 bits, scale it to the full range first.`,
    ];
    expect(await notesOn(sixteen([0, 4095]))).toEqual(line(4095));
    expect(await notesOn(sixteen([0, 1, 255, 1023, 2, 3], 2))).toEqual(line(1023));
    expect(await notesOn(sixteen([4000, 65535, 7, 65535], 4))).toEqual(line(4000));
  });

  test('is not seen in pictures that use more, are black, or have 8 bits', async () => {
    expect(await notesOn(sixteen([0, 4096]))).toEqual([]);
    expect(await notesOn(sixteen([0, 65535]))).toEqual([]);
    expect(await notesOn(sixteen([0, 0]))).toEqual([]);
    expect(await notesOn(makePng({ width: 2, height: 1, depth: 8, colourType: 0 }, [[0, 15]]))).toEqual([]);
  });

  test('is reported for pairs as they are loaded, also after bad ones were skipped', async () => {
    await withFolder(async (folder) => {
      const notes: [string, string][] = [];
      await writeFile(join(folder, '1.png'), sixteen([0, 4095]));
      await writeFile(join(folder, '2.png'), 'broken');
      const source = await openPairs(folder, { split: 'all', onNote: (...note) => notes.push(note) });
      const { pairs } = await checkImages(source, { skipBad: true });
      expect([pairs.names, pairs.files]).toEqual([['1'], [['1.png']]]);
      await pairs.load(0);
      const expected = [expect.stringContaining(join(folder, '1.png')), 'dark samples'];
      expect(notes).toEqual([expected, expected]);
    });
  });
});
