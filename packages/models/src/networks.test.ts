import { describe, expect, test } from '@jest/globals';
import {
  abs,
  dispose,
  max,
  mean,
  memory,
  moments,
  ones,
  type Rank,
  randomUniform,
  sub,
  type Tensor,
  type Tensor4D,
  tidy,
  zeros,
} from '@tensorflow/tfjs-core';
import * as v from 'valibot';
import {
  applyDiscriminator,
  applyGenerator,
  checkTensors,
  compileGenerator,
  discriminatorConfigSchema,
  discriminatorTensors,
  generatorConfigSchema,
  generatorTensors,
  initDiscriminator,
  initGenerator,
  type MultiScaleConfig,
  pytorchGanDiscriminator,
  pytorchGanGenerator,
  summarizeDiscriminator,
  summarizeGenerator,
  type UnetConfig,
  withTransposedConvolutions,
} from './index.ts';

const total = (rows: { parameters: number }[]) => rows.reduce((sum, { parameters }) => sum + parameters, 0);
const small: UnetConfig = { ...pytorchGanGenerator, imageSize: 64, filters: 4 };

describe('parameter counts', () => {
  test.each([
    [64, 29_238_275],
    [128, 41_821_187],
    [256, 54_404_099],
    [512, 66_987_011],
  ])('PyTorch-GAN’s generator at %i px has %i parameters', (imageSize, parameters) => {
    expect(total(summarizeGenerator({ ...pytorchGanGenerator, imageSize }))).toBe(parameters);
  });

  test('the U-Net of the TensorFlow tutorial has the 54,414,979 trained parameters that its Keras summary counts', () => {
    const tutorial: UnetConfig = { ...pytorchGanGenerator, norm: 'batch', wiring: 'tensorflow-tutorial' };
    expect(total(summarizeGenerator(tutorial))).toBe(54_414_979);
  });

  test('that of affinelayer has the tensors of its exported files, but for biases that batch norm takes away again', () => {
    const specs = generatorTensors({ ...pytorchGanGenerator, norm: 'batch', wiring: 'affinelayer' });
    const trained = Object.entries(specs).filter(([, { trained }]) => trained);
    expect(trained).toHaveLength(60 - 14);
    expect(trained.map(([name]) => name).filter((name) => name.endsWith('.bias'))).toEqual([
      'down1.bias',
      'final.bias',
    ]);
  });

  test('PyTorch-GAN’s discriminator has 2,767,808 parameters and judges 16x16 patches', () => {
    const rows = summarizeDiscriminator(pytorchGanDiscriminator, 256);
    expect(total(rows)).toBe(2_767_808);
    expect(rows.at(-1)?.outputShape).toEqual([16, 16, 1]);
  });

  test('multi-scale discriminators have weights of their own, and see the image halved by each', () => {
    const config: MultiScaleConfig = { ...pytorchGanDiscriminator, kind: 'multi-scale', scales: 3 };
    const rows = summarizeDiscriminator(config, { width: 256, height: 100 });
    expect(total(rows)).toBe(3 * 2_767_808);
    const shapeOf = (name: string) => rows.find((row) => row.name === name)?.outputShape;
    expect(['scale1.final', 'scale2', 'scale2.final', 'scale3', 'scale3.final'].map(shapeOf)).toEqual([
      [6, 16, 1],
      [50, 128, 6],
      [3, 8, 1],
      [25, 64, 6],
      [1, 4, 1],
    ]);
    const names = Object.keys(discriminatorTensors(config));
    expect(names).toHaveLength(3 * Object.keys(discriminatorTensors(pytorchGanDiscriminator)).length);
    expect(names).toContain('scale3.block4.weight');
  });

  test.each([
    [undefined, 2],
    [1, 1],
    [4, 4],
  ])('a configuration of %s scales has %i', (scales, expected) => {
    const config = { ...pytorchGanDiscriminator, kind: 'multi-scale', ...(scales && { scales }) };
    expect(v.parse(discriminatorConfigSchema, config)).toMatchObject({ scales: expected });
    expect(v.safeParse(discriminatorConfigSchema, { ...config, scales: 5 }).success).toBe(false);
    expect(v.safeParse(discriminatorConfigSchema, { ...pytorchGanDiscriminator, scales: 2 }).success).toBe(false);
  });

  test('the summary counts the tensors that are really made', () => {
    const named = initGenerator(small, { seed: 1 });
    expect(Object.values(named).reduce((sum, { size }) => sum + size, 0)).toBe(total(summarizeGenerator(small)));
    dispose(named);
  });
});

describe('a U-Net that doubles by nearest neighbours', () => {
  const resized: UnetConfig = { ...small, upsampling: 'nearest' };

  test('has 3x3 weights on the way up', () => {
    expect(generatorTensors(resized)['up2.weight']?.shape).toEqual([3, 3, 64, 32]);
    expect(generatorTensors(small)['up2.weight']?.shape).toEqual([4, 4, 32, 64]);
    expect(summarizeGenerator(resized).map(({ layers }) => layers)[7]).toBe(
      'resize x2, conv 3x3, norm, ReLU, dropout, skip',
    );
  });

  test('translates as its transposed convolutions do', () => {
    tidy(() => {
      const tensors = initGenerator(resized, { seed: 1 });
      const x = randomUniform([1, 64, 64, 3], -1, 1) as Tensor4D;
      const transposed = withTransposedConvolutions(resized, tensors);
      checkTensors(generatorTensors(small), transposed.tensors);
      expect(Object.keys(transposed.added)).toEqual([
        'up1.weight',
        'up2.weight',
        'up3.weight',
        'up4.weight',
        'up5.weight',
      ]);
      const [y, expected] = [
        applyGenerator(resized, tensors, x),
        applyGenerator(transposed.config, transposed.tensors, x),
      ];
      expect(max(abs(sub(y, expected))).dataSync()[0]).toBeLessThan(1e-5);
      expect(withTransposedConvolutions(small, tensors)).toEqual({ config: small, tensors, added: {} });
    });
  });
});

describe('images that are not square', () => {
  const wide: UnetConfig = { ...small, imageSize: { width: 128, height: 32 } };

  test('the U-Net goes down until the shorter side is one pixel, and its tensors are those of a square of that side', () => {
    const rows = summarizeGenerator(wide);
    expect(rows.map(({ outputShape: [height, width] }) => `${height}x${width}`)).toEqual([
      ...['16x64', '8x32', '4x16', '2x8', '1x4'],
      ...['2x8', '4x16', '8x32', '16x64', '32x128'],
    ]);
    expect(rows[4]).not.toHaveProperty('norm');
    expect(generatorTensors(wide)).toEqual(generatorTensors({ ...small, imageSize: 32 }));
  });

  test('each architecture gives an image of its input’s height and width, as its summary says', () => {
    const resnet = { kind: 'resnet', imageSize: { width: 24, height: 16 }, inChannels: 3, outChannels: 3, blocks: 1 };
    for (const config of [wide, { ...resnet, filters: 2, norm: 'instance', dropout: 0 }]) {
      const { width, height } = config.imageSize as { width: number; height: number };
      const weights = initGenerator(config, { seed: 1 });
      const x = zeros<Rank.R4>([2, height, width, 3]);
      const y = applyGenerator(config, weights, x);
      expect(y.shape).toEqual([2, height, width, 3]);
      expect(summarizeGenerator(config).at(-1)?.outputShape).toEqual([height, width, 3]);
      const odd = zeros<Rank.R4>([2, height + 1, width, 3]);
      expect(() => applyGenerator(config, weights, odd)).toThrow(
        `Expected images of shape [2,${height},${width},3], got [2,${height + 1},${width},3].`,
      );
      dispose([...Object.values(weights), x, y, odd]);
    }
  });

  test('the PatchGAN judges as many patches across and down as there are', () => {
    const rows = summarizeDiscriminator(pytorchGanDiscriminator, { width: 256, height: 64 });
    expect(rows.at(-1)?.outputShape).toEqual([4, 16, 1]);
  });

  test.each([
    [{ width: 256, height: 100 }, 'multiple of it'],
    [{ width: 192, height: 128 }, 'got 192x128'],
    [{ width: 8192, height: 32 }, 'up to 4096, got 8192x32'],
    [{ width: -64, height: 32 }, 'got -64x32'],
    [{ width: 64 }, 'imageSize'],
    ['64x32', 'Expected an image size, a number of pixels'],
    [96, 'Expected an image size of 32, 64, 128, 256, 512 or 1024, got 96'],
  ])('a U-Net of %j is refused', (imageSize, message) => {
    const result = v.safeParse(generatorConfigSchema, { ...small, imageSize });
    const line = result.issues?.map((issue) => `${v.getDotPath(issue)}: ${issue.message}`).join();
    expect(line).toContain(message);
  });

  test('a square is a number, however it was written', () => {
    const parsed = v.parse(generatorConfigSchema, { ...small, imageSize: { width: 64, height: 64 } });
    expect(parsed).toEqual(small);
  });
});

describe('PyTorch-GAN’s generator, block by block', () => {
  const rows = summarizeGenerator(pytorchGanGenerator);
  test('has the shapes of the U-Net', () => {
    expect(rows.map(({ outputShape }) => outputShape.join('x'))).toEqual([
      '128x128x64',
      '64x64x128',
      '32x32x256',
      '16x16x512',
      '8x8x512',
      '4x4x512',
      '2x2x512',
      '1x1x512',
      '2x2x1024',
      '4x4x1024',
      '8x8x1024',
      '16x16x1024',
      '32x32x512',
      '64x64x256',
      '128x128x128',
      '256x256x3',
    ]);
  });

  test('drops in down4 to down8 and up1 to up4, and normalises all but down1, down8 and the last', () => {
    const named = (word: RegExp) => rows.filter(({ layers }) => word.test(layers)).map(({ name }) => name);
    expect(named(/dropout/)).toEqual(['down4', 'down5', 'down6', 'down7', 'down8', 'up1', 'up2', 'up3', 'up4']);
    const normalised = named(/norm/);
    expect(normalised).not.toContain('down1');
    expect(normalised).not.toContain('down8');
    expect(normalised).toHaveLength(13);
  });
});

describe('initGenerator', () => {
  test('draws weights from N(0, 0.02), and biases within 1/sqrt(fan in)', () => {
    const tensors = initGenerator({ ...small, filters: 16 }, { seed: 3 });
    const stats = moments(tensors['down4.weight'] as Tensor);
    expect(Math.abs(stats.mean.dataSync()[0] as number)).toBeLessThan(2e-4);
    expect(Math.abs(Math.sqrt(stats.variance.dataSync()[0] as number) - 0.02)).toBeLessThan(2e-4);
    for (const value of tensors['final.bias']?.dataSync() ?? [])
      expect(Math.abs(value)).toBeLessThan(1 / Math.sqrt(16 * 32));
  });

  test('gives the same parameters for the same seed, and others for another', () => {
    const first = (seed: number) =>
      initDiscriminator(pytorchGanDiscriminator, { seed })['block1.weight']?.dataSync().slice(0, 5);
    expect(first(1)).toEqual(first(1));
    expect(first(1)).not.toEqual(first(2));
  });
});

describe('applyGenerator', () => {
  const params = () => initGenerator(small, { seed: 1 });
  const x = () => ones([2, 64, 64, 3]) as Tensor4D;

  test.each([
    [32, 1, 2],
    [64, 3, 3],
    [128, 4, 1],
  ])('translates images of %i px from %i to %i channels into [-1, 1]', (imageSize, inChannels, outChannels) => {
    const config: UnetConfig = { ...small, imageSize, inChannels, outChannels, filters: 2 };
    const y = applyGenerator(config, initGenerator(config, { seed: 1 }), zeros([1, imageSize, imageSize, inChannels]));
    expect(y.shape).toEqual([1, imageSize, imageSize, outChannels]);
    for (const value of y.dataSync()) expect(Math.abs(value)).toBeLessThanOrEqual(1);
  });

  test('drops by a seed: the same seed and step give the same image, another step another one', () => {
    const tensors = params();
    const run = (step: number) =>
      mean(applyGenerator(small, tensors, x(), { dropout: { seed: 5, step } })).dataSync()[0];
    expect(run(1)).toBe(run(1));
    expect(run(1)).not.toBe(run(2));
  });

  test('compiled, gives the same images, of batches of two sizes and by seeds that change', () => {
    const config = { ...small, imageSize: 32, filters: 2 };
    const tensors = initGenerator(config, { seed: 1 });
    let seed = 0;
    const compiled = compileGenerator(config, tensors, { dropout: { seed: () => seed } });
    for (seed = 1; seed <= 5; seed++)
      for (const batch of [1, 2]) {
        const images = tidy(() => randomUniform<Rank.R4>([batch, 32, 32, 3], -1, 1, 'float32', seed));
        const [ours, plain] = [compiled.run(images), applyGenerator(config, tensors, images, { dropout: { seed } })];
        expect(ours.dataSync()).toEqual(plain.dataSync());
        dispose([images, ours, plain]);
      }
    compiled.dispose();
  });

  test('refuses images of another size and masks of another shape in one line', () => {
    expect(() => applyGenerator(small, params(), zeros([1, 32, 32, 3]))).toThrow(
      'Expected images of shape [1,64,64,3], got [1,32,32,3]. Resize them first.',
    );
    expect(() => applyGenerator(small, params(), x(), { dropout: { masks: {} } })).toThrow(
      "Expected a mask of shape [2,4,4,32] for 'down4', got none.",
    );
  });

  test('leaves nothing behind but the image', () => {
    const [tensors, images] = [params(), x()];
    const before = memory().numTensors;
    applyGenerator(small, tensors, images, { dropout: { seed: 1 } }).dispose();
    expect(memory().numTensors).toBe(before);
  });
});

test('multi-scale discriminators give a map each, move the statistics of each, and leave nothing else behind', () => {
  const config: MultiScaleConfig = {
    ...pytorchGanDiscriminator,
    kind: 'multi-scale',
    scales: 2,
    filters: 2,
    layers: 3,
    norm: 'batch',
  };
  const params = initDiscriminator(config, { seed: 1 });
  const [target, condition] = [ones([2, 32, 32, 3]), zeros([2, 32, 32, 3])] as [Tensor4D, Tensor4D];
  const before = memory().numTensors;
  const moved: string[] = [];
  const maps = applyDiscriminator(config, params, target, condition, {
    statistics: 'batch',
    onMovedStatistics: (statistics) => moved.push(...Object.keys(statistics)),
  });
  expect(maps.map(({ shape }) => shape)).toEqual([
    [2, 4, 4, 1],
    [2, 2, 2, 1],
  ]);
  expect(moved.sort()).toEqual(
    Object.entries(discriminatorTensors(config))
      .flatMap(([name, { trained }]) => (trained ? [] : [name]))
      .sort(),
  );
  expect(memory().numTensors).toBe(before + 2);
});

test('applyDiscriminator gives one logit for each 16x16 pixels, and instance by instance the same', () => {
  const config = { ...pytorchGanDiscriminator, filters: 4 };
  const params = initDiscriminator(config, { seed: 1 });
  tidy(() => {
    const [logits] = applyDiscriminator(config, params, ones([2, 64, 64, 3]), zeros([2, 64, 64, 3]));
    expect(logits.shape).toEqual([2, 4, 4, 1]);
    const one = applyDiscriminator(config, params, ones([1, 64, 64, 3]), zeros([1, 64, 64, 3]))[0].dataSync();
    logits.dataSync().forEach((value, i) => {
      expect(value).toBeCloseTo(one[i % 16] as number, 5);
    });
  });
});

describe('checkTensors', () => {
  const specs = generatorTensors(small);
  const named = () => initGenerator(small, { seed: 1 });

  test('accepts what was drawn', () => {
    expect(() => checkTensors(specs, named())).not.toThrow();
  });

  test('names what is missing, misshapen or unknown', () => {
    const { 'down2.weight': removed, ...rest } = named();
    expect(() => checkTensors(specs, rest)).toThrow("Expected a tensor 'down2.weight' of shape [4,4,4,8], got none.");
    expect(() => checkTensors(specs, { ...rest, 'down2.weight': zeros([1]) })).toThrow(
      "Expected a tensor 'down2.weight' of shape [4,4,4,8], got [1].",
    );
    expect(() => checkTensors(specs, { ...named(), 'down9.weight': removed as Tensor })).toThrow(
      "Expected no tensor 'down9.weight', got one.",
    );
  });
});

test.each([
  ['generator', generatorTensors(pytorchGanGenerator), summarizeGenerator(pytorchGanGenerator)],
  [
    'discriminator',
    discriminatorTensors(pytorchGanDiscriminator),
    summarizeDiscriminator(pytorchGanDiscriminator, 256),
  ],
])(
  'a weight of PyTorch-GAN’s %s has as many places along its output axis as its block has output channels',
  (_, specs, rows) => {
    const weights = Object.entries(specs).filter(([name]) => name.endsWith('.weight'));
    // Only blocks of as many inputs as outputs could not tell the two apart.
    expect(weights.filter(([, { shape }]) => shape[2] !== shape[3]).length).toBeGreaterThan(3);
    for (const [name, { shape, outputAxis }] of weights) {
      const row = rows.find((each) => `${each.name}.weight` === name);
      const channels = (row?.outputShape[2] as number) / (name.startsWith('up') ? 2 : 1); // a skip is joined to it
      expect(shape[outputAxis as number]).toBe(channels);
    }
  },
);
