import { expect, test } from '@jest/globals';
import { createPace } from './pace.ts';

test('a pace is the median of the latest steps, which one slow step does not move', () => {
  let time = 0;
  const pace = createPace(() => time);
  expect(pace.secondsPerStep()).toBe(0);
  for (const ms of [200, 200, 9000, 200, 200]) {
    time += ms;
    pace.tick();
  }
  expect(pace.secondsPerStep()).toBeCloseTo(0.2, 10);
  expect(pace.elapsed()).toBeCloseTo(9.8, 10);
});
