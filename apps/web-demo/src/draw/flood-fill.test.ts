import { expect, test } from '@jest/globals';
import { floodMask } from './flood-fill.ts';

/** Pixels out of a drawing of letters: `#` is black, anything else white. */
function pixelsOf(lines: readonly string[]): Uint8ClampedArray {
  return Uint8ClampedArray.from(
    [...lines.join('')].flatMap((letter) => [...Array(3).fill(letter === '#' ? 0 : 255), 255]),
  );
}

function filled(lines: readonly string[], x: number, y: number): string[] {
  const width = lines[0]?.length ?? 0;
  const mask = floodMask(pixelsOf(lines), width, lines.length, x, y);
  return lines.map((_, row) => [...mask.subarray(row * width, (row + 1) * width)].join(''));
}

test('what hangs together is filled, into the edge of its border by one pixel', () => {
  const lines = ['........', '.######.', '.######.', '.##..##.', '.######.', '.######.', '........'];
  expect(filled(lines, 3, 3)).toEqual([
    '00000000',
    '00000000',
    '00011000',
    '00111100',
    '00011000',
    '00000000',
    '00000000',
  ]);
});

test('a fill finds its way around corners', () => {
  const mask = filled(['.###', '.#..', '.#.#', '...#'], 0, 0);
  expect(mask[1]?.[3]).toBe('1');
  expect(mask[0]?.[2]).toBe('1'); // the border above it, grown into
});
