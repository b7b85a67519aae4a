import { expect, test } from '@jest/globals';
import { backend } from '@tensorflow/tfjs-core';
import type { TrainableBackendWebGPU } from '../backend.ts';
import { BindGroups } from './bind-groups.ts';

test('a bind group is found again by its pipeline and buffers, in their order', () => {
  const { device, pipelines } = backend() as TrainableBackendWebGPU;
  const copy = (to: string) => `
    @group(0) @binding(0) var<storage, read_write> ${to}: array<f32>;
    @group(0) @binding(1) var<storage, read_write> other: array<f32>;
    @compute @workgroup_size(1) fn main() { ${to}[0] = other[0]; }`;
  const [one, another] = ['x', 'y'].map((name) => pipelines.get({ key: `copy to ${name}`, code: () => copy(name) }));
  if (!one || !another) throw new Error('Expected two pipelines.');
  const makeBuffer = () => device.createBuffer({ size: 4, usage: GPUBufferUsage.STORAGE });
  const [a, b] = [makeBuffer(), makeBuffer()];
  const groups = new BindGroups(device);
  const group = groups.find(one, [a, b]);
  expect(groups.find(one, [a, b])).toBe(group);
  expect(groups.find(one, [b, a])).not.toBe(group);
  expect(groups.find(another, [a, b])).not.toBe(group);
  groups.clear();
  expect(groups.find(one, [a, b])).not.toBe(group);
  for (const buffer of [a, b]) buffer.destroy();
});
