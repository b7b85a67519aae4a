import { expect, test } from '@jest/globals';
import { weave } from './weave.ts';

/** A soft picture of 128 px, with a little noise that repeats nowhere, and a pattern on it. */
function picture(pattern: (x: number, y: number) => number) {
  const data = new Uint8Array(128 * 128 * 3);
  let state = 1;
  for (let i = 0; i < 128 * 128; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const [x, y] = [i % 128, Math.floor(i / 128)];
    data.fill(Math.round(120 + x / 4 + 4 * (state / 2 ** 32) + pattern(x, y)), 3 * i, 3 * i + 3);
  }
  return { data, width: 128, height: 128 };
}

test('a flat area without a pattern has none', () => {
  expect(weave(picture(() => 0))).toBeLessThan(1.5);
  expect(weave({ data: new Uint8Array(128 * 128 * 3).fill(200), width: 128, height: 128 })).toBeLessThan(1);
});

test.each([2, 4, 8])('a pattern of period %d is found, along the rows and along the columns', (period) => {
  const wave = (place: number) => 3 * Math.cos((2 * Math.PI * place) / period);
  expect(weave(picture((x) => wave(x)))).toBeGreaterThan(4);
  expect(weave(picture((_, y) => wave(y)))).toBeGreaterThan(4);
});

test('a pattern of another period is not taken for one of these', () => {
  expect(weave(picture((x) => 3 * Math.cos((2 * Math.PI * x) / 5.5)))).toBeLessThan(1.5);
});
