import { applyDiscriminator, applyGenerator } from '@pix2pix-ts/models';
import { type ByNetwork, formulaTensor, type SummaryFixture } from '@pix2pix-ts/reference';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import { trainStep } from '../train-step.ts';
import { pytorchGanConfigOf, recordingNetworks, toTensor, toTensors } from './reference-networks.ts';

/** What a fixture of summaries is compared with. */
export type SummarisedStep = {
  outputs: Record<string, Float32Array>;
  losses: Record<string, number>;
  gradients: ByNetwork<Float32Array>;
};

/** The fixture's model, from the formula's weights, trained for its one step without dropout. */
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
    ).dataSync<'float32'>();

  const fake = applyGenerator(config.generator, networks.generator.optimizer.params, input);
  const before = { fake: fake.dataSync<'float32'>(), 'logits.real': judge(real), 'logits.fake': judge(fake) };
  const result = trainStep(config, networks, {
    input,
    target: real,
    learningRate: config.learningRate,
    dropout: 'off',
  });
  const losses = Object.entries(result).map(([name, loss]) => [name, loss.dataSync()[0] as number]);
  return {
    outputs: { ...before, 'logits.updated': judge(fake) },
    losses: Object.fromEntries(losses),
    gradients,
  };
}
