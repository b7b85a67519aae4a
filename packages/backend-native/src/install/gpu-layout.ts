import { existsSync } from 'node:fs';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * TensorFlow looks for CUDA's libraries in `../nvidia/NAME/lib` relative to itself, by a list of names. That of 2.21.0
 * lacks cusolver, and it then silently uses the CPU; that of 2.20.0 lacks nccl. So links to them are put where both look.
 */
const NOT_LOOKED_FOR = { cusolver: 'libcusolver.so.11', nccl: 'libnccl.so.2' };

/** Makes the links inside an engine's folder. */
export async function linkLibraries(folder: string): Promise<void> {
  for (const [name, file] of Object.entries(NOT_LOOKED_FOR)) {
    const link = join(folder, 'nvidia/cuda_runtime/lib', file);
    if (!existsSync(link)) await symlink(`../../${name}/lib/${file}`, link);
  }
}
