import { cpus } from 'node:os';
import { runProgram } from '../network/run-program.ts';
import { FIRST_DRIVER, isTooOld, loadedDriver } from './nvidia-driver.ts';
import { processorFlags } from './processor.ts';

/** The processor's name and those of its features that TensorFlow's kernels are fast by. */
export function describeProcessor(): string {
  const flags = processorFlags();
  const features = Object.entries({ AVX2: 'avx2', FMA: 'fma', 'AVX-512': 'avx512f', AMX: 'amx_tile' });
  const found = features.filter(([, flag]) => flags.has(flag)).map(([name]) => name);
  return `${cpus()[0]?.model ?? 'unknown processor'} (${found.join(', ') || 'without AVX2'})`;
}

/** What TensorFlow computes on, and why not on a GPU where the libraries for one are there. */
export async function describeDevice(flavor: 'cpu' | 'gpu', usesGpu: boolean): Promise<string> {
  if (usesGpu) {
    const query = ['--query-gpu=name,driver_version', '--format=csv,noheader'];
    const outcome = await runProgram('nvidia-smi', query);
    const [name = 'a GPU', driver] = outcome?.stdout.split('\n')[0]?.split(', ') ?? [];
    return driver === undefined ? name : `${name} (driver ${driver})`;
  }
  if (flavor === 'cpu') return 'CPU';
  const driver = loadedDriver();
  if (driver === undefined) return `CPU, because no NVIDIA driver is loaded: it takes ${FIRST_DRIVER} or newer`;
  if (isTooOld(driver)) return `CPU, because the NVIDIA driver is ${driver}: it takes ${FIRST_DRIVER} or newer`;
  return 'CPU, because TensorFlow did not use the GPU: --verbose shows why';
}
