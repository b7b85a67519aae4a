import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Compiles a C file of this package with MPI's compiler, and returns where the program is; null where there is no `mpicc`.
 *
 * @throws if it does not compile
 */
export function compileC(file: string, folder: string): string | null {
  const source = fileURLToPath(new URL(`../../${file}`, import.meta.url));
  const program = join(folder, file.replace(/\.c$/, ''));
  const { error, status, stderr } = spawnSync('mpicc', ['-O3', '-o', program, source], { encoding: 'utf8' });
  if (error !== undefined) return null;
  if (status !== 0) throw new Error(`Expected mpicc to compile ${file}, got: ${stderr.trim().split('\n')[0]}`);
  return program;
}
