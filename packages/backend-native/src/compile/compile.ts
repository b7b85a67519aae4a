import { compiledStep, type NamedTensors } from '@pix2pix-ts/common/compiled-step';

/** A function of tensors that TensorFlow runs as one call. Free it by `dispose`. */
export type Compiled<Outputs extends NamedTensors = NamedTensors> = {
  /**
   * What the function makes of these tensors, which stay the caller's.
   *
   * @returns new tensors, which the caller owns
   */
  run(inputs: NamedTensors): Outputs;
  /** Frees what TensorFlow keeps for it. */
  dispose(): void;
};

/**
 * A function that is run again and again on tensors of the same shapes, as one call into TensorFlow. The first time it runs
 * as it is, the second and third time what it asks TensorFlow for is noted and compared; from then on TensorFlow does just
 * that, with the same bits, and none of its JavaScript runs. Whatever cannot be done so goes on as usual, and says why in one
 * line: a function that reads a tensor, that does something else from time to time, or whose inputs have more than three shapes.
 *
 * Its inputs may be others each time. Other tensors that it uses stay what they are; `AdamUpdate`, `AdamUpdateAll` and
 * `Assign` change them in their places. Numbers that JavaScript computes are those of the third run, but for the attributes
 * of `AdamUpdate`, `AdamUpdateAll` and `DropoutMask` that have the function which computes them under `again`: it is called
 * once each run.
 *
 * While a gradient is taken through it, a run calls the function, and so it does on a backend that has nothing of the kind.
 *
 * @param work new tensors from `inputs`, which it leaves alone; others that it makes are freed, as in a `tidy`
 */
export function compile<Outputs extends NamedTensors>(work: (inputs: NamedTensors) => Outputs): Compiled<Outputs> {
  const { run, dispose } = compiledStep(work);
  return { run, dispose };
}
