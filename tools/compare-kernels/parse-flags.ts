import { parseArgs } from 'node:util';
import { type BackendName, backendNames } from '@pix2pix-ts/bench/start-backend';
import { UsageError } from '@pix2pix-ts/common/node';
import type { CompareOptions } from './compare-kernels.ts';
import { drawnKernels } from './draw/index.ts';

/**
 * Reads the command line.
 *
 * @throws UsageError with one line that says what was expected.
 */
export function parseFlags(args: string[]): CompareOptions {
  const { backend, seed, count, kernels, index, torch } = readFlags(args);
  if (!backendNames.includes(backend as BackendName))
    throw new UsageError(`Expected --backend ${backendNames.join(', ')}, got '${backend}'.`);
  const named = kernels?.split(',');
  const unknown = named?.find((kernel) => !drawnKernels.includes(kernel));
  if (unknown !== undefined)
    throw new UsageError(`Expected --kernels of ${drawnKernels.join(', ')}, got '${unknown}'.`);
  return {
    backend: backend as BackendName,
    seed: wholeNumber('--seed', seed),
    count: wholeNumber('--count', count),
    kernels: named,
    index: index === undefined ? undefined : wholeNumber('--index', index),
    torch,
  };
}

function readFlags(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        backend: { type: 'string', default: 'wasm' },
        seed: { type: 'string', default: '1' },
        count: { type: 'string', default: '30' },
        kernels: { type: 'string' },
        index: { type: 'string' },
        torch: { type: 'string' },
      },
    }).values;
  } catch (error) {
    throw new UsageError((error as Error).message.split('\n')[0]);
  }
}

function wholeNumber(flag: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new UsageError(`Expected ${flag} to be a whole number, got '${text}'.`);
  return Number(text);
}
