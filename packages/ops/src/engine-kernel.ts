import { engine, getBackend, getKernel, type NamedAttrMap, type Tensor } from '@tensorflow/tfjs-core';

/**
 * The engine's own kernel of this name, as a function, or `undefined` where the engine has none and the composed form
 * must do. The kernel's inputs and attributes are those documented at the op that asks for it.
 */
export function engineKernel(name: string): EngineKernel | undefined {
  if (getKernel(name, getBackend()) === undefined) return undefined;
  return (inputs, attributes) => {
    const outputs: Tensor | Tensor[] = engine().runKernel(name, inputs, attributes as NamedAttrMap);
    return Array.isArray(outputs) ? outputs : [outputs];
  };
}

/** Runs a kernel on tensors; the caller owns what it returns. */
export type EngineKernel = (inputs: Record<string, Tensor>, attributes: Record<string, number | number[]>) => Tensor[];
