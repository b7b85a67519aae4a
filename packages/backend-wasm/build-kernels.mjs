// npm run kernels: compiles assembly/ to wasm/, four builds of the same sources, or only those named as arguments, and
// writes the types of its functions to src/kernel-functions.ts.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { compileKernels } from './compile-kernels.mjs';
import { kernelFunctions } from './kernel-functions.mjs';

const folder = (name) => fileURLToPath(new URL(name, import.meta.url));
const builds = [
  { name: 'fma-shared', fma: true, shared: true },
  { name: 'simd-shared', fma: false, shared: true },
  { name: 'fma', fma: true, shared: false },
  { name: 'simd', fma: false, shared: false },
];

mkdirSync(folder('wasm'), { recursive: true });
const asked = process.argv.slice(2);
for (const { name, fma, shared } of builds) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  await compileKernels(folder(`wasm/kernels-${name}.wasm`), {
    features: ['simd', fma ? 'relaxed-simd' : '', shared ? 'threads' : ''].filter(Boolean),
    // 4 GB: a module refuses a memory whose maximum is above its own.
    args: ['-O3', '--converge', ...(shared ? ['--sharedMemory', '--maximumMemory', '65536'] : [])],
  });
}

// What the functions take, for the callers' types.
writeFileSync(folder('src/kernel-functions.ts'), await kernelFunctions());

// The stock binaries stand beside ours, so that Node and bundlers find all of them in one way.
const stock = new URL('.', import.meta.resolve('@tensorflow/tfjs-backend-wasm/package.json'));
for (const name of ['simd', 'threaded-simd'])
  writeFileSync(
    folder(`wasm/stock-${name}.wasm`),
    readFileSync(new URL(`wasm-out/tfjs-backend-wasm-${name}.wasm`, stock)),
  );

// For bundlers that take modules alone from a package, each is a module too.
for (const file of readdirSync(folder('wasm')).filter((name) => name.endsWith('.wasm'))) {
  const gzipped = gzipSync(readFileSync(folder(`wasm/${file}`)), { level: 9 }).toString('base64');
  writeFileSync(folder(`wasm/${file.replace(/wasm$/, 'js')}`), `export const gzipped = '${gzipped}';\n`);
}
