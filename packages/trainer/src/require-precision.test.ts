import { expect, test } from '@jest/globals';
import { requirePrecision } from './require-precision.ts';

test('a run that is to round its gradients is refused by an engine that was not started for it', () => {
  expect(() => requirePrecision('bf16-gradients')).toThrow(
    /^Expected an engine that computes in bf16-gradients, got one in (float32|tf32)\. Start it with this precision, or change the configuration's\.$/,
  );
  expect(() => requirePrecision('float32')).not.toThrow();
});
