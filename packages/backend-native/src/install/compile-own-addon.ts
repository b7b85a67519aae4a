import { rm, writeFile } from 'node:fs/promises';
import { include_dir as nodeHeaders } from 'node-api-headers';
import { runProgram } from '../network/run-program.ts';
import { InstallError } from './install-error.ts';

/**
 * Compiles an addon of ours, one file of C, with the compiler that compiles TensorFlow's.
 *
 * @param libraries that it calls; it looks for them next to TensorFlow's addon's
 * @throws InstallError with the compiler's first error
 */
export async function compileOwnAddon(
  compiler: string,
  code: string,
  target: string,
  libraries: readonly string[] = [],
): Promise<void> {
  const source = `${target}.c`;
  await writeFile(source, code);
  const args = ['-O2', '-s', '-shared', '-fPIC', '-DNAPI_VERSION=8', '-w', `-I${nodeHeaders}`];
  const files = ['-x', 'c', source, '-x', 'none', ...libraries];
  const places = ['-Wl,-rpath,$ORIGIN/../tensorflow', '-Wl,--allow-shlib-undefined'];
  const outcome = await runProgram(compiler, [...args, ...files, ...places, '-o', target]);
  await rm(source, { force: true });
  if (outcome?.status === 0) return;
  const line = (outcome?.stderr ?? '').split('\n').find((text) => /error|undefined/.test(text)) ?? 'it gave no reason';
  throw new InstallError(`Could not compile an addon with ${compiler}: ${line.trim()}. Use GCC 11 or newer.`);
}
