import { expect, test } from '@jest/globals';
import { dispose, mul, type Rank, randomUniform, slice, type Tensor4D, tidy, zeros } from '@tensorflow/tfjs-core';
import {
  applyGenerator,
  compileGenerator,
  type GeneratorConfig,
  generatorSides,
  generators,
  initGenerator,
  pytorchGanGenerator,
} from './index.ts';

const unet = { ...pytorchGanGenerator, imageSize: 32, filters: 1, dropout: 0 } satisfies GeneratorConfig;
const resnet = { ...unet, kind: 'resnet', blocks: 1, filters: 2 } satisfies GeneratorConfig;

const picture = (height: number, width: number): Tensor4D =>
  randomUniform<Rank.R4>([1, height, width, 3], -1, 1, 'float32', 1);

/** Weights large enough that what is far away counts. */
function tensorsOf(config: GeneratorConfig) {
  const drawn = initGenerator(config, { seed: 1 });
  return tidy(() => Object.fromEntries(Object.entries(drawn).map(([name, tensor]) => [name, mul(tensor, 8)])));
}

// Without a norm a pixel depends on what is near it alone, so far from the edges a part of a picture gives what the whole does.
test.each([
  ['U-Net', { ...unet, norm: 'none' }, { whole: [384, 320], part: [352, 288], offset: 32, from: 160 }],
  ['ResNet', { ...resnet, norm: 'none' }, { whole: [120, 100], part: [112, 92], offset: 4, from: 44 }],
] as const)(
  'a %s runs at other sizes, and gives in the middle of a picture what it gives for a part',
  (_, config, sizes) => {
    const { whole, part, offset, from } = sizes;
    const tensors = tensorsOf(config);
    const image = picture(whole[0], whole[1]);
    tidy(() => {
      const ofWhole = applyGenerator(config, tensors, image);
      const ofPart = applyGenerator(config, tensors, slice(image, [0, offset, offset, 0], [1, part[0], part[1], 3]));
      expect([ofWhole.shape, ofPart.shape]).toEqual([
        [1, ...whole, 3],
        [1, ...part, 3],
      ]);
      const [ours, theirs] = [
        slice(ofWhole, [0, from + offset, from, 0], [1, 4, 4, 3]).dataSync(),
        slice(ofPart, [0, from, from - offset, 0], [1, 4, 4, 3]).dataSync(),
      ];
      expect(new Set(ours.map((value) => Math.round(1000 * value))).size).toBeGreaterThan(10);
      for (const [i, value] of ours.entries()) expect(value).toBeCloseTo(theirs[i] as number, 4);
    });
    dispose([image, ...Object.values(tensors)]);
  },
);

test('compiled, gives the same pictures of sizes that take turns', () => {
  const tensors = initGenerator(unet, { seed: 1 });
  const compiled = compileGenerator(unet, tensors);
  for (let turn = 0; turn < 5; turn++)
    for (const [height, width] of [
      [32, 32],
      [64, 32],
      [64, 96],
    ] as const) {
      const image = picture(height, width);
      const [ours, plain] = [compiled.run(image), applyGenerator(unet, tensors, image)];
      expect(ours.shape).toEqual([1, height, width, 3]);
      expect(ours.dataSync()).toEqual(plain.dataSync());
      dispose([image, ours, plain]);
    }
  compiled.dispose();
  dispose(tensors);
});

test('the sides are multiples of what the blocks halve, and an architecture that says nothing has none but its own', () => {
  expect(generatorSides(unet)).toEqual({ step: 32, least: 32 });
  expect(generatorSides(resnet)).toEqual({ step: 4, least: 16 });
  const { otherSides: _, ...silent } = generators.get('unet');
  generators.add('silent', silent);
  expect(generatorSides({ ...unet, kind: 'silent' })).toBeUndefined();
  expect(() => applyGenerator({ ...unet, kind: 'silent' }, {}, zeros([1, 64, 64, 3]))).toThrow('[1,32,32,3]');
});

test.each([
  [unet, [1, 48, 32, 3]],
  [unet, [1, 16, 16, 3]],
  [unet, [1, 64, 64, 1]],
  [resnet, [1, 12, 32, 3]],
  [resnet, [1, 34, 32, 3]],
] as const)('sides between these are refused', (config, shape) => {
  expect(() => applyGenerator(config, {}, zeros([...shape]))).toThrow(
    `Expected images of shape [1,32,32,3], got [${shape}]. Resize them first.`,
  );
});
