import { expect, test } from '@jest/globals';
import { parsePlan, type RunPlan, withPlan } from './run-plan.ts';

const plan: RunPlan = {
  data: 'pairs',
  preset: 'fast',
  steps: null,
  overfit: null,
  skipBad: false,
  saveEvery: 1000,
  sampleEvery: 500,
  logEvery: 10,
};

test('a plan travels in the texts of a state', () => {
  const { tensors, metadata } = withPlan({ tensors: {}, metadata: { step: '3' } }, plan);
  expect({ tensors, step: metadata.step }).toEqual({ tensors: {}, step: '3' });
  expect(parsePlan(metadata)).toEqual(plan);
  const engine = { name: 'webgpu', description: 'webgpu, a graphics card' };
  expect(parsePlan(withPlan({ tensors: {}, metadata: {} }, { ...plan, engine, pairs: 7 }).metadata)).toEqual({
    ...plan,
    engine,
    pairs: 7,
  });
});

test('a plan of the first release, which calls pytorch-gan seed, is still read', () => {
  expect(parsePlan({ plan: JSON.stringify({ ...plan, preset: 'seed' }) }).preset).toBe('pytorch-gan');
});

test.each([
  ['none at all', {}, /whose plan is wrong/],
  ['other text', { plan: 'soon' }, /whose plan is wrong/],
  ['a step of none', { plan: JSON.stringify({ ...plan, logEvery: 0 }) }, /whose logEvery is wrong/],
  ['a key that nobody knows', { plan: JSON.stringify({ ...plan, luck: 1 }) }, /whose luck is wrong/],
])('a plan of %s is refused in one line', (_, metadata, line) => {
  expect(() => parsePlan(metadata)).toThrow(line);
});
