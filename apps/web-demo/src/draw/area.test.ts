import { expect, test } from '@jest/globals';
import { areaAround, isEmpty, union, WHOLE } from './area.ts';

test('an area holds its points and the margin, in whole pixels of the drawing', () => {
  expect(areaAround([10, 200, 30.5, 100], 4.5)).toEqual({ left: 5, top: 95, right: 35, bottom: 205 });
  expect(areaAround([-50, 1020, 1100, 3], 10)).toEqual({ left: 0, top: 0, right: 1024, bottom: 1024 });
});

test('a stroke of any length has an area', () => {
  const points = Array.from({ length: 400_000 }, (_, i) => i % 700);
  expect(areaAround(points, 0)).toEqual({ left: 0, top: 1, right: 698, bottom: 699 });
});

test('points beside the drawing have an empty area', () => {
  expect(isEmpty(areaAround([-50, 20, -40, 30], 5))).toBe(true);
  expect(isEmpty(WHOLE)).toBe(false);
});

test('a union holds both', () => {
  const one = areaAround([10, 10], 5);
  expect(union(undefined, one)).toBe(one);
  expect(union(one, areaAround([100, 0], 1))).toEqual({ left: 5, top: 0, right: 101, bottom: 15 });
});
