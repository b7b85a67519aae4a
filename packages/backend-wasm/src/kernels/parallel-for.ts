import type { TrainableBackendWasm } from '../backend.ts';
import type { KernelArguments, KernelFunction } from '../threads/kernel-arguments.ts';

/** @see parallelFor */
export type ParallelForOptions = {
  /** A thread's part begins at a multiple of this. @default 4, the floats of a vector */
  multiple?: number;
  /** Less than this is not worth waking a thread for. @default 32768 */
  least?: number;
};

/**
 * Divides `count` items among the threads and calls the exported function once for each part, with the arguments that
 * `argumentsFor(begin, size)` gives. Which part is whose depends on the counts alone, so results repeat bit for bit.
 */
export function parallelFor<Name extends KernelFunction>(
  { threads }: TrainableBackendWasm,
  functionName: Name,
  count: number,
  argumentsFor: (begin: number, size: number) => KernelArguments<Name>,
  { multiple = 4, least = 32_768 }: ParallelForOptions = {},
): void {
  if (count === 0) return;
  const parts = Math.max(1, Math.min(threads.count, Math.floor(count / least)));
  const part = Math.ceil(count / parts / multiple) * multiple;
  const calls: KernelArguments<Name>[] = [];
  for (let begin = 0; begin < count; begin += part) calls.push(argumentsFor(begin, Math.min(part, count - begin)));
  threads.run(functionName, calls);
}
