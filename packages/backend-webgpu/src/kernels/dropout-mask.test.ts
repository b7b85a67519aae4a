import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import { runKernel } from '../testing/run-kernel.ts';

/** The mask by the generator itself, one draw after the other. */
function drawn(shape: number[], rate: number, states: number[]): number[] {
  const size = shape.slice(1).reduce((a, b) => a * b, 1);
  return Array.from({ length: shape[0] as number }, (_, image) => {
    const generator = xoroshiro128plusFromState(states.slice(4 * image, 4 * image + 4));
    return Array.from({ length: size }, () => ((generator.next() >>> 0) * 2 ** -32 < rate ? 0 : 1));
  }).flat();
}

async function expectDrawn(shape: number[], rate: number, seed: number): Promise<void> {
  const states = Array.from({ length: 4 * (shape[0] as number) }, (_, i) => Math.imul(seed + i, 2_654_435_761) | 0);
  const [mask] = await runKernel('webgpu', 'DropoutMask', {}, { shape, rate, states });
  expect(mask?.shape).toEqual(shape);
  expect(Array.from(mask?.values ?? []).join('')).toBe(drawn(shape, rate, states).join(''));
}

test('every value is decided by one draw of its image, for any size and rate', async () => {
  const size = fc.integer({ min: 1, max: 12 });
  const shape = fc.tuple(fc.integer({ min: 1, max: 3 }), size, size, fc.integer({ min: 1, max: 40 }));
  await fc.assert(
    fc.asyncProperty(shape, fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(1e6), (shape, rate, seed) =>
      expectDrawn(shape, rate, seed),
    ),
    { numRuns: 40, seed: 1 },
  );
});

test.each([0, 2 ** -32, 0.5, 1 - 2 ** -32, 1])('a rate of %d drops as many as it says', async (rate) => {
  await expectDrawn([2, 8, 8, 8], rate, 7);
});

test('draws far into an image’s stream are found by jumps', async () => {
  await expectDrawn([1, 64, 64, 65], 0.5, 3);
});

test('more images than one dispatch has states for are all drawn', async () => {
  await expectDrawn([130, 3, 5, 1], 0.5, 4);
});

test('an empty mask is made', async () => {
  await expectDrawn([2, 0, 3, 4], 0.5, 5);
  await expectDrawn([0, 3, 3, 4], 0.5, 6);
});
