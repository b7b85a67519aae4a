import { existsSync, readdirSync } from 'node:fs';
import type { EngineName } from '@pix2pix-ts/engine';
import { version } from '../cli/this-command.ts';

/** The engines that may be the fastest, from what is the fastest in most places. */
export const MEASURED = ['native', 'webgpu', 'wasm'] as const;

/** One of them. */
export type MeasuredName = (typeof MEASURED)[number];

/** Which engines come into question here, and what speaks against others. */
export type Candidates = {
  /** Each with what changes when it does: a version, or a card and its driver. */
  readonly engines: Readonly<Partial<Record<MeasuredName, string>>>;
  /** In a few words that continue "webgpu is"; nothing about what is not to be expected here. */
  readonly against: Readonly<Partial<Record<EngineName, string>>>;
};

/** Looks which engines there are, in about a tenth of a second, and starts none of them. */
export async function findCandidates(): Promise<Candidates> {
  const { installedTensorflow } = await import('@pix2pix-ts/backend-native');
  const tensorflow = installedTensorflow();
  const card = await findCard();
  return {
    engines: {
      ...(tensorflow && { native: `TensorFlow ${tensorflow.tensorflow}, ${tensorflow.flavor}` }),
      ...(card.name !== undefined && { webgpu: card.name }),
      wasm: version(),
    },
    against: card.against === undefined ? {} : { webgpu: card.against },
  };
}

/** The graphics card that WebGPU would use, or what is to be said about there being none. */
async function findCard(): Promise<{ name?: string; against?: string }> {
  const { lookForGpu, NoGpuError } = await import('@pix2pix-ts/backend-webgpu/node');
  try {
    const { name, software } = await lookForGpu();
    return software ? { against: `played by the processor: ${name}` } : { name };
  } catch (error) {
    if (!(error instanceof NoGpuError)) throw error;
    return hasCard() && !error.reason.startsWith('not installed') ? { against: error.reason } : {};
  }
}

/** Whether this machine looks as if it had a graphics card: Linux has a device for each, other systems always have one. */
export function hasCard(): boolean {
  if (process.platform !== 'linux') return true;
  return existsSync('/dev/dxg') || namesIn('/dev/dri').some(isRenderer) || namesIn('/dev').some(isNvidia);
}

const isRenderer = (name: string) => /^renderD\d+$/.test(name);
const isNvidia = (name: string) => /^nvidia\d+$/.test(name);

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
