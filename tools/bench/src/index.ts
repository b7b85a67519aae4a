import { writeFile } from 'node:fs/promises';
import { UsageError } from '@pix2pix-ts/common/node';
import { runDataSuite } from './data/data-suite.ts';
import { runKernelsSuite } from './kernels/kernels-suite.ts';
import { type BenchFlags, parseFlags } from './parse-flags.ts';
import { runScaleSuite } from './scale/scale-suite.ts';
import { runStepSuite } from './step/step-suite.ts';
import { runStockSuite } from './stock/stock-suite.ts';
import { runWebSuite } from './web/web-suite.ts';

const suites = {
  step: runStepSuite,
  kernels: runKernelsSuite,
  stock: runStockSuite,
  data: runDataSuite,
  web: runWebSuite,
  scale: runScaleSuite,
};

async function main(): Promise<void> {
  const flags: BenchFlags = parseFlags(process.argv.slice(2));
  const result = JSON.stringify(await suites[flags.suite](flags), null, 2);
  console.log(result);
  if (flags.json !== undefined) await writeFile(flags.json, `${result}\n`);
}

try {
  await main();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
