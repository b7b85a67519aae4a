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

// Adam's first step is the learning rate times the sign of a gradient. A sum near a kink, of which this many values have some,
// may fall on the other side of it and turn the sign of a small gradient: its weight then moves the other way.
const UPDATED_TOLERANCE = 1e-3;
const updated = new Set(['logits.updated', 'adversarial', 'generator']);
const outputTolerance = (name: string) => (updated.has(name) ? UPDATED_TOLERANCE : OUTPUT_TOLERANCE);

/** Tests that one step of a model of many layers gives what PyTorch does, as fixture (b) has it. */
export function describeStepOf(fixture: SummaryFixture): void {
  let step: SummarisedStep;
  beforeAll(() => {
    step = summarisedStep(fixture);
  }, 600_000);

  test.each(Object.keys(fixture.outputs))("gives PyTorch's %s", (name) => {
    const distance = distanceFromSummary(step.outputs[name] as Float32Array, fixture.outputs[name] as SampledTensor);
    for (const value of Object.values(distance)) expect(value).toBeLessThan(outputTolerance(name));
  });

  test("has PyTorch's losses", () => {
    for (const [name, expected] of Object.entries(fixture.losses))
      expect(Math.abs((step.losses[name] as number) / expected - 1)).toBeLessThan(outputTolerance(name));
  });

  test.each(['generator', 'discriminator'] as const)(
    "has PyTorch's gradients for every tensor of the %s",
    (network) => {
      const references = Object.entries(fixture.gradients[network]);
      // A kink moves few entries far, of whichever tensor it meets: what it did to one is allowed for each.
      const worst = (kind: 'ownDistance' | 'ownNormDistance' | 'ownSumDistance') =>
        Math.max(...references.map(([, reference]) => reference[kind]));
      const samples = toleranceOf(worst('ownDistance'));
      const norm = toleranceOf(worst('ownNormDistance'));
      const sum = toleranceOf(worst('ownSumDistance'));
      for (const [name, reference] of references) {
        const distance = distanceFromSummary(step.gradients[network][name] as Float32Array, reference);
        const within = {
          samples: distance.samples < samples,
          median: distance.median <= toleranceOf(reference.ownMedianDistance), // 0 where most of a gradient is
          norm: distance.norm < norm,
          sum: distance.sum < sum,
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
