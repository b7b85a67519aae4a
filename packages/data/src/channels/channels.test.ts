import { describe, expect, test } from '@jest/globals';
import { noise } from '@pix2pix-ts/testing/noise';
import { toFloat, toRaster } from '../pixel-values.ts';
import { channelsOf, crop, extendEdges, flipLeftRight, type Raster } from '../pixels.ts';
import { resize } from '../resize.ts';
import { asColours } from './as-colours.ts';
import { inByteScale } from './in-byte-scale.ts';
import { joinChannels } from './join-channels.ts';
import { asAnswer, withChannels } from './with-channels.ts';

const colours = noise(9, 7, 'colours');
/** One channel of a picture, by itself. */
const channel = ({ data, width, height }: Raster, at: number): Raster => {
  const channels = channelsOf({ data, width, height });
  return { data: (data as Uint8Array).filter((_, i) => i % channels === at), width, height };
};
const channelsOfColours = [0, 1, 2].map((at) => channel(colours, at)) as [Raster, Raster, Raster];
const values = ({ data }: Raster) => [...data];
const deep = ({ data, ...size }: Raster): Raster => ({ data: Uint16Array.from(data, (value) => 257 * value), ...size });
const floats = ({ data, ...size }: Raster): Raster => ({
  data: Float32Array.from(data, (value) => value / 255),
  ...size,
});

describe('pictures of any channels and depth', () => {
  test.each([
    ['cropped', (picture: Raster) => crop(picture, 2, 1, 4, 5)],
    ['mirrored', (picture: Raster) => flipLeftRight(picture)],
    ['extended', (picture: Raster) => extendEdges(picture, 2, 1, 14, 12)],
    ['made smaller', (picture: Raster) => resize(picture, 5, 3)],
    ['made larger', (picture: Raster) => resize(picture, 20, 11)],
  ])('are %s channel by channel as colours are', (_, change) => {
    const changed = change(colours);
    const each = channelsOfColours.map(change) as [Raster, Raster, Raster];
    expect(values(joinChannels(each, ['r', 'g', 'b']))).toEqual(values(changed));
    const five = joinChannels([...channelsOfColours, ...channelsOfColours.slice(0, 2)] as [Raster, ...Raster[]], []);
    expect(values(channel(change(five), 4))).toEqual(values(each[1]));
  });

  test('are resized in 16 bits and in floats as in exact arithmetic', () => {
    const exact = resize(floats(colours), 5, 3);
    expect(values(resize(deep(colours), 5, 3))).toEqual(
      values(exact).map((value) => expect.closeTo(65_535 * value, -0.3)),
    );
    expect(
      values(resize(colours, 5, 3)).map((byte, i) => Math.abs(byte - 255 * (exact.data[i] as number)) < 1.01),
    ).not.toContain(false);
  });

  test("are the model's values in [-1, 1] and back, whatever the depth", () => {
    for (const picture of [colours, deep(colours), floats(colours)]) {
      const depth = (8 * picture.data.BYTES_PER_ELEMENT) as 8 | 16 | 32;
      const scaled = toFloat(picture);
      expect([...scaled].every((value, i) => Math.abs(value - ((colours.data[i] as number) / 127.5 - 1)) < 1e-6)).toBe(
        true,
      );
      const back = toRaster(scaled, 9, 7, depth);
      expect(values(back).map((value, i) => Math.abs(value - (picture.data[i] as number)) < 1e-6)).not.toContain(false);
    }
    expect(values(toRaster([-2, 2, Number.NaN], 1, 1, 16))).toEqual([0, 65_535, 0]);
    expect(() => toRaster([0, 0, 0], 2, 1, 8)).toThrow('Expected some values for each of 2x1 pixels, got 3.');
  });

  test('take on the channels of a model where there is a way', () => {
    const of = (channels: number, ...data: number[]) =>
      withChannels({ data: Uint8Array.from(data), width: 1, height: 1 }, channels);
    expect(values(of(3, 7))).toEqual([7, 7, 7]);
    expect(values(of(4, 7))).toEqual([7, 7, 7, 255]);
    expect(values(of(1, 255, 0, 0))).toEqual([76]); // 0.299 * 255
    expect(values(of(4, 1, 2, 3))).toEqual([1, 2, 3, 255]);
    expect(values(of(3, 0, 0, 0, 51))).toEqual([204, 204, 204]); // a fifth of black over white
    expect(values(of(1, 0, 0, 0, 51))).toEqual([204]);
    expect(values(withChannels({ data: Uint16Array.of(9), width: 1, height: 1 }, 4))).toEqual([9, 9, 9, 65_535]);
    expect(() => of(3, 1, 2)).toThrow(
      'Expected a picture of 3 channels, as the model takes, got 2. Pass one with as many.',
    );
    expect(values(asAnswer({ data: Uint8Array.of(1, 2), width: 1, height: 1 }, 5))).toEqual([1, 2, 1, 2, 1]);
  });

  test('are shown as colours, and compared as bytes', () => {
    const of = (...data: number[]): Raster => ({ data: Uint8Array.from(data), width: 1, height: 1 });
    expect(values(asColours(of(5)))).toEqual([5, 5, 5]);
    expect(values(asColours(of(5, 6)))).toEqual([5, 5, 5]);
    expect(values(asColours(of(0, 0, 0, 51)))).toEqual([204, 204, 204]);
    expect(values(asColours(of(1, 2, 3, 4, 5)))).toEqual([1, 2, 3]);
    expect(values(asColours({ data: Uint16Array.of(257 * 9), width: 1, height: 1 }))).toEqual([9, 9, 9]);
    expect([...Array.from(inByteScale({ data: Uint16Array.of(257 * 9 + 128), width: 1, height: 1 }).data)]).toEqual([
      expect.closeTo(9.498, 3),
    ]);
  });

  test('are joined only where they have one size and depth', () => {
    const a = colours;
    expect(() => joinChannels([a, noise(8, 7)], ['a.png', 'b.png'])).toThrow(
      'Expected b.png of 9x7 pixels, as a.png has, got 8x7. Resize one of them.',
    );
    expect(() => joinChannels([a, deep(a)], ['a.png', 'b.png'])).toThrow(
      'Expected b.png in 8 bits, as a.png has, got 16. Convert one of them.',
    );
  });
});
