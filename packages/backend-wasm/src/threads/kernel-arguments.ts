import type { KernelFunctions } from '../kernel-functions.ts';

/** The name of a function that our wasm module exports. */
export type KernelFunction = keyof KernelFunctions;

/**
 * What the exported function of this name takes: wasm itself would put 0 in place of what is left out. Where the name is one
 * of several, the arguments must suit each of them.
 */
export type KernelArguments<Name extends KernelFunction> = KernelFunctions[Name] & Every<KernelFunctions[Name]>;

/**
 * What the two functions take that measure the most that this machine's wasm can do: `arithmeticProbe` and `copyProbe`, which
 * benchmarks give to `threads.run` of the running backend.
 */
export type WasmProbes = Pick<KernelFunctions, 'arithmeticProbe' | 'copyProbe'>;

/** The intersection of a union's members. */
type Every<Union> = (Union extends unknown ? (member: Union) => void : never) extends (all: infer All) => void
  ? All
  : never;
