import { formulaWeights } from './formula.ts';
import { readJson } from './read-fixture.ts';
import { lengthOf } from './reference-tensor.ts';

/** A loss in float64, and its gradient in each of its inputs by their names. */
export type ReferenceLoss = { value: number; gradients: Record<string, number[]> };

/** Each loss of PyTorch for the numbers that `lossInput` gives. */
export type LossesFixture = {
  shape: number[];
  /** What the formula's numbers are multiplied by. */
  scale: number;
  gan: Record<string, Record<'discriminator' | 'generator', ReferenceLoss>>;
  /** Feature matching of the features `fake0` to `fake2` with `real0` to `real2`. */
  features: ReferenceLoss;
  /** How far below 1 the label of real images is in `smoothed`. */
  smoothing: number;
  /** What D minimises with that. */
  smoothed: Record<string, ReferenceLoss>;
  reconstruction: Record<string, ReferenceLoss>;
};

/** Reads the fixture of losses, which tools/reference/losses_fixture.py writes. */
export function readLossesFixture(): LossesFixture {
  return readJson<LossesFixture>('losses.json');
}

/** The numbers of an input such as `real` or `output`, on both sides of every bend. */
export function lossInput({ shape, scale }: LossesFixture, name: string): Float32Array {
  return formulaWeights(`losses.${name}`, lengthOf(shape)).map((value) => value * scale);
}
