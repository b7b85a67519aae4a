import { applyDiscriminator, applyGenerator, type GeneratorConfig, summarizeGenerator } from '@pix2pix-ts/models';
import { type ByNetwork, formulaMask, formulaTensor, type SummaryFixture } from '@pix2pix-ts/reference';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import { trainStep } from '../step/train-step.ts';
import { pytorchGanConfigOf, recordingNetworks, toTensor, toTensors } from './reference-networks.ts';

/** What a fixture of summaries is compared with. */
export type SummarisedStep = {
  outputs: Record<string, Float32Array>;
  losses: Record<string, number>;
  gradients: ByNetwork<Float32Array>;
};

/** The fixture's model, from the formula's weights, trained for its one step, with dropout where the fixture has it. */
export function summarisedStep(fixture: SummaryFixture): SummarisedStep {
  const config = pytorchGanConfigOf(fixture.size, fixture.filters);
  const weightsOf = (network: 'generator' | 'discriminator') =>
    toTensors(
      Object.fromEntries(
        Object.entries(fixture.parameterShapes[network]).map(([name, shape]) => [
          name,
          formulaTensor(`${fixture.prefix}${network}.${name}`, shape),
        ]),
      ),
    );
  const weights = { generator: weightsOf('generator'), discriminator: weightsOf('discriminator') };
  const { networks, gradients } = recordingNetworks(weights);
  const [input, real] = [toTensor(fixture.a) as Tensor4D, toTensor(fixture.b) as Tensor4D];
  const judge = (target: Tensor4D) =>
    applyDiscriminator(
      config.discriminator,
      networks.discriminator.optimizer.params,
      target,
      input,
    )[0].dataSync<'float32'>();

  const dropout = fixture.dropout ? { masks: masksOf(config.generator, fixture.batch) } : 'off';
  const fake = applyGenerator(config.generator, networks.generator.optimizer.params, input, { dropout });
  const before = { fake: fake.dataSync<'float32'>(), 'logits.real': judge(real), 'logits.fake': judge(fake) };
  const result = trainStep(config, networks, {
    input,
    target: real,
    learningRate: config.learningRate,
    dropout,
  });
  const losses = Object.entries(result).map(([name, loss]) => [name, loss.dataSync()[0] as number]);
  return {
    outputs: { ...before, 'logits.updated': judge(fake) },
    losses: Object.fromEntries(losses),
    gradients,
  };
}

/** The formula's masks of the layers that drop, in the shape of their outputs, of which a skip is no part. */
function masksOf(generator: GeneratorConfig, batch: number): Record<string, Tensor4D> {
  const dropping = summarizeGenerator(generator).filter(({ layers }) => layers.includes('dropout'));
  return Object.fromEntries(
    dropping.map(({ name, layers, outputShape: [height, width, channels] }) => {
      const shape = [batch, height, width, layers.includes('skip') ? channels / 2 : channels];
      const length = shape.reduce((product, side) => product * side, 1);
      return [name, toTensor({ shape, values: formulaMask(`step1.mask.${name}`, length) }) as Tensor4D];
    }),
  );
}
