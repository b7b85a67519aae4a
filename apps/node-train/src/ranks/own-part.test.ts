import { expect, test } from '@jest/globals';
import { worldOfOne } from '@pix2pix-ts/distributed';
import { ownGpu, ownThreads, placeOnMachine, takeOwnGpu } from './own-part.ts';

test('a rank knows its place among those of its machine', () => {
  const machines = ['a', 'b', 'a', 'a', 'b'];
  const places = machines.map((name, rank) =>
    placeOnMachine({ ...worldOfOne(), rank, allGather: () => machines }, name),
  );
  expect(places.map(({ place }) => place)).toEqual([0, 0, 1, 2, 1]);
  expect(places.map(({ count }) => count)).toEqual([3, 2, 3, 3, 2]);
});

test.each([
  ['alone on eight cores', 1, 8, 8, 8],
  ['one of two on eight cores', 2, 8, 8, 4],
  ['one of three on eight cores', 3, 8, 8, 2],
  ['bound to one core of eight', 2, 8, 1, 1],
  ['bound to a socket of four that two share', 4, 8, 4, 2],
  ['more ranks than cores', 4, 2, 2, 1],
])('a rank takes its part of the cores: %s', (_, count, cores, allowed, threads) => {
  expect(ownThreads({ place: 0, count }, cores, allowed)).toBe(threads);
});

test('each rank of a machine takes a GPU of its own, out of those it may', () => {
  const gpus = (allowed: string | undefined, count: number) =>
    [0, 1, 2].map((place) => ownGpu({ place, count: 3 }, allowed, count));
  expect(gpus(undefined, 0)).toEqual([undefined, undefined, undefined]);
  expect(gpus(undefined, 2)).toEqual(['0', '1', '0']);
  expect(gpus('4,6,7', 8)).toEqual(['4', '6', '7']);
});

test('a rank that has the machine to itself keeps all GPUs', () => {
  const environment = { CUDA_VISIBLE_DEVICES: '0,1' };
  takeOwnGpu({ place: 0, count: 1 }, environment);
  expect(environment).toEqual({ CUDA_VISIBLE_DEVICES: '0,1' });
  takeOwnGpu({ place: 1, count: 2 }, environment);
  expect(environment).toEqual({ CUDA_VISIBLE_DEVICES: '1' });
});
