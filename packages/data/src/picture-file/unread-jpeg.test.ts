import { expect, test } from '@jest/globals';
import sharp from 'sharp';
import { isCutShort } from './cut-short.ts';
import { unreadJpeg } from './unread-jpeg.ts';

const picture = sharp({ create: { width: 16, height: 16, channels: 3, background: '#c03020' } });

test('kinds of JPEG that browsers do not show are recognised by the marker and the precision of their frame', async () => {
  const jpeg = new Uint8Array(
    await picture
      .clone()
      .withExif({ IFD0: { Copyright: 'x' } })
      .jpeg()
      .toBuffer(),
  );
  const frame = jpeg.findIndex((byte, at) => byte === 0xff && jpeg[at + 1] === 0xc0);
  const changed = (offset: number, value: number) => jpeg.map((byte, at) => (at === frame + offset ? value : byte));
  expect(unreadJpeg(jpeg)).toBeUndefined();
  expect(unreadJpeg(new Uint8Array(await picture.clone().jpeg({ progressive: true }).toBuffer()))).toBeUndefined();
  expect(unreadJpeg(changed(1, 0xc9))).toBe('a JPEG with arithmetic coding');
  expect(unreadJpeg(changed(1, 0xc3))).toBe('a lossless JPEG');
  expect(unreadJpeg(changed(4, 12))).toBe('a JPEG of 12 bits');
  expect(unreadJpeg(new Uint8Array(await picture.clone().png().toBuffer()))).toBeUndefined();
});

test('bytes between the segments of a JPEG, which browsers skip, end nothing', async () => {
  const jpeg = [...(await picture.clone().jpeg().toBuffer())];
  const scan = jpeg.findIndex((byte, at) => byte === 0xff && jpeg[at + 1] === 0xda);
  const between = Uint8Array.from([...jpeg.slice(0, scan), 0, 1, 2, 0xff, ...jpeg.slice(scan)]);
  expect(isCutShort(between)).toBe(false);
  expect(isCutShort(between.subarray(0, between.length - 2))).toBe(true);
});
