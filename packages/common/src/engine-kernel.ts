import { engine, getBackend, getKernel, type NamedAttrMap, type Tensor } from '@tensorflow/tfjs-core';

/** Runs a kernel on tensors by name, or on a list of them; the caller owns what it returns. */
export type EngineKernel = (
  inputs: Record<string, Tensor> | readonly Tensor[],
  attributes: Record<string, number | number[]>,
) => Tensor[];

/**
 * The engine's own kernel of this name, as a function, or `undefined` where the engine has none and a composed form must
 * do. The kernel's inputs and attributes are those documented at the operation that asks for it.
 */
export function engineKernel(name: string): EngineKernel | undefined {
  if (getKernel(name, getBackend()) === undefined) return undefined;
  return (inputs, attributes) => {
    // A list goes through as it is, as that of tfjs's own kernel Concat does.
    const given = inputs as Record<string, Tensor>;
    const outputs: Tensor | Tensor[] = engine().runKernel(name, given, attributes as NamedAttrMap);
    return Array.isArray(outputs) ? outputs : [outputs];
  };
}
