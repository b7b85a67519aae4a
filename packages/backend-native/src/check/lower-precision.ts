import type { Precision } from '@pix2pix-ts/common';
import { runProgram } from '../network/run-program.ts';
import { processorFlags } from './processor.ts';

/** The machine does not have the precision that is asked for; the message is one line. */
class NoPrecisionError extends Error {
  override readonly name = 'NoPrecisionError';
  readonly code = 'NO_PRECISION';
  /** In a few words that continue "native is". */
  readonly reason: string;

  constructor(reason: string) {
    super(`Expected a native engine that has the precision, got one that is ${reason}. Use float32.`);
    this.reason = reason;
  }
}

/** From this compute capability on, Ampere's, an NVIDIA GPU multiplies bfloat16 and TF32. */
const FIRST_CAPABLE = 8;

/**
 * Refuses a precision that this machine does not have. What the processor has stands in /proc/cpuinfo; of a GPU the
 * driver's own program says it.
 *
 * @throws NoPrecisionError
 */
export async function requirePrecision(precision: Precision, usesGpu: boolean): Promise<void> {
  if (precision === 'float32') return;
  const reason = usesGpu ? gpuLacks(await askForCapabilities()) : processorLacks(precision, processorFlags());
  if (reason !== undefined) throw new NoPrecisionError(`without ${precision} (${reason})`);
}

/** @param flags what the processor has, in the words of Linux */
export function processorLacks(precision: Precision, flags: ReadonlySet<string>): string | undefined {
  if (precision === 'tf32') return 'it is for NVIDIA GPUs, and this engine computes on the processor';
  if (flags.has('avx512_bf16') || flags.has('amx_bf16')) return undefined;
  return 'the processor has neither AVX512_BF16 nor AMX';
}

/** @param capabilities a line for each GPU, such as `9.0`, as nvidia-smi prints them; undefined where it does not */
export function gpuLacks(capabilities: string | undefined): string | undefined {
  const found = capabilities?.split('\n').map(Number.parseFloat).filter(Number.isFinite) ?? [];
  if (found.length === 0) return 'nvidia-smi does not say which compute capability the GPU has';
  // Which of several TensorFlow takes is not known here, so all have to be capable.
  const least = Math.min(...found);
  return least < FIRST_CAPABLE ? `a GPU here has compute capability ${least}, not 8.0 or more` : undefined;
}

async function askForCapabilities(): Promise<string | undefined> {
  const outcome = await runProgram('nvidia-smi', ['--query-gpu=compute_cap', '--format=csv,noheader']);
  return outcome?.status === 0 ? outcome.stdout : undefined;
}
