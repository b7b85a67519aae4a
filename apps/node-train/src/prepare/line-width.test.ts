import { expect, test } from '@jest/globals';
import sharp from 'sharp';
import { withLineWidth } from './line-width.ts';

const svgOf = (line: string) =>
  Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><rect width="40" height="40" fill="#fff"/>${line}</svg>`,
  );

const darkPixels = async (svg: Uint8Array) => {
  const grey = await sharp(svg).greyscale().raw().toBuffer();
  return grey.filter((value) => value < 128).length;
};

test.each([
  ['an attribute', '<path d="M0 20 H40" stroke="#000" stroke-width="2"/>'],
  ['a style', '<path d="M0 20 H40" style="stroke:#000;stroke-width: 2px"/>'],
])('draws lines three times as wide where their width is %s', async (_, line) => {
  expect(await darkPixels(svgOf(line))).toBe(2 * 40);
  expect(await darkPixels(withLineWidth(svgOf(line), 3))).toBe(6 * 40);
});

test('leaves what is filled as it is', () => {
  const svg = svgOf('<circle cx="9" cy="9" r="4" fill="#000"/>');
  expect(withLineWidth(svg, 3)).toEqual(svg);
});
