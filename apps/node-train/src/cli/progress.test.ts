import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { clock, startProgress } from './progress.ts';

let said: jest.Spied<typeof process.stderr.write>;
beforeEach(() => {
  said = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
});
afterEach(() => said.mockRestore());

test.each([
  [0.2, '0:01'],
  [65, '1:05'],
  [3723, '1:02:03'],
])('%d seconds are %s', (seconds, text) => {
  expect(clock(seconds)).toBe(text);
});

describe('progress without a terminal', () => {
  test('is a line at the end, and not one for every step', () => {
    const progress = startProgress({ title: 'Drawing', total: 500, unit: 'pairs' });
    for (let done = 1; done <= 500; done++) progress.update(done, 'L1 0.1');
    progress.stop('All drawn.');
    expect(said.mock.calls.map(([text]) => text)).toEqual(['Drawing 500/500 pairs  L1 0.1\n', 'All drawn.\n']);
  });
});
