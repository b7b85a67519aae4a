import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { platform } from '#platform';
import type { TrainableBackendWasm } from './backend.ts';
import { bestVariant } from './create-backend.ts';
import { parallelFor } from './kernels/parallel-for.ts';
import { MOST_ARGUMENTS } from './threads/control-block.ts';

const root = path.resolve(import.meta.dirname, '..');
const readTypes = () => readFile(path.join(root, 'src/kernel-functions.ts'), 'utf8');
bestVariant(1); // asks for relaxed SIMD where that is behind a flag

/** How many arguments each function takes by its type. */
async function counts(): Promise<Record<string, number>> {
  const declared = (await readTypes()).matchAll(/^ {2}(\w+): \[([^\]]*)\];$/gm);
  return Object.fromEntries(
    Array.from(declared, ([, name, labels]) => [name as string, (labels as string).split(': number').length - 1]),
  );
}

test('the types are those that `npm run kernels` writes', async () => {
  const script =
    "import { kernelFunctions } from './kernel-functions.mjs'; process.stdout.write(await kernelFunctions())";
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: root,
  });
  expect(await readTypes()).toBe(stdout);
});

describe.each(['fma-shared', 'simd-shared', 'fma', 'simd'] as const)('the build %s', (build) => {
  test('exports the functions that have a type, each with as many arguments', async () => {
    const shared = build.endsWith('shared');
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 65_536, shared });
    const module = await WebAssembly.compile(await platform.readBinary(`kernels-${build}`));
    const { exports } = await WebAssembly.instantiate(module, { env: { memory } });
    const exported = Object.entries(exports).map(([name, value]) => [name, (value as () => void).length] as const);
    expect(Object.fromEntries(exported)).toEqual(await counts());
  });
});

test('no function takes more arguments than a thread can be given', async () => {
  expect(Math.max(...Object.values(await counts()))).toBeLessThanOrEqual(MOST_ARGUMENTS);
});

/** Never called: `npm run types` fails where one of these calls is not refused, or the right ones are. */
function _refusedByTheCompiler(backend: TrainableBackendWasm, either: 'fill' | 'reluGrad', some: number[]): void {
  const { threads } = backend;
  threads.run('fill', [[0, 4, 0.5]]);
  // @ts-expect-error no function of this name
  threads.run('fil', [[0, 4, 0.5]]);
  // @ts-expect-error too few arguments
  threads.run('fill', [[0, 4]]);
  // @ts-expect-error too many arguments
  threads.run('fill', [[0, 4, 0.5, 1]]);
  // @ts-expect-error an unknown number of arguments
  threads.run('fill', [some]);
  // @ts-expect-error too few arguments for one of the two
  threads.run(either, [[0, 4, 0.5]]);
  // @ts-expect-error too many arguments for one of the two
  threads.run(either, [[0, 4, 8, 1]]);

  parallelFor(backend, 'fill', 4, (begin, size) => [4 * begin, size, 0.5]);
  // @ts-expect-error no function of this name
  parallelFor(backend, 'fil', 4, (begin, size) => [4 * begin, size, 0.5]);
  // @ts-expect-error too few arguments
  parallelFor(backend, 'fill', 4, (begin, size) => [4 * begin, size]);
  // @ts-expect-error too many arguments
  parallelFor(backend, 'fill', 4, (begin, size) => [4 * begin, size, 0.5, 1]);
  // @ts-expect-error an unknown number of arguments
  parallelFor(backend, 'fill', 4, () => some);
}
