// AssemblyScript's compiler on assembly/, as every build of the kernels needs it.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

/**
 * Compiles assembly/index.ts.
 *
 * @param {string} outFile
 * @param {{ features: string[], args?: string[], writeFile?: (name: string, contents: Uint8Array | string) => void }} build
 *   `features` of wasm; `writeFile` is given the results in place of the disk
 * @throws with the compiler's messages
 */
export async function compileKernels(outFile, { features, args = [], writeFile }) {
  const all = [
    'index.ts',
    '--baseDir',
    fileURLToPath(new URL('assembly', import.meta.url)),
    '--outFile',
    outFile,
    '--noAssert',
    '--enable',
    features.join(),
    // Nothing of AssemblyScript's own lies in the memory: no runtime, no static data, no allocation.
    '--runtime',
    'stub',
    '--use',
    'abort=',
    '--importMemory',
    '--initialMemory',
    '1',
    ...args,
  ];
  const { error, stderr } = await asc.main(all, { readFile: readSource, ...(writeFile && { writeFile }) });
  if (error) throw new Error(`Expected '${outFile}' to compile, got:\n${stderr}`, { cause: error });
}

/** The sources say `// @inline`, because a decorator before a function is AssemblyScript's alone: other tools cannot parse it. */
function readSource(name, baseDir) {
  const file = path.join(baseDir, name);
  return existsSync(file) ? readFileSync(file, 'utf8').replace(/^\s*\/\/ @inline$/gm, '@inline') : null;
}
