// npm run kernels: compiles assembly/ to wasm/, four builds of the same sources; or only those named as arguments.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import asc from 'assemblyscript/asc';

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
  const features = ['simd', fma ? 'relaxed-simd' : '', shared ? 'threads' : ''].filter(Boolean);
  const args = [
    'index.ts',
    ...['--baseDir', folder('assembly'), '--outFile', folder(`wasm/kernels-${name}.wasm`)],
    ...['-O3', '--noAssert', '--converge', '--enable', features.join()],
    // Nothing of AssemblyScript's own lies in the memory: no runtime, no static data, no allocation.
    ...['--runtime', 'stub', '--use', 'abort=', '--importMemory', '--initialMemory', '1'],
    // 4 GB: a module refuses a memory whose maximum is above its own.
    ...(shared ? ['--sharedMemory', '--maximumMemory', '65536'] : []),
  ];
  const { error, stderr } = await asc.main(args, { readFile: readSource });
  if (error) throw new Error(`Expected the build '${name}' to succeed, got:\n${stderr}`, { cause: error });
}

/** The sources say `// @inline`, because a decorator before a function is AssemblyScript's alone: other tools cannot parse it. */
function readSource(name, baseDir) {
  const file = path.join(baseDir, name);
  return existsSync(file) ? readFileSync(file, 'utf8').replace(/^\s*\/\/ @inline$/gm, '@inline') : null;
}

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
