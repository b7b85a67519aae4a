import { expect, test } from '@jest/globals';
import { CHANNELS, type Pixels } from '../pixels.ts';
import { spreadHints } from './spread-hints.ts';

/** Pictures as text: `#` is a line, a space paper, and these are hints. */
const COLOURS: Record<string, readonly number[]> = {
  '#': [0, 0, 0],
  ' ': [255, 255, 255],
  r: [210, 40, 30],
  b: [20, 40, 110], // dark, and no line
  g: [180, 180, 180],
  '+': [190, 190, 190], // a line's soft edge
  R: [156, 30, 22], // the same in red: 190 / 255 of it
};

const PALETTE = Object.entries(COLOURS);

function pictureOf(rows: readonly string[]): Pixels {
  const data = Uint8Array.from(rows.flatMap((row) => [...row].flatMap((sign) => COLOURS[sign] as number[])));
  return { data, width: (rows[0] as string).length, height: rows.length };
}

function rowsOf({ data, width, height }: Pixels): string[] {
  const signOf = (pixel: number) => {
    const colour = data.slice(pixel * CHANNELS, (pixel + 1) * CHANNELS).join();
    return PALETTE.find(([, each]) => each.join() === colour)?.[0] ?? '?';
  };
  return Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) => signOf(y * width + x)).join(''),
  );
}

const spread = (rows: readonly string[]) => rowsOf(spreadHints(pictureOf(rows)));

test('a dot fills the part that lines close in around it, to the lines and their soft edges', () => {
  expect(
    spread([
      '            ', //
      ' ########## ',
      ' #   r+#  # ',
      ' #    +#  # ',
      ' ########## ',
      '            ',
    ]),
  ).toEqual([
    '            ', //
    ' ########## ',
    ' #rrrrR#  # ',
    ' #rrrrR#  # ',
    ' ########## ',
    '            ',
  ]);
});

test('two hints in one part meet in the middle, and dark and grey ones count', () => {
  expect(
    spread([
      '           ', //
      ' ######### ',
      ' #r     b# ',
      ' ######### ',
      ' #  g    # ',
      ' # ggg   # ',
      ' #  g    # ',
      ' ######### ',
      '           ',
    ]),
  ).toEqual([
    '           ', //
    ' ######### ',
    ' #rrrrbbb# ',
    ' ######### ',
    ' #ggggggg# ',
    ' #ggggggg# ',
    ' #ggggggg# ',
    ' ######### ',
    '           ',
  ]);
});

test('a small grey dot with soft edges counts, thin grey lines and soft edges of lines do not', () => {
  const greys = [
    [255, 255, 255, 255, 255, 255, 255, 255, 255],
    [255, 0, 0, 0, 0, 0, 0, 0, 255],
    [255, 0, 120, 190, 255, 255, 255, 0, 255],
    [255, 0, 255, 255, 190, 255, 255, 0, 255],
    [255, 0, 255, 190, 160, 190, 255, 0, 255],
    [255, 0, 255, 255, 190, 255, 255, 0, 255],
    [255, 0, 0, 0, 0, 0, 0, 0, 255],
    [255, 255, 255, 255, 255, 255, 255, 255, 255],
  ];
  const greyPicture = (rows: readonly (readonly number[])[]): Pixels => ({
    data: Uint8Array.from(rows.flat().flatMap((value) => [value, value, value])),
    width: 9,
    height: rows.length,
  });
  const filled = spreadHints(greyPicture(greys));
  const at = (x: number, y: number) => filled.data[3 * (9 * y + x)];
  expect([at(4, 4), at(5, 4), at(6, 5), at(2, 4)]).toEqual([160, 160, 160, 160]);
  const withLine = greys.map((row, y) =>
    row.map((value) => (value === 160 || value === 190 ? (y === 4 ? 150 : 255) : value)),
  );
  expect(spreadHints(greyPicture(withLine))).toEqual(greyPicture(withLine));
});

test('a hint on open paper stays a dot, and a drawing without hints what it is', () => {
  const open = ['        ', ' ####   ', ' #r     ', ' ####   ', '        '];
  expect(spread(open)).toEqual(open);
  const plain = pictureOf(['     ', ' ### ', ' # # ', ' ### ', '     ']);
  expect(spreadHints(plain)).toBe(plain);
});

test('a small gap in a line counts as closed', () => {
  const side = 128;
  const at = (x: number, y: number) => {
    const isFrame = [20, 100].includes(x) ? y >= 20 && y <= 100 : [20, 100].includes(y) && x >= 20 && x <= 100;
    if (isFrame && !(x === 20 && y >= 60 && y < 64)) return '#';
    return x === 50 && y === 70 ? 'r' : ' ';
  };
  const rows = Array.from({ length: side }, (_, y) => Array.from({ length: side }, (_, x) => at(x, y)).join(''));
  const filled = spread(rows);
  for (let y = 21; y < 100; y++) expect(filled[y]?.slice(21, 100)).toBe('r'.repeat(79));
  // Out of the gap it comes no further than the gap is wide.
  expect(filled.join('').replaceAll(/[^r]/g, '').length).toBeLessThanOrEqual(79 * 79 + 16);
  expect(filled[10]).toBe(' '.repeat(side));
});
