import { type CoreRange, unfitCore } from '@pix2pix-ts/common/tfjs-core';
import { engine, getBackend, getKernel, type NamedAttrMap, type Tensor } from '@tensorflow/tfjs-core';

const FITTING_CORE: CoreRange = ['4.10.0', '4.22.0'];

/**
 * The engine's own kernel of this name, as a function, or `undefined` where the engine has none and the composed form
 * must do. The kernel's inputs and attributes are those documented at the op that asks for it.
 *
 * @throws Error of one line where the installed tfjs-core is not a version that fits
 */
export function engineKernel(name: string): EngineKernel | undefined {
  const unfit = unfitCore(FITTING_CORE);
  if (unfit !== undefined) throw new Error(unfit);
  if (getKernel(name, getBackend()) === undefined) return undefined;
  return (inputs, attributes) => {
    // A list goes through as it is, as that of tfjs's own kernel Concat does.
    const given = inputs as Record<string, Tensor>;
    const outputs: Tensor | Tensor[] = engine().runKernel(name, given, attributes as NamedAttrMap);
    return Array.isArray(outputs) ? outputs : [outputs];
  };
}

/** Runs a kernel on tensors by name, or on a list of them; the caller owns what it returns. */
export type EngineKernel = (
  inputs: Record<string, Tensor> | readonly Tensor[],
  attributes: Record<string, number | number[]>,
) => Tensor[];
