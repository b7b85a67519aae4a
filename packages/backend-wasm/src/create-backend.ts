import { platform } from '#platform';
import { TrainableBackendWasm } from './backend.ts';
import { detectSimd } from './features.ts';
import { startSharedModule, startUnsharedModule } from './memory/stock-module.ts';
import { startThreads } from './threads/threads.ts';
import { memoryIsShareable } from './threads/threads-count.ts';

/** Which build of the kernels runs, and on how many threads. */
export type BackendVariant = {
  threads: number;
  /** With fused multiply-add, which needs relaxed SIMD. */
  fma: boolean;
  /** On a memory that threads can share. */
  shared: boolean;
};

/** The best that this engine can run; `undefined` where it has no SIMD. */
export function bestVariant(threads: number): BackendVariant | undefined {
  if (!detectSimd().fma) platform.allowRelaxedSimd();
  const { simd, fma } = detectSimd();
  if (!simd) return undefined;
  const shared = memoryIsShareable();
  return { threads: shared ? threads : 1, fma, shared };
}

/** Starts the stock module, our kernels and the threads on one memory; one thread where others are refused. */
export async function createBackend(
  { threads: count, fma, shared }: BackendVariant,
  whenDisposed?: () => void,
): Promise<TrainableBackendWasm> {
  const stock = await (shared ? startSharedModule() : startUnsharedModule());
  const binary = await platform.readBinary(`kernels-${fma ? 'fma' : 'simd'}${shared ? '-shared' : ''}`);
  const threads = await startThreads(count, await WebAssembly.compile(binary), stock.memory);
  return new TrainableBackendWasm(stock, threads, whenDisposed);
}
