import { expect, test } from '@jest/globals';
import { backend } from '@tensorflow/tfjs-core';
import type { TrainableBackendWebGPU } from '../backend.ts';
import { Constants } from './constants.ts';

const makeConstants = () => new Constants((backend() as TrainableBackendWebGPU).device);

test('equal words of one use are one buffer, and others are others', () => {
  const constants = makeConstants();
  const find = (usage: number, ...words: number[]) => constants.find(Uint32Array.from(words), usage);
  const { UNIFORM, STORAGE } = GPUBufferUsage;
  const buffers = [find(UNIFORM, 1, 2), find(UNIFORM, 12), find(UNIFORM, 2, 1), find(STORAGE, 1, 2)];
  expect(new Set(buffers).size).toBe(4);
  expect(find(UNIFORM, 1, 2)).toBe(buffers[0]);
  expect(find(STORAGE, 1, 2)).toBe(buffers[3]);
  expect(buffers.map((buffer) => buffer?.size)).toEqual([8, 4, 8, 8]);
  constants.dispose();
});

test('-0 and what is not a number in another way are other words than 0 and NaN', () => {
  const constants = makeConstants();
  const find = (words: Uint32Array<ArrayBuffer>) => constants.find(words, GPUBufferUsage.UNIFORM);
  const bits = (value: number) => new Uint32Array(Float32Array.of(value).buffer);
  expect(find(bits(-0))).not.toBe(find(bits(0)));
  expect(find(Uint32Array.of(0x7fc00001))).not.toBe(find(bits(Number.NaN)));
  constants.dispose();
});

test('where there are very many, no more are kept, and those that are stay', () => {
  const constants = makeConstants();
  const find = (word: number) => constants.find(Uint32Array.of(word), GPUBufferUsage.UNIFORM);
  const kept = Array.from({ length: 8192 }, (_, word) => find(word));
  expect(kept).not.toContain(undefined);
  expect(find(8192)).toBeUndefined();
  expect(find(8191)).toBe(kept[8191]);
  constants.dispose();
});
