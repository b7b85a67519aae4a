import { nearestName, type Precision } from '@pix2pix-ts/common';
import { type CoreRange, unfitCore } from '@pix2pix-ts/common/tfjs-core';
import { type Engine, EngineError, type EngineName, type PassedOver } from './engine.ts';
import { reasonOf } from './reason-of.ts';
import { whyNotInPage } from './software-gpu.ts';
import { STARTERS, type Starter } from './starters.ts';

const FITTING_CORE: CoreRange = ['4.10.0', '4.22.0'];

/** Which engine. */
export type PickEngineOptions = {
  /** `auto` takes the first that works; in a page no graphics card that is a program. @default 'auto' */
  backend?: 'auto' | EngineName | undefined;
  /**
   * With `auto`, the engines to try, the first one first.
   * @default native, wasm, cpu in Node; webgpu, webgl, wasm, cpu in a page
   */
  order?: readonly EngineName[] | undefined;
  /** For the engines that have threads. @default as many as the engine finds good */
  threads?: number | undefined;
  /** Engines that do not have it are not used. @default the engine's own: float32, and on an NVIDIA GPU tf32 */
  precision?: Precision | undefined;
  /** With `auto`, asked before each engine is loaded: a reason, such as `not working`, skips it. @default none */
  whyNot?: WhyNot | undefined;
};

type WhyNot = (name: EngineName) => string | undefined | Promise<string | undefined>;

/** In Node, the fastest first. */
const NODE_ORDER = ['native', 'wasm', 'cpu'] as const;
/** In a page and its workers. */
const PAGE_ORDER = ['webgpu', 'webgl', 'wasm', 'cpu'] as const;

/**
 * Loads the first engine that works here, or the one that is asked for, makes it TensorFlow.js's current backend and
 * lets it compute a small convolution to be sure. An engine's package that is not reached is not loaded.
 *
 * @throws EngineError where the engine that is asked for does not work, or none does, or the installed tfjs-core is not
 *   a version that fits
 */
export async function pickEngine(options: PickEngineOptions = {}): Promise<Engine> {
  const { backend = 'auto', order = isNode() ? NODE_ORDER : PAGE_ORDER, threads, precision, whyNot } = options;
  const unfit = unfitCore(FITTING_CORE);
  if (unfit !== undefined) throw new EngineError(unfit);
  expectName(backend);
  if (backend !== 'auto') return startFirst([backend], STARTERS, { threads, precision });
  return startFirst(order, STARTERS, { threads, precision, whyNot: isNode() ? whyNot : whyNotHere(whyNot) });
}

/** For callers without types, and words from outside. */
function expectName(word: string): void {
  if (word === 'auto' || Object.hasOwn(STARTERS, word)) return;
  const names = Object.keys(STARTERS);
  const near = nearestName(word, ['auto', ...names]);
  const remedy = near === undefined ? 'Use auto.' : `Did you mean '${near}'?`;
  throw new EngineError(`Expected an engine (${names.join(', ')}) or auto, got '${word}'. ${remedy}`);
}

/** In a page a reason of the caller's comes before ours. */
function whyNotHere(whyNot: WhyNot = () => undefined): WhyNot {
  return async (name) => (await whyNot(name)) ?? whyNotInPage(name);
}

/** Starts the first of these engines that works. */
export async function startFirst(
  order: readonly EngineName[],
  starters: Readonly<Record<EngineName, Starter>>,
  { threads, precision, whyNot = () => undefined }: Pick<PickEngineOptions, 'threads' | 'precision' | 'whyNot'> = {},
): Promise<Engine> {
  const passedOver: PassedOver[] = [];
  for (const name of order) {
    const against = lacks(name, precision) ?? (await whyNot(name));
    if (against !== undefined) {
      passedOver.push({ name, reason: against });
      continue;
    }
    try {
      return { name, ...(await starters[name](threads, precision)), passedOver };
    } catch (error) {
      passedOver.push({ name, reason: reasonOf(error) });
    }
  }
  const reasons = passedOver.map(({ name, reason }) => `${name} is ${reason}`).join('; ');
  const wanted = order.length === 1 ? `the engine ${order[0]}` : 'a working engine';
  throw new EngineError(`Expected ${wanted}, got none: ${reasons}. ${remedyFor(order, precision)}`, passedOver);
}

/** Every engine but the native one computes in float32 alone. */
function lacks(name: EngineName, precision: Precision = 'float32'): string | undefined {
  return name === 'native' || precision === 'float32' ? undefined : `without ${precision}`;
}

function remedyFor(order: readonly EngineName[], precision: Precision = 'float32'): string {
  if (precision !== 'float32') return 'Use float32.';
  if (order.length === 1) return 'Use another one, or auto.';
  return `Install @pix2pix-ts/backend-wasm${isNode() ? '' : ', or try another browser'}.`;
}

function isNode(): boolean {
  return typeof process !== 'undefined' && process.versions?.node !== undefined;
}
