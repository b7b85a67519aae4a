// What src/kernel-functions.ts says: the arguments of each function that assembly/index.ts exports.
import { compileKernels } from './compile-kernels.mjs';

const HEAD = `// Written by \`npm run kernels\` from what assembly/index.ts exports: change it there.

/** The functions that our wasm module exports, by their names, with what each of them takes. They return nothing. */
export type KernelFunctions = {
`;
/** The formatter's. */
const LINE_WIDTH = 120;

/** The text of src/kernel-functions.ts. */
export async function kernelFunctions() {
  const functions = [...(await declarations()).matchAll(/^ *export function (\w+)\((.*)\): (\w+);$/gm)];
  return `${HEAD}${functions.map(([, ...declared]) => entry(...declared)).join('')}};\n`;
}

/** What the compiler itself declares of the module. Those builds are not for use: it exports the memory for them too. */
async function declarations() {
  let declared = '';
  await compileKernels('kernels.wasm', {
    features: ['simd', 'relaxed-simd'],
    args: ['--bindings', 'raw'],
    writeFile: (name, contents) => {
      if (name.endsWith('.d.ts')) declared = contents;
    },
  });
  return declared;
}

/** A line of the type, or a line for each argument where that would be too long. */
function entry(name, parameters, returned) {
  if (returned !== 'void')
    throw new Error(`Expected '${name}' to return nothing, got ${returned}. Write results to the memory.`);
  // A pointer to a class of AssemblyScript's is an address, and so a number as everything else.
  const labelled = parameters.split(', ').map((parameter) => parameter.replace(/:.*/, ': number'));
  const line = `  ${name}: [${labelled.join(', ')}];\n`;
  return line.length <= LINE_WIDTH + 1
    ? line
    : `  ${name}: [\n${labelled.map((each) => `    ${each},\n`).join('')}  ];\n`;
}
