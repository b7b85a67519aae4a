import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from '@jest/globals';
import { temporaryFolder } from '@pix2pix-ts/testing/temporary-folder';
import { linkLibraries } from './gpu-layout.ts';

const folder = temporaryFolder();

test('cusolver and nccl are found next to the runtime too, and making the links again changes nothing', async () => {
  const [cusolver, nccl] = ['nvidia/cusolver/lib/libcusolver.so.11', 'nvidia/nccl/lib/libnccl.so.2'];
  for (const file of [cusolver, nccl, 'nvidia/cuda_runtime/lib/libcudart.so.12'] as string[]) {
    mkdirSync(dirname(join(folder.path, file)), { recursive: true });
    writeFileSync(join(folder.path, file), file);
  }
  for (let time = 0; time < 2; time++) await linkLibraries(folder.path);
  const linked = ['libcusolver.so.11', 'libnccl.so.2'].map((name) =>
    readFileSync(join(folder.path, 'nvidia/cuda_runtime/lib', name), 'utf8'),
  );
  expect(linked).toEqual([cusolver, nccl]);
});
