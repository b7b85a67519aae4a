import '../register-gradients.ts';
import { expect, test } from '@jest/globals';
import { engine, grad, memory, mul, type Scalar, square, sum, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import { onSeparateTape } from './separate-tape.ts';

test('a gradient inside another one has its own tape, and the outer one does not see it', () => {
  const x = tensor([1, 2, 3]);
  let inner: number[] = [];
  const outer = grad((x: Tensor) => {
    const doubled = mul(x, 2);
    const constant = onSeparateTape(() => {
      const slope = grad((y: Tensor) => sum(square(y)) as Scalar)(doubled); // 2 y
      inner = [...slope.dataSync()];
      return slope;
    });
    return sum(mul(doubled, constant)) as Scalar;
  })(x);
  expect(inner).toEqual([4, 8, 12]);
  expect([...outer.dataSync()]).toEqual([8, 16, 24]); // 2 * constant: the constant's own slope is not followed
});

test('nothing of the inner gradient is held until the outer one is done', () => {
  const x = tensor([1, 2, 3]);
  const before = memory().numTensors;
  tidy(() => {
    grad((x: Tensor) => {
      const doubled = mul(x, 2);
      const held = memory().numTensors;
      onSeparateTape(() => tidy(() => void grad((y: Tensor) => sum(square(y)) as Scalar)(doubled)));
      expect(memory().numTensors).toBe(held);
      return sum(doubled) as Scalar;
    })(x);
  });
  expect(memory().numTensors).toBe(before);
});

test('the outer tape is back after an error', () => {
  grad((x: Tensor) => {
    const depth = engine().state.gradientDepth;
    expect(() =>
      onSeparateTape(() => {
        throw new Error('inside');
      }),
    ).toThrow('inside');
    expect(engine().state.gradientDepth).toBe(depth);
    return sum(x) as Scalar;
  })(tensor([1]));
});
