import { expect, test } from '@jest/globals';
import { learningRateSchedules } from './learning-rate-schedules.ts';

test('constant stays, linear holds for half the steps and then falls in a straight line towards zero', () => {
  const shares = (name: string) => [0, 50, 75, 99].map((step) => learningRateSchedules.get(name)(step, 100));
  expect(shares('constant')).toEqual([1, 1, 1, 1]);
  expect(shares('linear').map((share) => Number(share.toFixed(6)))).toEqual([1, 1, 0.5, 0.02]);
});
