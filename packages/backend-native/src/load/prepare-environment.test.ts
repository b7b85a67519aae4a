import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { prepareEnvironment } from './prepare-environment.ts';

const NAMES = ['TF_CPP_MIN_LOG_LEVEL', 'TF_CPU_ALLOCATOR_USE_BFC', 'TF_FORCE_GPU_ALLOW_GROWTH'];
const before = { ...process.env };

const clear = () => {
  for (const name of NAMES) delete process.env[name];
};
beforeEach(clear);
afterEach(() => {
  clear();
  Object.assign(process.env, before);
});

test('TensorFlow is quiet, pools its memory, and leaves to other processes what it does not need of a GPU', () => {
  prepareEnvironment();
  expect(NAMES.map((name) => process.env[name])).toEqual(['3', 'true', 'true']);
});

test('what the user has set stays', () => {
  process.env.TF_FORCE_GPU_ALLOW_GROWTH = 'false';
  prepareEnvironment();
  expect(process.env.TF_FORCE_GPU_ALLOW_GROWTH).toBe('false');
});
