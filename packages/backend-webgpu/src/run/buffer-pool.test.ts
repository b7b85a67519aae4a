import { expect, test } from '@jest/globals';
import { backend } from '@tensorflow/tfjs-core';
import type { TrainableBackendWebGPU } from '../backend.ts';
import { BufferPool } from './buffer-pool.ts';

const STORAGE = 0x80; // GPUBufferUsage.STORAGE

/** A pool of its own, and the buffers that it destroys. */
function makePool() {
  const destroyed: GPUBuffer[] = [];
  const { device } = backend() as TrainableBackendWebGPU;
  const pool = new BufferPool(
    device,
    (buffer) => destroyed.push(buffer),
    () => {},
  );
  return { pool, destroyed };
}

test('a buffer that was given back serves the next tensor of its size and use, and no other', () => {
  const { pool } = makePool();
  const first = pool.acquireBuffer(64, STORAGE);
  expect([pool.numBytesUsed, pool.numBytesAllocated]).toEqual([64, 64]);
  pool.releaseBuffer(first);
  expect([pool.numBytesUsed, pool.numBytesAllocated]).toEqual([0, 64]);
  const others = [pool.acquireBuffer(68, STORAGE), pool.acquireBuffer(64, STORAGE | GPUBufferUsage.COPY_SRC)];
  expect(others).not.toContain(first);
  expect(pool.acquireBuffer(64, STORAGE)).toBe(first);
  expect(pool.acquireBuffer(64, STORAGE)).not.toBe(first);
  expect([pool.numBytesUsed, pool.numBytesAllocated]).toEqual([260, 260]);
  pool.dispose();
  expect([pool.numBytesUsed, pool.numBytesAllocated]).toEqual([0, 0]);
});

test('a buffer that is given back twice is there once', () => {
  const { pool } = makePool();
  const buffer = pool.acquireBuffer(16, STORAGE);
  pool.releaseBuffer(buffer);
  pool.releaseBuffer(buffer);
  expect(pool.acquireBuffer(16, STORAGE)).toBe(buffer);
  expect(pool.acquireBuffer(16, STORAGE)).not.toBe(buffer);
  expect(pool.numBytesUsed).toBe(32);
  pool.dispose();
});

test('buffers that nobody wanted for longest are destroyed first', () => {
  const { pool, destroyed } = makePool();
  const [a, b, c] = [16, 32, 48].map((size) => pool.acquireBuffer(size, STORAGE)) as [GPUBuffer, GPUBuffer, GPUBuffer];
  for (const buffer of [b, a, c]) pool.releaseBuffer(buffer);
  pool.trim(70);
  expect(destroyed).toEqual([b]);
  pool.trim(48);
  expect(destroyed).toEqual([b, a]);
  expect(pool.numBytesAllocated).toBe(48);
  expect(pool.acquireBuffer(48, STORAGE)).toBe(c);
  expect(pool.acquireBuffer(32, STORAGE)).not.toBe(b);
  pool.dispose();
});

test('what is kept for later is bounded: as much as is in use, or 256 MB', () => {
  const { pool, destroyed } = makePool();
  const size = 2 ** 26;
  const buffers = Array.from({ length: 6 }, () => pool.acquireBuffer(size, STORAGE));
  for (const buffer of buffers) pool.releaseBuffer(buffer);
  expect(destroyed).toEqual(buffers.slice(0, 2));
  expect(pool.numBytesAllocated).toBe(2 ** 28);
  pool.dispose();
});

test('a buffer that was asked for mapped, or for itself alone, is a new one', () => {
  const { pool, destroyed } = makePool();
  const usage = GPUBufferUsage.COPY_SRC | GPUBufferUsage.MAP_WRITE;
  const old = pool.acquireBuffer(16, usage);
  pool.releaseBuffer(old);
  const mapped = pool.acquireBuffer(16, usage, true);
  expect([mapped === old, mapped.mapState]).toEqual([false, 'mapped']);
  expect(pool.acquireBuffer(16, usage, false, false)).not.toBe(old);
  mapped.unmap();
  pool.releaseBuffer(mapped, false);
  expect(destroyed).toEqual([mapped]);
  pool.dispose();
});
