import { existsSync } from 'node:fs';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * TensorFlow looks for CUDA's libraries in `../nvidia/NAME/lib` relative to itself, by a list of names. That of 2.21.0
 * lacks cusolver and then silently uses the CPU, so a link to it is put where it does look.
 */
export async function linkCusolver(folder: string): Promise<void> {
  const link = join(folder, 'nvidia/cuda_runtime/lib/libcusolver.so.11');
  if (!existsSync(link)) await symlink('../../cusolver/lib/libcusolver.so.11', link);
}
