import { expect, test } from '@jest/globals';
import type { Operation } from '../draw/operation.ts';
import { drawingFromHash, drawingToHash } from './drawing-link.ts';

const stroke = (points: number[]): Operation => ({ kind: 'stroke', colour: '#000000', width: 28, points });

test('a drawing comes back from its link', async () => {
  const drawing = [stroke([1, 2, 3, 4]), { kind: 'fill', colour: '#fcea2b', points: [5, 6] }] satisfies Operation[];
  const hash = await drawingToHash(drawing);
  expect(hash).toMatch(/^d=[\w-]+$/);
  expect(await drawingFromHash(`#${hash}`)).toEqual(drawing);
});

test('an address without a drawing is no error, a damaged one is', async () => {
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
