import { type Engine, EngineError, type EngineName, type PassedOver } from './engine.ts';
import { reasonOf } from './reason-of.ts';
import { STARTERS, type Starter } from './starters.ts';

/** Which engine. */
export type PickEngineOptions = {
  /** `auto` takes the first that works. @default 'auto' */
  backend?: 'auto' | EngineName | undefined;
  /** For the engines that have threads. @default as many as the engine finds good */
  threads?: number | undefined;
};

/** In Node, the fastest first. */
const NODE_ORDER = ['native', 'wasm', 'cpu'] as const;
/** In a page and its workers. */
const PAGE_ORDER = ['webgpu', 'webgl', 'wasm', 'cpu'] as const;

/**
 * Loads the first engine that works here, or the one that is asked for, makes it TensorFlow.js's current backend and
 * lets it compute a small convolution to be sure. In Node: native, wasm, cpu; in a page: WebGPU, WebGL, wasm, cpu. An
 * engine's package that is not reached is not loaded.
 *
 * @throws EngineError where the engine that is asked for does not work, or none does
 */
export async function pickEngine({ backend = 'auto', threads }: PickEngineOptions = {}): Promise<Engine> {
  const order = backend === 'auto' ? (isNode() ? NODE_ORDER : PAGE_ORDER) : [backend];
  return startFirst(order, STARTERS, threads);
}

/** Starts the first of these engines that works. */
export async function startFirst(
  order: readonly EngineName[],
  starters: Readonly<Record<EngineName, Starter>>,
  threads?: number,
): Promise<Engine> {
  const passedOver: PassedOver[] = [];
  for (const name of order) {
    try {
      return { name, ...(await starters[name](threads)), passedOver };
    } catch (error) {
      passedOver.push({ name, reason: reasonOf(error) });
    }
  }
  const reasons = passedOver.map(({ name, reason }) => `${name} is ${reason}`).join('; ');
  const wanted = order.length === 1 ? `the engine ${order[0]}` : 'an engine that works';
  throw new EngineError(`Expected ${wanted}, got none: ${reasons}. ${remedyFor(order)}`);
}

function remedyFor(order: readonly EngineName[]): string {
  return order.length === 1 ? 'Take another one, or auto.' : 'Install @pix2pix-ts/backend-wasm.';
}

function isNode(): boolean {
  return typeof process !== 'undefined' && process.versions?.node !== undefined;
}
