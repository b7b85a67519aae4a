import { expect, test } from '@jest/globals';
import { sizesOfCard } from './run-size.ts';

test.each([
  ['a desktop card', { maxBufferSize: 2 ** 32, deviceMemory: 32 }, [64, 128, 256], undefined],
  ['a browser that does not tell the memory', { maxBufferSize: 2 ** 30 }, [64, 128, 256], undefined],
  ['the least of every WebGPU', { maxBufferSize: 2 ** 28, deviceMemory: 8 }, [64, 128], /for 128 px at most/],
  ['a phone', { maxBufferSize: 2 ** 28, deviceMemory: 1 }, [64], /for 64 px at most/],
])('%s is offered the sizes that it has the memory for', (_, card, sizes, reason) => {
  const offered = sizesOfCard(card);
  expect(offered.sizes).toEqual(sizes);
  if (reason) expect(offered.reason).toMatch(reason);
  else expect(offered.reason).toBeUndefined();
});
