import '../register-gradients.ts';
import { beforeAll, expect, test } from '@jest/globals';
import {
  distanceFromSummary,
  type SampledTensor,
  type SummaryFixture,
  toleranceOf,
  zeroGradients,
} from '@pix2pix-ts/reference';
import { type SummarisedStep, summarisedStep } from './summarised-step.ts';

const OUTPUT_TOLERANCE = 1e-5;

/** Tests that one step of a model of many layers gives what PyTorch does, as fixture (b) has it. */
export function describeStepOf(fixture: SummaryFixture): void {
  let step: SummarisedStep;
  beforeAll(() => {
    step = summarisedStep(fixture);
  }, 600_000);

  test.each(Object.keys(fixture.outputs))("gives PyTorch's %s", (name) => {
    const distance = distanceFromSummary(step.outputs[name] as Float32Array, fixture.outputs[name] as SampledTensor);
    for (const value of Object.values(distance)) expect(value).toBeLessThan(OUTPUT_TOLERANCE);
  });

  test("has PyTorch's losses", () => {
    for (const [name, expected] of Object.entries(fixture.losses))
      expect(Math.abs((step.losses[name] as number) / expected - 1)).toBeLessThan(OUTPUT_TOLERANCE);
  });

  test.each(['generator', 'discriminator'] as const)(
    "has PyTorch's gradients for every tensor of the %s",
    (network) => {
      for (const [name, reference] of Object.entries(fixture.gradients[network])) {
        const distance = distanceFromSummary(step.gradients[network][name] as Float32Array, reference);
        const { ownDistance, ownMedianDistance, ownNormDistance, ownSumDistance } = reference;
        const within = {
          samples: distance.samples < toleranceOf(ownDistance),
          median: distance.median <= toleranceOf(ownMedianDistance), // 0 where most of a gradient is
          norm: distance.norm < toleranceOf(ownNormDistance),
          sum: distance.sum < toleranceOf(ownSumDistance),
        };
        expect({ name, distance, within }).toMatchObject({
          name,
          within: { samples: true, median: true, norm: true, sum: true },
        });
      }
    },
  );

  test('has no gradient for a bias directly before an instance norm', () => {
    const largest = (values: Float32Array) => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const ofNetwork = Math.max(...Object.values(step.gradients.discriminator).map(largest));
    for (const name of zeroGradients)
      expect(largest(step.gradients.discriminator[name] as Float32Array) / ofNetwork).toBeLessThan(
        toleranceOf(fixture.zeroGradientNoise),
      );
  });
}
