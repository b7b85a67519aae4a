import { inspect } from 'node:util';
import { UsageError } from '@pix2pix-ts/common/node';
import { type CompareOptions, compareKernels, type Disagreement, type KernelReport } from './compare-kernels.ts';
import type { Values } from './kernel-case.ts';
import { parseFlags } from './parse-flags.ts';

async function main(): Promise<void> {
  const options = parseFlags(process.argv.slice(2));
  const total = { calls: 0, refused: 0, disagreements: 0 };
  for await (const report of compareKernels(options)) {
    print(report, options);
    total.calls += report.calls;
    total.refused += report.refused;
    total.disagreements += report.disagreements.length;
  }
  const { calls, refused, disagreements } = total;
  console.log(`${calls} calls, ${calls - refused} compared, ${disagreements} disagreements`);
  process.exitCode = disagreements === 0 ? 0 : 1;
}

function print({ kernel, calls, refused, refusal, disagreements }: KernelReport, options: CompareOptions): void {
  if (refused * 2 > calls) console.log(`${kernel}: ${refused} of ${calls} calls not compared, because: ${refusal}`);
  for (const each of disagreements) {
    console.log(lineOf(each, options));
    if (options.index !== undefined)
      console.log(inspect(each.call, { depth: 5, breakLength: 120, maxArrayLength: 2000 }));
  }
}

function lineOf({ call, index, what, judge }: Disagreement, { backend, seed }: CompareOptions): string {
  const again = `--backend ${backend} --seed ${seed} --kernels ${call.kernel} --index ${index}`;
  const inputs = Object.entries(call.inputs).map(
    ([name, given]) => `${name} ${[given].flat().map(described).join(' ')}`,
  );
  const name = call.gradient ? `gradient of ${call.kernel}` : call.kernel;
  return `${again}: ${name}: ${what} by ${judge}; ${inputs.join(', ')} ${JSON.stringify(call.attrs)}`;
}

const described = ({ dtype, shape }: Values) => `${dtype} [${shape}]`;

try {
  await main();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
