import { beforeAll, expect, test } from '@jest/globals';
import { CHANNELS, type Pixels } from '@pix2pix-ts/data';
import { randomStream } from '@pix2pix-ts/random';
import sharp from 'sharp';
import { fillParts } from './fill-parts.ts';

const SIZE = 64;

async function drawn(shapes: string): Promise<Pixels> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${SIZE}" height="${SIZE}" fill="none" stroke="#000" stroke-width="3">${shapes}</svg>`;
  const { data } = await sharp(Buffer.from(svg))
    .flatten({ background: '#fff' })
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data: new Uint8Array(data), width: SIZE, height: SIZE };
}

const at = ({ data }: Pixels, x: number, y: number) => {
  const place = (y * SIZE + x) * CHANNELS;
  return [...data.subarray(place, place + CHANNELS)];
};

let ring: Pixels;
beforeAll(async () => {
  ring = await drawn('<circle cx="32" cy="32" r="26"/><circle cx="32" cy="32" r="10"/><path d="M2 50 L10 60"/>');
});

test('each part that lines close in has one colour of its own, up to its lines, which stay black', () => {
  const { coloured } = fillParts(ring, randomStream(1));
  const [inner, outer] = [at(coloured, 32, 32), at(coloured, 32, 14)];
  expect(inner).not.toEqual(outer);
  for (const [x, y] of [
    [14, 32],
    [50, 32],
    [32, 50],
  ] as const)
    expect(at(coloured, x, y)).toEqual(outer);
  expect(at(coloured, 32, 22)).toEqual([0, 0, 0]);
  for (const [x, y] of [
    [1, 1],
    [62, 40],
    [3, 57],
  ] as const)
    expect(at(coloured, x, y)).toEqual([255, 255, 255]);
});

test("a line's soft edge is the colour next to it, as dark as the line is there", () => {
  const { coloured } = fillParts(ring, randomStream(2));
  const colours = [[255, 255, 255], at(coloured, 32, 14), at(coloured, 32, 32)];
  for (let pixel = 0; pixel < SIZE * SIZE; pixel++) {
    const lightness = ring.data[pixel * CHANNELS] as number;
    const darkened = colours.map((colour) => colour.map((value) => Math.round((value * lightness) / 255)).join());
    expect(darkened).toContain(at(coloured, pixel % SIZE, Math.floor(pixel / SIZE)).join());
  }
});

test('what hints are taken from has the colours without soft edges', () => {
  const { coloured, flat } = fillParts(ring, randomStream(3));
  const colours = [[255, 255, 255], at(coloured, 32, 14), at(coloured, 32, 32)];
  for (let pixel = 0; pixel < SIZE * SIZE; pixel++) {
    const lightness = ring.data[pixel * CHANNELS] as number;
    const [x, y] = [pixel % SIZE, Math.floor(pixel / SIZE)];
    const allowed = lightness < 250 ? [[lightness, lightness, lightness]] : colours;
    expect(allowed).toContainEqual(at(flat, x, y));
  }
});

test('colours are of all hues, some are grey, and none is too light to be seen on white', () => {
  const colours = Array.from({ length: 400 }, (_, seed) => at(fillParts(ring, randomStream(seed)).coloured, 32, 32));
  expect(colours.every((of) => Math.max(...of) >= 127 && Math.min(...of) <= 0.85 * 255)).toBe(true);
  for (const channel of [0, 1, 2]) {
    const strongest = colours.filter((of) => of[channel] === Math.max(...of)).length;
    expect(strongest / 400).toBeGreaterThan(0.25);
  }
  const greys = colours.filter((of) => Math.max(...of) === Math.min(...of)).length;
  expect(Math.abs(greys / 400 - 0.15)).toBeLessThan(0.09); // five standard deviations
});
