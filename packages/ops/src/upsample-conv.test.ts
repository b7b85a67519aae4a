import { describe, expect, test } from '@jest/globals';
import { randomStream } from '@pix2pix-ts/random';
import { fill, grads, mul, slice, sum, type Tensor, type Tensor4D, tensor4d } from '@tensorflow/tfjs-core';
import { resizeConv, upsampleConv } from './index.ts';

const [batch, height, width, inChannels, outChannels] = [2, 3, 5, 4, 3];
const normal = randomStream('upsample-conv').normal;
const random = (...shape: [number, number, number, number]) =>
  tensor4d(Float32Array.from({ length: shape.reduce((a, b) => a * b) }, normal), shape);

/** Visits each product of a layer as its definition says: double the image, pad it, convolve with a square kernel. */
function eachProduct(kernel: number, before: number, visit: (y: number, x: number, weight: number) => void): void {
  for (let b = 0; b < batch; b++)
    for (let row = 0; row < 2 * height; row++)
      for (let column = 0; column < 2 * width; column++)
        for (let tap = 0; tap < kernel ** 2; tap++) {
          const r = row + Math.floor(tap / kernel) - before;
          const c = column + (tap % kernel) - before;
          if (r < 0 || c < 0 || r >= 2 * height || c >= 2 * width) continue;
          for (let i = 0; i < inChannels; i++)
            for (let o = 0; o < outChannels; o++)
              visit(
                ((b * 2 * height + row) * 2 * width + column) * outChannels + o,
                ((b * height + (r >> 1)) * width + (c >> 1)) * inChannels + i,
                (tap * inChannels + i) * outChannels + o,
              );
        }
}

const expectClose = (actual: Tensor, expected: Float64Array) => {
  const scale = Math.max(...expected.map(Math.abs));
  const worst = Math.max(...Array.from(actual.dataSync(), (value, i) => Math.abs(value - (expected[i] as number))));
  expect(worst / scale).toBeLessThan(2e-6);
};

describe.each([
  { name: 'upsampleConv', layer: upsampleConv, kernel: 4, before: 2 }, // and 1 after
  { name: 'resizeConv', layer: resizeConv, kernel: 3, before: 1 },
])('$name', ({ layer, kernel, before }) => {
  test('gives the numbers and the gradients of doubling, padding and convolving one after the other', () => {
    const x = random(batch, height, width, inChannels);
    const weight = random(kernel, kernel, inChannels, outChannels);
    const dy = random(batch, 2 * height, 2 * width, outChannels);
    const [xs, ws, ds] = [x.dataSync(), weight.dataSync(), dy.dataSync()];
    const [y, dx, dw] = [dy.size, x.size, weight.size].map((size) => new Float64Array(size)) as [
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    eachProduct(kernel, before, (yi, xi, wi) => {
      (y[yi] as number) += (xs[xi] as number) * (ws[wi] as number);
      (dx[xi] as number) += (ds[yi] as number) * (ws[wi] as number);
      (dw[wi] as number) += (ds[yi] as number) * (xs[xi] as number);
    });

    expectClose(layer(x, weight), y);
    const [gradX, gradWeight] = grads((a: Tensor, b: Tensor) => sum(mul(layer(a as Tensor4D, b as Tensor4D), dy)))([
      x,
      weight,
    ]) as [Tensor, Tensor];
    expectClose(gradX, dx);
    expectClose(gradWeight, dw);
  });
});

describe('resizeConv', () => {
  test('makes one value of a flat image, but for its rim', () => {
    const y = resizeConv(fill([1, 4, 4, inChannels], 0.7) as Tensor4D, random(3, 3, inChannels, 1));
    const inner = slice(y, [0, 1, 1, 0], [1, 6, 6, 1]).dataSync();
    for (const value of inner) expect(value).toBeCloseTo(inner[0] as number, 5);
  });
});
