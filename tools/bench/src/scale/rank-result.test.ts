import { expect, test } from '@jest/globals';
import { rankFigures } from './rank-result.ts';

test('a step takes as long as the slowest rank, and shares are of all steps of a rank', () => {
  const rounds = [
    [
      { stepMs: [100, 200], waitingMs: [10, 20], exchangeMs: [5, 10] },
      { stepMs: [110, 190], waitingMs: [0, 30], exchangeMs: [5, 10] },
    ],
    [
      { stepMs: [300], waitingMs: [30], exchangeMs: [0] },
      { stepMs: [300], waitingMs: [0], exchangeMs: [0] },
    ],
  ];
  expect(rankFigures({ batch: 4, threads: 1 }, rounds)).toEqual({
    processes: 2,
    threads: 1,
    stepMs: 200,
    imagesPerSecond: 20,
    waitingShare: [60 / 600, 30 / 600],
    exchangeShare: [15 / 600, 15 / 600],
  });
});

test('a process that trains alone waits for nobody', () => {
  const alone = [{ stepMs: [500, 500], waitingMs: [0, 0], exchangeMs: [0, 0] }];
  expect(rankFigures({ batch: 2, threads: 2 }, [alone])).toMatchObject({
    processes: 1,
    imagesPerSecond: 4,
    waitingShare: [0],
    exchangeShare: [0],
  });
});
