import { expect, test } from '@jest/globals';
import { type Tensor4D, tensor4d, zeros } from '@tensorflow/tfjs-core';
import { exchange, type ImagePool } from './image-pool.ts';
import { poolChoice, poolDraws } from './pool-draws.ts';

const PLACES = 3;
const BATCH = 2;
const STEPS = 20;

test('the discriminator is shown what a list of images and the same choices give, also within a batch', () => {
  const pool: ImagePool = { images: zeros([PLACES, 1, 1, 2]) };
  const list: number[] = [];
  let shownAgain = 0;
  for (let step = 0; step < STEPS; step++) {
    const fakes = Array.from({ length: BATCH }, (_, i) => step * BATCH + i + 1);
    const expected = fakes.map((fake, i) => {
      const { read, write } = poolChoice(5, step * BATCH + i, PLACES);
      const shown = read === null ? fake : (list[read] as number);
      if (write !== null) list[write] = fake;
      return shown;
    });
    const pairs = tensor4d(
      fakes.flatMap((fake) => [fake, -fake]),
      [BATCH, 1, 1, 2],
    ) as Tensor4D;
    const shown = exchange(pool, pairs, poolDraws(5, step * BATCH, BATCH, PLACES));
    expect([...shown.dataSync()]).toEqual(expected.flatMap((fake) => [fake, -fake]));
    shownAgain += expected.filter((fake, i) => fake !== fakes[i]).length;
  }
  expect([...pool.images.dataSync()]).toEqual(list.flatMap((fake) => [fake, -fake]));
  expect(shownAgain).toBeGreaterThan(5);
});

test('the pool fills up first; then half of the images are exchanged, with every place as often', () => {
  expect([0, 1, 2].map((seen) => poolChoice(1, seen, 3))).toEqual([0, 1, 2].map((write) => ({ read: null, write })));
  const choices = Array.from({ length: 4000 }, (_, i) => poolChoice(1, 50 + i, 50));
  const exchanged = choices.filter(({ read }) => read !== null);
  expect(Math.abs(exchanged.length - 2000)).toBeLessThan(4 * Math.sqrt(1000));
  expect(exchanged.every(({ read, write }) => read === write)).toBe(true);
  const counts = Array.from({ length: 50 }, (_, place) => exchanged.filter(({ read }) => read === place).length);
  expect(Math.min(...counts)).toBeGreaterThan(15);
});
