import { applyGenerator, type DropoutChoice } from '@pix2pix-ts/models';
import type { NamedTensors } from '@pix2pix-ts/ops';
import { add, dispose, keep, mul, type Scalar, slice, type Tensor, type Tensor4D, tidy } from '@tensorflow/tfjs-core';
import { lossAndGradients } from '../gradients/loss-and-gradients.ts';
import type { TrainingState } from '../training-state.ts';
import type { World } from '../world.ts';
import { discriminatorGradients, training } from './discriminator-gradients.ts';
import { generatorLoss } from './generator-loss.ts';
import { moveDiscriminator, moveGenerator } from './move-networks.ts';
import type { Moves, StepConfig, StepInputs, StepLosses } from './step-inputs.ts';

/**
 * A training step on some images at a time, whose gradients are added up: the memory is that of one part. D has to have seen
 * all parts before G's gradients go through it, so the generator runs twice on each. Without batch norm the step is that on
 * all images at once, except for rounding; batch norm divides each part by its own statistics.
 *
 * @param options in how many equal parts the batch is taken, and which networks move: G's losses are there in any case
 * @returns the means of the parts' losses; a `tidy` around it owns the scalars
 */
export function stepInParts(
  config: StepConfig,
  state: TrainingState,
  inputs: StepInputs,
  world: World,
  { parts, moves }: { parts: number; moves: Moves },
): StepLosses {
  const { generator } = state;
  const indices = Array.from({ length: parts }, (_, i) => i);
  const ofDiscriminator = meanOver(indices, (index) => {
    const part = partOf(inputs, index, parts);
    const fake = translate(config, state, part, generator.optimizer.params, { movesStatistics: false });
    const { loss, gradients } = discriminatorGradients(config, state, part, fake);
    return { ...prefixed('loss', { discriminator: loss }), ...prefixed('gradient', gradients) };
  });
  moveDiscriminator(config, state, withPrefix('gradient', ofDiscriminator), inputs, world);

  const ofGenerator = meanOver(indices, (index) => {
    const part = partOf(inputs, index, parts);
    let terms: Record<string, Scalar> = {};
    const lossOf = (params: NamedTensors): Scalar => {
      const fake = translate(config, state, part, params, { movesStatistics: moves === 'both' });
      const { total, terms: parts } = generatorLoss(config, state, part, fake);
      terms = mapTensors(parts, (term) => keep(term)) as Record<string, Scalar>; // a gradient frees what it does not return
      return total;
    };
    const told = (loss: Scalar): NamedTensors => prefixed('loss', { ...released(terms), generator: loss });
    if (moves === 'discriminator') {
      const loss = lossOf(generator.optimizer.params);
      return told(loss);
    }
    const { loss, gradients } = lossAndGradients(generator.optimizer.params, lossOf);
    return { ...told(loss), ...prefixed('gradient', gradients) };
  });
  if (moves === 'both') moveGenerator(config, state, withPrefix('gradient', ofGenerator), inputs, world);
  return { ...withPrefix('loss', ofDiscriminator), ...withPrefix('loss', ofGenerator) } as StepLosses;
}

function translate(
  config: StepConfig,
  { generator }: TrainingState,
  { input, dropout }: StepInputs,
  params: NamedTensors,
  { movesStatistics }: { movesStatistics: boolean },
): Tensor4D {
  const mode = movesStatistics ? training(generator) : ({ statistics: 'batch' } as const);
  return applyGenerator(config.generator, { ...params, ...generator.buffers }, input, { dropout, ...mode });
}

/** The mean of each tensor over the parts; only the sums and one part's tensors are there at a time. */
function meanOver(parts: readonly number[], ofPart: (part: number) => NamedTensors): NamedTensors {
  let sums: NamedTensors | undefined;
  for (const part of parts) {
    const before = sums;
    sums = tidy(() => {
      const own = ofPart(part);
      return before ? mapTensors(own, (tensor, name) => add(before[name] as Tensor, tensor)) : own;
    });
    dispose({ ...before });
  }
  const all = sums as NamedTensors;
  if (parts.length === 1) return all;
  const means = mapTensors(all, (tensor) => mul(tensor, 1 / parts.length));
  dispose(all);
  return means;
}

/** The images of a part, with what belongs to them. */
function partOf(inputs: StepInputs, index: number, parts: number): StepInputs {
  const count = inputs.input.shape[0] / parts;
  const first = index * count;
  const some = <Rows extends Tensor>(rows: Rows): Rows =>
    parts === 1 ? rows : (slice(rows, [first], [count]) as Tensor as Rows);
  const { poolDraws } = inputs;
  return {
    ...inputs,
    input: some(inputs.input),
    target: some(inputs.target),
    dropout: dropoutOf(inputs.dropout, first, some),
    ...(poolDraws && { poolDraws: { read: some(poolDraws.read), write: some(poolDraws.write) } }),
  };
}

/** The masks of a part: those that its images have in the full batch. */
function dropoutOf(choice: DropoutChoice, first: number, some: (rows: Tensor4D) => Tensor4D): DropoutChoice {
  if (choice === 'off') return choice;
  if ('seed' in choice) return { ...choice, firstPlace: (choice.firstPlace ?? 0) + first };
  return { masks: mapTensors(choice.masks, (mask) => some(mask as Tensor4D)) as Record<string, Tensor4D> };
}

/** Kept tensors as ones that the `tidy` around this owns. */
function released(tensors: NamedTensors): NamedTensors {
  return mapTensors(tensors, (tensor) => {
    const owned = tensor.clone();
    tensor.dispose();
    return owned;
  });
}

function mapTensors(tensors: NamedTensors, map: (tensor: Tensor, name: string) => Tensor): NamedTensors {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, map(tensor, name)]));
}

function prefixed(group: string, tensors: NamedTensors): NamedTensors {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [`${group} ${name}`, tensor]));
}

function withPrefix(group: string, tensors: NamedTensors): NamedTensors {
  const own = Object.entries(tensors).filter(([name]) => name.startsWith(`${group} `));
  return Object.fromEntries(own.map(([name, tensor]) => [name.slice(group.length + 1), tensor]));
}
