import { open } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { openWorld } from './index.ts';

test('a process that was started by itself is a world of one: its values stay, and no library is looked for', async () => {
  const world = await openWorld({ environment: {}, libraries: ['libnowhere.so'] });
  expect(world).toMatchObject({ rank: 0, size: 1, library: null });
  const values = Float32Array.of(1, 2, 3);
  world.allReduceMean([values]);
  world.broadcast([values]);
  world.barrier();
  expect([...values]).toEqual([1, 2, 3]);
  expect(world.allGather('alone')).toEqual(['alone']);
  world.close();
});

test('a rank without a library is reported in one line', async () => {
  const environment = { OMPI_COMM_WORLD_SIZE: '2' };
  await expect(openWorld({ environment, libraries: ['libnowhere.so'] })).rejects.toThrow(
    'Expected an MPI library, as mpirun started this process, got none under libnowhere.so.',
  );
});

test("a rank that MPICH's launcher cannot reach is reported in one line, before MPICH crashes on it", async () => {
  await using file = await open(import.meta.filename);
  for (const descriptor of [file.fd, 999_999]) {
    const environment = { PMI_SIZE: '2', PMI_RANK: '0', PMI_FD: String(descriptor) };
    await expect(openWorld({ environment })).rejects.toThrow(
      `Expected MPICH's launcher at the other end of file descriptor ${descriptor}, got no socket there: npm and npx`,
    );
  }
});
