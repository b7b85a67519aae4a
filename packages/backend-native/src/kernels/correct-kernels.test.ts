import { expect, test } from '@jest/globals';
import {
  avgPool,
  conv2d,
  depthwiseConv2d,
  fused,
  grad,
  grads,
  image,
  maxPool,
  memory,
  mul,
  sum,
  type Tensor,
  type Tensor4D,
  tensor,
  tidy,
  transpose,
  zeros,
} from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers'; // registers the gradients of tfjs-core

/** Whole numbers, so that sums are exact in any order. */
const wholeNumbers = (shape: number[], seed = 0): Tensor4D =>
  tensor(
    Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => ((i * 7 + seed * 3 + (i >> 3)) % 9) - 4),
    shape as [number, number, number, number],
  );
const channelsFirst = (x: Tensor) => transpose(x, [0, 3, 1, 2]) as Tensor4D;
const contents = (x: Tensor) => ({ shape: x.shape, values: [...x.dataSync()].map((value) => value + 0) });

type Pad = Parameters<typeof conv2d>[3];
const windows = [1, 2, 3].flatMap((height) => [1, 2].map((width) => [height, width] as const));
const steps: [number, number][] = [
  [1, 1],
  [2, 2],
  [1, 2],
  [2, 1],
  [4, 3],
];
/** Explicit padding in the order of the images' own axes. */
const pads: { pad: Pad; first: Pad }[] = [
  { pad: 'same', first: 'same' },
  { pad: 'valid', first: 'valid' },
  {
    pad: [
      [0, 0],
      [1, 2],
      [2, 0],
      [0, 0],
    ],
    first: [
      [0, 0],
      [0, 0],
      [1, 2],
      [2, 0],
    ],
  },
];

test.each(steps)('conv2d of channels first with strides of %i, %i is that of channels last', (...strides) => {
  for (const [height, width] of windows) {
    for (const { pad, first } of pads) {
      tidy(() => {
        const [x, filter] = [wholeNumbers([2, 7, 8, 3]), wholeNumbers([height, width, 3, 4], 1)];
        const expected = channelsFirst(conv2d(x, filter, strides, pad));
        expect(contents(conv2d(channelsFirst(x), filter, strides, first, 'NCHW'))).toEqual(contents(expected));
        if (typeof pad !== 'string') return;
        const dy = wholeNumbers(expected.shape, 2);
        const ofLast = grads((a, b) => channelsFirst(conv2d(a as Tensor4D, b as Tensor4D, strides, pad)));
        const ofFirst = grads((a, b) => conv2d(a as Tensor4D, b as Tensor4D, strides, pad, 'NCHW'));
        const [dx, dw] = ofLast([x, filter], dy) as [Tensor, Tensor];
        const before = memory().numTensors;
        const found = ofFirst([channelsFirst(x), filter], dy) as [Tensor, Tensor];
        expect(memory().numTensors).toBe(before + 3); // the transposed images are the third
        expect(found.map(contents)).toEqual([channelsFirst(dx), dw].map(contents));
      });
    }
  }
});

test.each([1, 2, 3])('conv2d of channels first with windows stretched by %i is that of channels last', (dilation) => {
  tidy(() => {
    const [x, filter] = [wholeNumbers([1, 9, 8, 2]), wholeNumbers([2, 3, 2, 3], 1)];
    const first = conv2d(channelsFirst(x), filter, 1, 'same', 'NCHW', [dilation, 1]);
    const padded = zeros([1, 9, 8, 3]);
    // Row y of the result is made of rows y - before + dilation * u of the images.
    const [X, W] = [x.arraySync(), filter.arraySync()];
    const before = Math.floor(dilation / 2);
    const expected = padded.bufferSync();
    for (let y = 0; y < 9; y++)
      for (let column = 0; column < 8; column++)
        for (let out = 0; out < 3; out++) {
          let total = 0;
          for (let u = 0; u < 2; u++)
            for (let v = 0; v < 3; v++)
              for (let c = 0; c < 2; c++)
                total +=
                  (X[0]?.[y - before + dilation * u]?.[column - 1 + v]?.[c] ?? 0) * (W[u]?.[v]?.[c]?.[out] as number);
          expected.set(total, 0, y, column, out);
        }
    expect(contents(first)).toEqual(contents(channelsFirst(expected.toTensor())));
  });
});

test('depthwiseConv2d of channels first is refused in one line, also where the numbers would fit', () => {
  const [x, filter] = [wholeNumbers([1, 3, 3, 3]), wholeNumbers([2, 2, 3, 1])];
  const line = /^Expected depthwiseConv2d with dataFormat 'NHWC' on the native engine, got 'NCHW'\. Transpose.*\]\.$/;
  expect(() => depthwiseConv2d(x, filter, 1, 'same', 'NCHW')).toThrow(line);
  expect(() => fused.depthwiseConv2d({ x, filter, strides: 1, pad: 'same', dataFormat: 'NCHW' })).toThrow(line);
});

test('dilations that are null are those that were not given', () => {
  const [x, filter] = [wholeNumbers([1, 4, 4, 2]), wholeNumbers([2, 2, 2, 1])];
  const nothing = null as unknown as undefined;
  expect(contents(depthwiseConv2d(x, filter, 1, 'same', 'NHWC', nothing))).toEqual(
    contents(depthwiseConv2d(x, filter, 1, 'same')),
  );
});

test('a number of windows that is to be rounded up is refused, and one that need not be rounded is not', () => {
  const filter = wholeNumbers([3, 3, 1, 1]);
  const all = (x: Tensor4D, rounding: 'ceil' | 'round' | 'floor') => [
    () => conv2d(x, filter, 2, 0, 'NHWC', 1, rounding),
    () => fused.conv2d({ x, filter, strides: 2, pad: 0, dimRoundingMode: rounding }),
    () => depthwiseConv2d(x, filter, 2, 0, 'NHWC', 1, rounding),
    () => fused.depthwiseConv2d({ x, filter, strides: 2, pad: 0, dimRoundingMode: rounding }),
    () => maxPool(x, 3, 2, 0, rounding),
    () => avgPool(x, 3, 2, 0, rounding),
  ];
  for (const rounding of ['ceil', 'round'] as const) {
    for (const run of all(wholeNumbers([1, 6, 6, 1]), rounding)) {
      expect(run).toThrow(
        new RegExp(`'floor' on the native engine, got '${rounding}', which gives \\[1,3,3,1\\] instead`),
      );
    }
    for (const run of all(wholeNumbers([1, 7, 7, 1]), rounding)) expect(run().shape).toEqual([1, 3, 3, 1]);
  }
  for (const run of all(wholeNumbers([1, 6, 6, 1]), 'floor')) expect(run().shape).toEqual([1, 2, 2, 1]);
});

test('a convolution of no images has the channels of its filter, and gradients of zeros', () => {
  const [x, filter] = [zeros([0, 5, 5, 2]) as Tensor4D, wholeNumbers([2, 2, 2, 3])];
  for (const activation of ['linear', 'elu', 'relu'] as const)
    expect(fused.conv2d({ x, filter, strides: 1, pad: 'same', activation }).shape).toEqual([0, 5, 5, 3]);
  expect(conv2d(x, filter, 2, 'valid').shape).toEqual([0, 2, 2, 3]);
  expect(conv2d(zeros([0, 2, 5, 5]) as Tensor4D, filter, 1, 'same', 'NCHW').shape).toEqual([0, 3, 5, 5]);
  expect(depthwiseConv2d(x, filter, 1, 'same').shape).toEqual([0, 5, 5, 6]);
  expect(maxPool(x, 2, 2, 'same').shape).toEqual([0, 3, 3, 2]);
  const run = grads((a, b) => conv2d(a as Tensor4D, b as Tensor4D, 1, 'same'));
  const [dx, dw] = run([x, filter], zeros([0, 5, 5, 3])) as [Tensor, Tensor];
  expect([dx.shape, contents(dw)]).toEqual([[0, 5, 5, 2], contents(zeros(filter.shape))]);
});

/** <resize(e), dy> = <e, gradient(dy)> for every e, because a resize is linear. */
test.each(['resizeBilinear', 'resizeNearestNeighbor'] as const)(
  "the gradient of %s is the resize's adjoint, with corners aligned, half pixels and neither",
  (kind) => {
    const sizes: [number, number][] = [
      [5, 9],
      [1, 1],
      [3, 2],
      [1, 6],
      [14, 16],
    ];
    for (const [alignCorners, halfPixels] of [
      [false, false],
      [true, false],
      [false, true],
    ] as const)
      for (const size of sizes)
        tidy(() => {
          const resize = (x: Tensor) => image[kind](x as Tensor4D, size, alignCorners, halfPixels);
          const [x, direction] = [wholeNumbers([2, 7, 8, 3]), wholeNumbers([2, 7, 8, 3], 4)];
          const dy = wholeNumbers([2, ...size, 3], 3);
          const before = memory().numTensors;
          const gradient = grad(resize)(x, dy);
          expect(memory().numTensors).toBe(before + 1);
          const forwards = sum(mul(resize(direction), dy)).dataSync()[0] as number;
          const backwards = sum(mul(direction, gradient)).dataSync()[0] as number;
          expect(backwards).toBeCloseTo(forwards, 2);
        });
  },
);
