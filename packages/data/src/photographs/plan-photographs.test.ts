import { describe, expect, test } from '@jest/globals';
import { SPLITS } from '../split-of.ts';
import { planPhotographs } from './plan-photographs.ts';
import { splitPhotographs } from './split-photographs.ts';

test('of pictures a twentieth is held out on either side, at least one from three on, others for another seed', () => {
  const counts = (pictures: number, seed = 1) => {
    const splits = splitPhotographs(pictures, seed);
    return SPLITS.map((split) => splits.filter((each) => each === split).length);
  };
  expect([1, 2, 3, 12, 100].map((pictures) => counts(pictures))).toEqual([
    [1, 0, 0],
    [1, 1, 0],
    [1, 1, 1],
    [10, 1, 1],
    [90, 5, 5],
  ]);
  expect(splitPhotographs(40, 1)).toEqual(splitPhotographs(40, 1));
  expect(splitPhotographs(40, 1)).not.toEqual(splitPhotographs(40, 2));
});

describe('a plan of pairs', () => {
  const photographs = Array.from({ length: 12 }, (_, i) => ({ name: `my cat ${i}.jpeg`, width: 96, height: 64 }));

  test('has the square in the middle of each picture, by names that are valid anywhere', () => {
    const plan = planPhotographs([{ name: '../été, 1.2.png', width: 50, height: 40 }, ...photographs], { size: 32 });
    expect(plan.map(({ photograph }) => photograph)).toEqual([...plan.keys()]);
    expect(plan[0]).toMatchObject({ name: '01-été-1-2', square: { left: 5, top: 0, side: 40 } });
    expect(plan[1]?.name).toBe('02-my-cat-0');
    expect(planPhotographs([{ name: '.png', width: 9, height: 9 }], { size: 9 })[0]?.name).toBe('1-png');
    expect(planPhotographs([{ name: '---', width: 9, height: 9 }], { size: 9 })[0]?.name).toBe('1-picture');
  });

  test('has each tile once and no picture on both sides of the split', () => {
    const plan = planPhotographs(photographs, { size: 16, tile: true, seed: 3 });
    expect(plan.length).toBeGreaterThan(12 * 20);
    expect(new Set(plan.map(({ name }) => name)).size).toBe(plan.length);
    for (let picture = 0; picture < 12; picture++)
      expect(new Set(plan.filter(({ photograph }) => photograph === picture).map(({ split }) => split)).size).toBe(1);
    for (const split of SPLITS) expect(plan.some((pair) => pair.split === split)).toBe(true);
    for (const { square } of plan) {
      expect(square.left + square.side).toBeLessThanOrEqual(96);
      expect(square.top + square.side).toBeLessThanOrEqual(64);
    }
  });
});
