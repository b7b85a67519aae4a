import type { TrainableBackendWasm } from '../backend.ts';
import type { EmscriptenModule } from '../memory/stock-module.ts';

/** Bytes before and after each block. */
const GUARD_BYTES = 64;
/** Larger blocks are left as they are: tests of a full memory count on their size, and touch none of it. */
const MOST_BYTES = 8 * 2 ** 20;

type Block = { bytes: number; guard: Uint8Array };
type Blocks = { module: EmscriptenModule; at: Map<number, Block> };
const guarded: Blocks[] = [];

/**
 * What is there. As floats they are NaN, so that a kernel that reads them shows it; and each block has different ones,
 * so that one that moves them shows it too.
 */
const guardOf = (block: number) =>
  new Uint8Array(new Uint32Array(GUARD_BYTES / 4).fill(0xffff_0000 + (block % 65_536)).buffer);

/** Puts guards around all memory that a backend is given from now on, as its tensors. */
export function guardMemory(backend: TrainableBackendWasm): TrainableBackendWasm {
  const module = backend.wasm as EmscriptenModule;
  const blocks: Blocks = { module, at: new Map() };
  guarded.push(blocks);
  let made = 0;
  const [allocate, free] = [module._malloc.bind(module), module._free.bind(module)];
  module._malloc = (bytes) => {
    if (bytes > MOST_BYTES) return allocate(bytes);
    const address = (allocate(bytes + 2 * GUARD_BYTES) >>> 0) + GUARD_BYTES;
    const guard = guardOf(made++);
    module.HEAPU8.fill(0xff, address, address + bytes); // what is not written is NaN too
    for (const start of [address - GUARD_BYTES, address + bytes]) module.HEAPU8.set(guard, start);
    blocks.at.set(address, { bytes, guard });
    return address;
  };
  module._free = (given) => {
    const address = given >>> 0;
    if (!blocks.at.has(address)) return free(given);
    expectWholeGuards(blocks, address);
    blocks.at.delete(address);
    free(address - GUARD_BYTES);
  };
  return backend;
}

/** @throws if something has been written before or after a block that has not been freed yet; the freed ones were asked. */
export function expectNothingBesideBlocks(): void {
  for (const blocks of guarded) for (const address of blocks.at.keys()) expectWholeGuards(blocks, address);
}

function expectWholeGuards({ module, at }: Blocks, address: number): void {
  const { HEAPU8 } = module;
  const { bytes, guard } = at.get(address) as Block;
  for (const start of [address - GUARD_BYTES, address + bytes])
    for (let i = 0; i < GUARD_BYTES; i++) {
      if (HEAPU8[start + i] === guard[i]) continue;
      at.delete(address); // said once
      throw new Error(
        `Expected a kernel to write to its own ${bytes} bytes, got a write at ${start + i - address}. Look at its last one.`,
      );
    }
}
