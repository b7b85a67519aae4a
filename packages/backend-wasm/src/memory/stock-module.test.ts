import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import plainFactory from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm.js';
import threadedFactory from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.js';
import { startModule } from './stock-module.ts';

const factories = { plain: plainFactory, threaded: threadedFactory } as unknown as Record<
  'plain' | 'threaded',
  Parameters<typeof startModule>[0]
>;
const binary = (name: string) => new Uint8Array(readFileSync(`${import.meta.dirname}/../../wasm/${name}.wasm`));
const stock = { plain: binary('stock-simd'), threaded: binary('stock-threaded-simd') };

test.each(['plain', 'threaded'] as const)(
  'a module that does not start is one line, which can be caught (%s)',
  async (name) => {
    const options = () => ({
      wasmMemory: new WebAssembly.Memory({ initial: 256, maximum: 65_536, shared: true }),
    });
    const broken = {
      'none at all': new Uint8Array(8),
      'cut off': stock[name].subarray(0, stock[name].length / 2),
      'another module': binary('kernels-simd'),
    };
    for (const [, bytes] of Object.entries(broken))
      await expect(startModule(factories[name], new Uint8Array(bytes), options())).rejects.toThrow(
        /^Expected the module of tfjs-backend-wasm 4\.22\.0 to start, got: [^\n]+\. Serve the file of that version\.$/,
      );
    const { module } = await startModule(factories[name], stock[name], options());
    expect(module._malloc(16)).toBeGreaterThan(0);
  },
);
