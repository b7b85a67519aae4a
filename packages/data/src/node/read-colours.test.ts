import { deflateSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { makePng } from '../testing/make-files.ts';
import { decodeImage } from './decode-image.ts';

const GAMMA = 1.75;

/** A profile whose light is the sample to the power of GAMMA; its colours are those of sRGB under D50 (ICC.1:2001-04). */
function gammaProfile(space: 'RGB ' | 'GRAY'): Buffer {
  const number = (value: number) => [24, 16, 8, 0].map((shift) => ((value * 65536) >> shift) & 255);
  const point = (...xyz: number[]) => Buffer.from([...Buffer.from('XYZ \0\0\0\0'), ...xyz.flatMap(number)]);
  const curve = Buffer.from([...Buffer.from('curv\0\0\0\0\0\0\0\x01'), Math.floor(GAMMA), (GAMMA % 1) * 256, 0, 0]);
  const tags: [string, Buffer][] = [
    ['wtpt', point(0.9642, 1, 0.8249)],
    ...(space === 'GRAY'
      ? [['kTRC', curve] as [string, Buffer]]
      : ([
          ['rXYZ', point(0.4361, 0.2225, 0.0139)],
          ['gXYZ', point(0.3851, 0.7169, 0.0971)],
          ['bXYZ', point(0.1431, 0.0606, 0.7141)],
          ...['rTRC', 'gTRC', 'bTRC'].map((name) => [name, curve]),
        ] as [string, Buffer][])),
  ];
  const table = Buffer.alloc(4 + 12 * tags.length);
  table.writeUInt32BE(tags.length, 0);
  let at = 128 + table.length;
  for (const [i, [name, body]] of tags.entries()) {
    table.write(name, 4 + 12 * i);
    table.writeUInt32BE(at, 8 + 12 * i);
    table.writeUInt32BE(body.length, 12 + 12 * i);
    at += body.length;
  }
  const head = Buffer.alloc(128);
  head.writeUInt32BE(at, 0);
  head.writeUInt32BE(0x02400000, 8); // version 2.4
  head.write(`mntr${space}XYZ `, 12);
  head.write('acsp', 36);
  head.set([0.9642, 1, 0.8249].flatMap(number), 68);
  return Buffer.concat([head, table, ...tags.map(([, body]) => body)]);
}

/** The sRGB value from 0 to 255 of linear light (IEC 61966-2-1). */
const encoded = (light: number) => 255 * (light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055);

const SAMPLES = [0, 1, 3, 10, 40, 100, 128, 200, 217, 240, 254, 255];

/** A PNG of one row of these 8-bit values, in 8 or in 16 bits. */
function pngOf(depth: 8 | 16, colourType: 0 | 2, profile: Uint8Array) {
  const width = SAMPLES.length / (colourType === 0 ? 1 : 3);
  const row = SAMPLES.flatMap((value) => (depth === 8 ? value : [value, value]));
  return makePng({ width, height: 1, depth, colourType }, [row], { iCCP: [0x78, 0, 0, ...deflateSync(profile)] });
}

const differencesOf = async (bytes: Uint8Array, expected: readonly number[]) => {
  const { data } = await decodeImage(bytes);
  expect(data).toHaveLength(expected.length);
  return Math.max(...data.map((value, i) => Math.abs(value - (expected[i] as number))));
};

describe('a profile is applied', () => {
  test.each([8, 16] as const)('to colours of %d bits', async (depth) => {
    const light = SAMPLES.map((value) => encoded((value / 255) ** GAMMA));
    expect(await differencesOf(pngOf(depth, 2, gammaProfile('RGB ')), light)).toBeLessThanOrEqual(1);
  });

  test.each([8, 16] as const)('to grays of %d bits', async (depth) => {
    const light = SAMPLES.flatMap((value) => Array<number>(3).fill(encoded((value / 255) ** GAMMA)));
    expect(await differencesOf(pngOf(depth, 0, gammaProfile('GRAY')), light)).toBeLessThanOrEqual(1);
  });

  test('of colours to the grays of a JPEG, as in browsers', async () => {
    const blocks = Buffer.from(SAMPLES.flatMap((value) => Array<number>(64).fill(value))); // which JPEG keeps as they are
    const raw = { raw: { width: 8, height: 8 * SAMPLES.length, channels: 1 } } as const;
    const jpeg = await sharp(blocks, raw).toColourspace('b-w').jpeg({ quality: 100 }).toBuffer();
    const body = [...Buffer.from('ICC_PROFILE\0\x01\x01'), ...gammaProfile('RGB ')];
    const segment = [0xff, 0xe2, (body.length + 2) >> 8, (body.length + 2) & 255, ...body];
    const { data } = await decodeImage(Buffer.from([...jpeg.subarray(0, 2), ...segment, ...jpeg.subarray(2)]));
    const first = SAMPLES.map((value, i) => Math.abs((data[i * 64 * 3] as number) - encoded((value / 255) ** GAMMA)));
    expect(Math.max(...first)).toBeLessThanOrEqual(1);
  });

  test('of sRGB to 16 bits without a change, with transparency too', async () => {
    const deep = await sharp(pngOf(16, 2, gammaProfile('RGB ')), { ignoreIcc: true })
      .toColourspace('rgb16')
      .ensureAlpha()
      .png()
      .toBuffer();
    const own = { raw: { width: 1, height: 1, channels: 3 } } as const;
    const srgb = await sharp(Buffer.alloc(3), own).withIccProfile('srgb').png().toBuffer();
    const { icc } = await sharp(srgb).metadata();
    expect(await differencesOf(pngOf(16, 2, icc as Buffer), SAMPLES)).toBe(0);
    const transparent = makePng(
      { width: 2, height: 1, depth: 16, colourType: 6 },
      [[10, 10, 20, 20, 30, 30, 255, 255, 9, 9, 9, 9, 9, 9, 0, 0]],
      { iCCP: [0x78, 0, 0, ...deflateSync(icc as Buffer)] },
    );
    expect(await differencesOf(transparent, [10, 20, 30, 255, 255, 255])).toBe(0);
    expect(await differencesOf(deep, SAMPLES)).toBe(0);
  });

  test.each([8, 16] as const)('to %d bits only where it is one, and one for such colours', async (depth) => {
    for (const profile of [
      gammaProfile('GRAY'),
      Buffer.alloc(200, 'no profile'),
      gammaProfile('RGB ').subarray(0, 140),
    ])
      expect(await differencesOf(pngOf(depth, 2, profile), SAMPLES)).toBe(0);
  });
});
