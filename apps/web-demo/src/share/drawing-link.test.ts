import { deflateRawSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { isDrawing, type Operation } from '../draw/operation.ts';
import { drawingFromHash, drawingToHash, modelFromHash } from './drawing-link.ts';

const stroke = (points: number[]): Operation => ({ kind: 'stroke', colour: '#000000', width: 28, points });

test('a drawing comes back from its link', async () => {
  const drawing = [stroke([1, 2, 3, 4]), { kind: 'fill', colour: '#fcea2b', points: [5, 6] }] satisfies Operation[];
  const hash = await drawingToHash(drawing);
  expect(hash).toMatch(/^d=[\w-]+$/);
  expect(await drawingFromHash(`#${hash}`)).toEqual(drawing);
});

test('a link says which model its drawing is for, where that is known', async () => {
  const drawing: Operation[] = [{ kind: 'planet', seed: 4_294_967_295 }];
  const hash = await drawingToHash(drawing, 'planet');
  expect(modelFromHash(`#${hash}`)).toBe('planet');
  expect(await drawingFromHash(`#${hash}`)).toEqual(drawing);
  expect(modelFromHash(`#${await drawingToHash(drawing)}`)).toBeUndefined();
  expect(modelFromHash('#m=planet')).toBeUndefined();
});

test('an address without a drawing is not an error, a damaged one is', async () => {
  expect(await drawingFromHash('')).toBeUndefined();
  await expect(drawingFromHash('#d=AAAA')).rejects.toThrow(/damaged one/);
  const other = await drawingToHash([]);
  await expect(drawingFromHash(`#${other.slice(0, -1)}`)).rejects.toThrow(/damaged one/);
});

test('a drawing that is too large for a link is refused in one line', async () => {
  let value = 1;
  const points = Array.from({ length: 20_000 }, () => {
    value = (value * 48_271) % 2_147_483_647; // so that nothing can be compressed
    return value % 1024;
  });
  await expect(drawingToHash([stroke(points)])).rejects.toThrow(/^Expected a drawing of at most 8000 characters/);
});

/** Points of a long stroke. */
const zigzag = (count: number) => Array.from({ length: 2 * count }, (_, at) => (at % 3) * 400);
const fill: Operation = { kind: 'fill', colour: '#000000', points: [5, 6] };

test.each<[string, unknown]>([
  ['2,000 fills', Array(2000).fill(fill)],
  ['a stroke of 100,000 points', [stroke(zigzag(100_000))]],
  ['strokes of many points', Array(40).fill(stroke(zigzag(2500)))],
  ['many points between which the pen hardly moves', Array(2).fill(stroke(Array(200_000).fill(500)))],
  ['many of the widest dots', Array(22_000).fill({ ...stroke([1, 2]), width: 1024 })],
  ['many rectangles', Array(22_000).fill({ ...stroke([0, 0, 1024, 1024]), kind: 'rectangle' })],
  ['many pictures', Array(500).fill({ kind: 'image', address: 'data:image/png;base64,' })],
  ['much behind a clearing', [...Array(2000).fill(fill), { kind: 'clear' }]],
])('a link to a drawing of %s is refused with the time that it takes', async (_, drawing) => {
  await expect(drawingFromHash(linkTo(drawing))).rejects.toThrow(
    /^Expected a drawing in the page's address that takes at most 2 seconds to paint, got one that takes about \d+\. Make it simpler\.$/,
  );
});

test('a drawing of a hundred fills and as many strokes is not too much', async () => {
  const drawing = [...Array(100).fill(fill), ...Array(100).fill(stroke([100, 100, 200, 150, 300, 300, 310, 400]))];
  expect(await drawingFromHash(linkTo(drawing))).toEqual(drawing);
});

test('no link is made to a drawing that nobody could open', async () => {
  await expect(drawingToHash(Array(2000).fill(fill))).rejects.toThrow(
    /^Expected a drawing for a link that takes at most 2 seconds to paint/,
  );
});

test.each<[string, unknown]>([
  ['a place far outside', [stroke([1, 2, 1e9, 4])]],
  ['a place that is no number', [{ ...fill, points: [1, null] }]],
  ['a huge width', [{ ...stroke([1, 2]), width: 1e9 }]],
  ['a negative width', [{ ...stroke([1, 2]), width: -1 }]],
  ['a width that is no number', [{ ...stroke([1, 2]), width: '28' }]],
  ['a colour with something behind it', [{ ...fill, colour: '#000000\n' }]],
  ['a picture from elsewhere', [{ kind: 'image', address: 'http://localhost/a.png' }]],
  ['an SVG picture', [{ kind: 'image', address: 'data:image/svg+xml;,<svg/>' }]],
  ['a planet of no number', [{ kind: 'planet', seed: 1.5 }]],
  ['a picture of no format', [{ kind: 'image', address: 'data:image/png;base64,', width: 1024, height: 3 }]],
  [
    'a picture larger than a drawing',
    [{ kind: 'image', address: 'data:image/png;base64,', width: 4096, height: 4096 }],
  ],
  ['an unknown operation', [{ kind: 'toString' }]],
  ['no list', { length: 3 }],
  ['null', [null]],
])('a link to a drawing with %s counts as damaged', async (_, drawing) => {
  await expect(drawingFromHash(linkTo(drawing))).rejects.toThrow(/damaged one/);
});

test('NaN and holes, which storage can hold, are not a drawing', () => {
  expect(isDrawing([stroke([1, Number.NaN])])).toBe(false);
  expect(isDrawing([{ ...stroke([1, 2]), width: Number.NaN }])).toBe(false);
  expect(isDrawing([stroke(Array(4))])).toBe(false);
  expect(isDrawing(Array(4))).toBe(false);
});

test('a link that unfolds to more than a drawing has ends as a damaged one, and a longer link than any is not read', async () => {
  const bomb = deflateRawSync(Buffer.alloc(5_800_000, ' ')).toString('base64url');
  expect(bomb.length).toBeLessThan(8000);
  await expect(drawingFromHash(`#d=${bomb}`)).rejects.toThrow(/damaged one/);
  await expect(drawingFromHash(`#d=${'A'.repeat(8001)}`)).rejects.toThrow(
    /^Expected a drawing of at most 8000 characters in the page's address, got 8001\./,
  );
});

/** A link as anybody may write it. */
function linkTo(drawing: unknown): string {
  return `#d=${deflateRawSync(JSON.stringify(drawing), { level: 9 }).toString('base64url')}`;
}
