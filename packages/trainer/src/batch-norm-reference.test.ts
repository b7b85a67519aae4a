import './register-gradients.ts';
import { beforeAll, describe, expect, test } from '@jest/globals';
import {
  applyDiscriminator,
  applyGenerator,
  discriminatorTensors,
  generatorTensors,
  type TensorSpecs,
} from '@pix2pix-ts/models';
import {
  distanceFromSummary,
  formulaImages,
  formulaWeights,
  readBatchNormFixture,
  type SampledTensor,
  toleranceOf,
} from '@pix2pix-ts/reference';
import { type Tensor, type Tensor4D, tensor } from '@tensorflow/tfjs-core';
import { presets } from './presets.ts';
import { trainStep } from './step/train-step.ts';
import { recordingNetworks } from './testing/reference-networks.ts';
import { networkTensors } from './training-state.ts';

// PyTorch's float64 values of a ResNet and a PatchGAN with batch norm; tools/reference/batch_norm_fixture.py writes them.
const fixture = readBatchNormFixture();
const { size, filters, blocks, layers, batch } = fixture;
const { config: seed } = presets['pytorch-gan'];
const channels = { inChannels: 3, outChannels: 3 };
const config = {
  ...seed,
  generator: { kind: 'resnet', imageSize: size, ...channels, filters, norm: 'batch', dropout: 0, blocks } as const,
  discriminator: {
    kind: 'patch' as const,
    conditionChannels: 3,
    targetChannels: 3,
    filters,
    norm: 'batch' as const,
    layers,
    flatLayers: 1,
    fullGrid: false,
  },
};
const specsOf = {
  generator: generatorTensors(config.generator),
  discriminator: discriminatorTensors(config.discriminator),
};
type Values = Record<string, Float32Array>;
type Network = keyof typeof specsOf;

const outputs: Values = {};
const losses: Record<string, number>[] = [];
let gradients: Record<Network, Values>;
const tensors = {} as Record<Network, Values>;

function initialTensors(network: Network, specs: TensorSpecs): Record<string, Tensor> {
  return Object.fromEntries(
    Object.entries(specs).map(([name, { shape, init, trained }]) => {
      const values = formulaWeights(
        `${network}.${name}`,
        shape.reduce((product, side) => product * side, 1),
      );
      const start = name.endsWith('norm.scale') ? 1 : 0;
      const drawn = values.map((value) => value + start);
      return [name, tensor(trained || !('constant' in init) ? drawn : values.fill(init.constant), [...shape])];
    }),
  );
}

beforeAll(() => {
  const recorded = recordingNetworks(
    {
      generator: initialTensors('generator', specsOf.generator),
      discriminator: initialTensors('discriminator', specsOf.discriminator),
    },
    specsOf,
  );
  const { networks } = recorded;
  const images = (step: number, side: string) =>
    tensor(formulaImages(`step${step}.${side}`, batch, size), [batch, size, size, 3]) as Tensor4D;
  const translate = (input: Tensor4D, statistics: 'running' | 'batch') =>
    applyGenerator(config.generator, networkTensors(networks.generator), input, { statistics });
  const judge = (target: Tensor4D, input: Tensor4D) =>
    applyDiscriminator(config.discriminator, networkTensors(networks.discriminator), target, input, {
      statistics: 'batch',
    })[0].dataSync<'float32'>();
  for (let step = 1; step <= fixture.losses.length; step++) {
    const [input, target] = [images(step, 'a'), images(step, 'b')];
    const fake = translate(input, 'batch');
    if (step === 1)
      Object.assign(outputs, {
        fake: fake.dataSync(),
        'logits.real': judge(target, input),
        'logits.fake': judge(fake, input),
      });
    const result = trainStep(config, networks, { input, target, learningRate: config.learningRate, dropout: 'off' });
    if (step === 1) {
      outputs['logits.updated'] = judge(fake, input);
      gradients = structuredClone(recorded.gradients) as typeof gradients;
    }
    losses.push(Object.fromEntries(Object.entries(result).map(([name, loss]) => [name, loss.dataSync()[0] as number])));
  }
  const last = images(fixture.losses.length, 'a');
  outputs['translated.running'] = translate(last, 'running').dataSync<'float32'>();
  outputs['translated.batch'] = translate(last, 'batch').dataSync<'float32'>();
  for (const network of ['generator', 'discriminator'] as const)
    tensors[network] = Object.fromEntries(
      Object.entries(networkTensors(networks[network])).map(([name, each]) => [name, each.dataSync<'float32'>()]),
    );
});

/** Whether these tensors are as near to the references as rounding lets them, each named where it is not. */
function expectNear(values: Values, references: Record<string, SampledTensor>): void {
  const tolerance = toleranceOf(Math.max(...Object.values(references).map(({ ownDistance }) => ownDistance)));
  expect(tolerance).toBeLessThan(1e-4);
  expect(Object.keys(values).sort()).toEqual(Object.keys(references).sort());
  for (const [name, reference] of Object.entries(references)) {
    const distance = distanceFromSummary(values[name] as Float32Array, reference);
    expect({ name, distance, near: Math.max(...Object.values(distance)) < tolerance }).toMatchObject({ near: true });
  }
}

describe('three steps of a ResNet and a PatchGAN of 70x70 pixels with batch norm', () => {
  test("give PyTorch's outputs, and its translations with running statistics and with the batch's own", () => {
    expectNear(outputs, fixture.outputs);
  });

  test("have PyTorch's losses", () => {
    for (const [step, expected] of fixture.losses.entries())
      for (const [name, loss] of Object.entries(expected))
        expect(Math.abs((losses[step]?.[name] as number) / loss - 1)).toBeLessThan(1e-5);
  });

  test.each(['generator', 'discriminator'] as const)("have PyTorch's gradients for the %s", (network) => {
    expectNear(gradients[network], fixture.gradients[network]);
  });

  test.each(['generator', 'discriminator'] as const)(
    'leave the weights and the running statistics of the %s where PyTorch leaves them',
    (network) => {
      expectNear(tensors[network], fixture.tensors[network]);
    },
  );
});
