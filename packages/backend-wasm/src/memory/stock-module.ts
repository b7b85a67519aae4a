import plainFactory from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm.js';
import threadedFactory from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.js';
import { platform } from '#platform';

/** The stock backend's Emscripten module, and the memory that it shares with our kernels. */
export type StockModule = { module: EmscriptenModule; memory: WebAssembly.Memory };

/** The module, with what Emscripten gives it in addition to what tfjs declares. */
export type EmscriptenModule = Awaited<ReturnType<typeof plainFactory>> & {
  readonly HEAPU8: Uint8Array;
  _malloc(bytes: number): number;
  _free(address: number): void;
  cwrap(name: string, returns: string | null, takes: string[]): (...args: number[]) => never;
};

/** 65536 pages of 64 kB: the 4 GB that wasm can address. */
const MOST_PAGES = 65_536;
const FIRST_PAGES = 256;
const ADDRESSABLE = MOST_PAGES * 65_536;
/** Left free for what the stock module allocates of its own accord: where it finds nothing, it ends for good. */
const RESERVE = 2 ** 20;

type Options = Record<string, unknown>;
type Factory = (options: Options) => Promise<EmscriptenModule>;

/** The threaded module on a shared memory of ours. It runs on one thread: the threads are for our kernels. */
export async function startSharedModule(): Promise<StockModule> {
  const memory = new WebAssembly.Memory({ initial: FIRST_PAGES, maximum: MOST_PAGES, shared: true });
  const binary = await platform.readBinary('stock-threaded-simd');
  const { module } = await startModule(threadedFactory as unknown as Factory, binary, { wasmMemory: memory });
  return { module, memory };
}

/** The module without threads, whose memory is its own: where memory cannot be shared. */
export async function startUnsharedModule(): Promise<StockModule> {
  const binary = await platform.readBinary('stock-simd');
  const { module, instance } = await startModule(plainFactory as unknown as Factory, binary, {});
  const memory = Object.values(instance.exports).find((value) => value instanceof WebAssembly.Memory);
  if (!memory)
    throw new Error('Expected the stock module to export its memory, got none. Use tfjs-backend-wasm 4.22.0.');
  return { module, memory };
}

/**
 * Starts one of the two on its binary. Emscripten itself would hang, or throw where nobody catches, if the binary did not
 * start: so it is compiled before, and instantiated here.
 *
 * @throws in one line where the binary is not one, or not the module's
 */
export async function startModule(
  factory: Factory,
  binary: Uint8Array<ArrayBuffer>,
  options: Options,
): Promise<{ module: EmscriptenModule; instance: WebAssembly.Instance }> {
  const compiled = await WebAssembly.compile(binary).catch(refuse);
  let starting: Promise<EmscriptenModule> | undefined;
  const instance = await new Promise<WebAssembly.Instance>((resolve, reject) => {
    const instantiateWasm = (imports: WebAssembly.Imports, receive: (...made: unknown[]) => void) => {
      const receiveAll = (instance: WebAssembly.Instance) => {
        receive(instance, compiled);
        resolve(instance);
      };
      WebAssembly.instantiate(compiled, imports).then(receiveAll).catch(reject);
      return {};
    };
    const start = () => factory({ ...options, ...here, instantiateWasm });
    // It makes its 8 workers before it returns a promise, so the other class need not stay any longer.
    starting = platform.withWorkerClass(AnsweringWorker, start);
  }).catch(refuse);
  return { module: completed((await starting) as EmscriptenModule), instance };
}

const here: Options = { locateFile: (file: string) => file, mainScriptUrlOrBlob: 'unused' };

function refuse(error: Error): never {
  const got = error.message.split('\n')[0];
  throw new Error(
    `Expected the module of tfjs-backend-wasm 4.22.0 to start, got: ${got}. Serve the file of that version.`,
  );
}

/**
 * Adds what tfjs's own start adds, and an error where memory has run out: the stock module would continue at address 0.
 */
function completed(module: EmscriptenModule): EmscriptenModule {
  const wrap = (name: string, returns: string | null, takes: number) =>
    module.cwrap(
      name,
      returns,
      Array.from({ length: takes }, () => 'number'),
    );
  const initWithThreadsCount = wrap('init_with_threads_count', null, 1);
  module._free(module._malloc(1)); // the first call replaces the function by the one that stays
  const allocate = module._malloc;
  let refused = false; // an engine may give less than can be addressed
  const leavesReserve = () => {
    if (!refused && module.HEAPU8.byteLength < ADDRESSABLE / 2) return true; // it can still grow
    const reserve = allocate(RESERVE) >>> 0;
    if (reserve === 0) return false;
    const size = sizeOf(module, reserve);
    module._free(reserve);
    return size >= RESERVE;
  };
  module._malloc = (bytes) => {
    // A size above 4 GB would come out as what is left of it in 32 bits.
    const address = bytes < ADDRESSABLE ? allocate(bytes) >>> 0 : 0;
    if (address !== 0 && sizeOf(module, address) >= bytes && leavesReserve()) return address;
    if (address !== 0) module._free(address);
    if (bytes === 0) return address;
    if (bytes < ADDRESSABLE) refused = true;
    throw new Error(outOfMemory(bytes, module.HEAPU8.byteLength));
  };
  return Object.assign(module, {
    tfjs: {
      init: wrap('init', null, 0),
      initWithThreadsCount: () => initWithThreadsCount(1),
      getThreadsCount: wrap('get_threads_count', 'number', 0),
      registerTensor: wrap('register_tensor', null, 3),
      disposeData: wrap('dispose_data', null, 1),
      // All of the memory goes at once. The module's own `dispose` would take the process's error listeners with it.
      dispose: () => {},
    },
  });
}

/**
 * The bytes of an allocated block, from the word before it. Where the memory cannot grow any more, the stock allocator may
 * give the rest at its end for a block of any size.
 */
function sizeOf({ HEAPU8 }: EmscriptenModule, address: number): number {
  const word = [1, 2, 3, 4].reduce((sum, i) => sum * 256 + (HEAPU8[address - i] as number), 0);
  const flags = word % 8;
  return word - flags - 4;
}

function outOfMemory(bytes: number, used: number): string {
  const megabytes = (count: number) => `${Math.ceil(count / 2 ** 20)} MB`;
  return `Expected room for a tensor of ${megabytes(bytes)}, got memory that has already grown to ${megabytes(used)} of 4096 MB. Use a smaller image or batch, or dispose tensors.`;
}

/** The threaded module insists on a pool of workers: this class answers for them, and nothing runs. */
class AnsweringWorker {
  onmessage: (event: { data: { cmd: string } }) => void = () => {};

  on(): this {
    return this;
  }

  ref(): void {}

  unref(): void {}

  terminate(): void {}

  postMessage(message?: { cmd?: string }): void {
    if (message?.cmd === 'load') queueMicrotask(() => this.onmessage({ data: { cmd: 'loaded' } }));
  }
}
