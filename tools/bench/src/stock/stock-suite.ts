import { onSwiftShader } from '@pix2pix-ts/browser-tests/swiftshader';
import type { BenchFlags } from '../parse-flags.ts';
import { median } from '../process/median.ts';
import { runOurProcess } from '../process/run-our-process.ts';
import type { ComparedKernel } from './stock-kernels-process.ts';
import type { ProcessorTimes } from './stock-step-process.ts';

/** The result of the suite `stock`. A ratio is ours / the stock backend's: below 1 is faster. */
export type StockResult = {
  suite: 'stock';
  preset: string;
  batch: number;
  /** Processor time of a training step, ms: the medians of all rounds. */
  stepMs: { ours: number; stock: number; ratio: number };
  kernels: ComparedKernel[];
};

const COLUMNS = ['ratio', 'ours', 'stock', 'calls', 'kernel'];

/**
 * Compares the WebGPU engine with TensorFlow.js's own, both on SwiftShader, by the processor's time: a training step of both
 * in turn, and each kernel of it that is ours. The table goes to stderr, the result is returned.
 */
export async function runStockSuite({ preset, batch, rounds, steps }: BenchFlags): Promise<StockResult> {
  const environment = await onSwiftShader();
  const times: Record<'ours' | 'stock', number[]> = { ours: [], stock: [] };
  const options = { preset, batch, steps };
  let images = 0;
  for (let round = 1; round <= rounds; round++) {
    for (const side of ['ours', 'stock'] as const) {
      const file = 'stock/stock-step-process.ts';
      const measured = await runOurProcess<ProcessorTimes>(file, { ...options, side }, environment);
      times[side].push(...measured.stepMs);
      images = measured.batch;
    }
    console.error(`round ${round} of ${rounds} is done`);
  }
  const [ours, stock] = [median(times.ours), median(times.stock)];
  const kernels = await runOurProcess<ComparedKernel[]>('stock/stock-kernels-process.ts', options, environment);
  kernels.sort((a, b) => b.ratio - a.ratio);
  console.error([COLUMNS.join('\t'), ...kernels.map(rowOf)].join('\n'));
  return { suite: 'stock', preset, batch: images, stepMs: { ours, stock, ratio: ours / stock }, kernels };
}

function rowOf({ name, calls, oursMs, stockMs, ratio }: ComparedKernel): string {
  return [...[ratio, oursMs, stockMs].map((value) => value.toFixed(2)), calls, name].join('\t');
}
