import { backend, engine, getBackend, getKernel, type KernelBackend, tidy } from '@tensorflow/tfjs-core';
import type { NamedTensors } from './step-recorder.ts';

/** A function of tensors that the engine may run as one piece. Free it by `dispose`. */
export type CompiledStep<Outputs extends NamedTensors = NamedTensors> = {
  /**
   * What the function makes of these tensors, which stay the caller's.
   *
   * @returns new tensors, which the caller owns.
   */
  run(inputs: NamedTensors): Outputs;
  /** Waits until the engine has only a few runs left to do: whoever runs again and again waits so after each of them. */
  settled(): Promise<void>;
  /** Frees what the engine keeps for it. */
  dispose(): void;
};

/**
 * A function that is run again and again on tensors of the same shapes, such as a training step: an engine may run it the
 * first times, note what it asks for, and from then on do just that without running any JavaScript of it.
 *
 * The tensors in `inputs` may be others each time, and so may numbers that come from `eachStep`. All else has to be as it
 * was: other tensors that the function uses stay in their places (`AdamUpdate` and `Assign` change them there), and it
 * reads none of them.
 *
 * Engines may offer the kernel `CompiledStep` ({}, { work }), which runs nothing yet and gives a `CompiledStep` instead of
 * tensors. Without one, and while a gradient is taken, a run calls the function.
 *
 * @param work new tensors from `inputs`, which it leaves alone; others that it makes are freed, as in a `tidy`
 */
export function compiledStep<Outputs extends NamedTensors>(
  work: (inputs: NamedTensors) => Outputs,
): CompiledStep<Outputs> {
  const tidied = (inputs: NamedTensors) => tidy(() => work(inputs));
  let compiled: { on: KernelBackend; step: CompiledStep<Outputs> } | undefined;

  function onThisEngine(): CompiledStep<Outputs> | undefined {
    const kernel = getKernel('CompiledStep', getBackend());
    const on = backend();
    if (compiled && compiled.on !== on) dispose();
    if (!kernel) return undefined;
    // Not through the engine: whatever runs in one of its kernels has no gradients.
    const compile = kernel.kernelFunc as unknown as Compile<Outputs>;
    compiled ??= { on, step: compile({ inputs: {}, attrs: { work: tidied }, backend: on }) };
    return compiled.step;
  }

  function dispose(): void {
    compiled?.step.dispose();
    compiled = undefined;
  }

  return {
    run: (inputs) => {
      const step = engine().state.gradientDepth > 0 ? undefined : onThisEngine();
      return step ? step.run(inputs) : tidied(inputs);
    },
    settled: async () => compiled?.step.settled(),
    dispose,
  };
}

type Compile<Outputs extends NamedTensors> = (call: {
  inputs: object;
  attrs: { work: (inputs: NamedTensors) => Outputs };
  backend: KernelBackend;
}) => CompiledStep<Outputs>;
