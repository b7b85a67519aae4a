import { expect, test } from '@jest/globals';
import { readResizeFixture } from '@pix2pix-ts/reference';
import { noise } from '@pix2pix-ts/testing/noise';
import { getBackend, memory, tensor3d } from '@tensorflow/tfjs-core';
import type { Pixels } from './pixels.ts';
import { resize } from './resize.ts';
import { type EngineResize, engineResize } from './resize-on-engine.ts';

/** What the engine makes of a picture; nothing where it has no kernel for it. */
async function resizedByEngine(apply: EngineResize, { data, width, height }: Pixels, to: [number, number]) {
  const image = tensor3d(Int32Array.from(data), [height, width, 3], 'int32');
  const before = memory().numTensors;
  const resized = apply(image, ...to);
  expect(memory().numTensors).toBe(before + 1);
  expect(resized.shape).toEqual([to[1], to[0], 3]);
  const values = [...(await resized.data())];
  image.dispose();
  resized.dispose();
  return values;
}

test('of our engines WebGPU resizes pictures where they are', () => {
  expect(engineResize() !== undefined).toBe(getBackend() === 'webgpu');
});

test("a picture on the engine gets the values of Pillow's resize", async () => {
  const apply = engineResize();
  for (const { source, resized } of apply ? readResizeFixture() : [])
    expect(
      await resizedByEngine(apply as EngineResize, { ...source, data: source.rgb }, [resized.width, resized.height]),
    ).toEqual([...resized.rgb]);
});

test.each([
  [7, 5, 3, 11],
  [6, 40, 5, 4],
  [3, 3, 3, 3],
  [64, 64, 128, 128],
  [128, 96, 64, 64],
])('a picture of %i x %i becomes %i x %i with the bytes that JavaScript computes', async (...sizes) => {
  const [fromWidth, fromHeight, width, height] = sizes as [number, number, number, number];
  const apply = engineResize();
  const picture = noise(fromWidth, fromHeight);
  const expected = [...resize(picture, width, height).data];
  if (apply) expect(await resizedByEngine(apply, picture, [width, height])).toEqual(expected);
  expect(expected).toHaveLength(3 * width * height);
});
