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
const largest = (values: Iterable<number>) => Math.max(...Array.from(values, Math.abs));

/** Tests that one step of a small model, of which no value is near a kink, gives what PyTorch does, as fixtures (c) and (e) have it. */
export function describeStepOffKinks(fixture: SummaryFixture): void {
  let step: SummarisedStep;
  beforeAll(() => {
    step = summarisedStep(fixture);
  });

  test("gives PyTorch's outputs and losses", () => {
    for (const [name, reference] of Object.entries(fixture.outputs)) {
      const distance = distanceFromSummary(step.outputs[name] as Float32Array, reference);
      expect([name, largest(Object.values(distance)) < OUTPUT_TOLERANCE]).toEqual([name, true]);
    }
    for (const [name, expected] of Object.entries(fixture.losses))
      expect(Math.abs((step.losses[name] as number) / expected - 1)).toBeLessThan(OUTPUT_TOLERANCE);
  });

  // No value is near a kink, so that every engine's rounding is similar: one tolerance for all tensors, of about 5e-5.
  const references = (['generator', 'discriminator'] as const).flatMap((network) =>
    Object.entries(fixture.gradients[network]).map(([name, reference]) => [network, name, reference] as const),
  );
  const tolerance = toleranceOf(largest(references.map(([, , { ownDistance }]) => ownDistance)));

  test("has PyTorch's gradients for every tensor, which no kink excuses", () => {
    expect(tolerance).toBeLessThan(1e-4);
    for (const [network, name, reference] of references) {
      const distance = distanceFromSummary(step.gradients[network][name] as Float32Array, reference as SampledTensor);
      const within = largest(Object.values(distance)) < tolerance;
      expect({ network, name, distance, within }).toMatchObject({ within: true });
    }
  });

  test('has no gradient for a bias directly before an instance norm', () => {
    const ofNetwork = largest(Object.values(step.gradients.discriminator).map(largest));
    for (const name of zeroGradients)
      expect(largest(step.gradients.discriminator[name] as Float32Array) / ofNetwork).toBeLessThan(
        toleranceOf(fixture.zeroGradientNoise),
      );
  });
}
