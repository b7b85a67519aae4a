import { expect, test } from '@jest/globals';
import { add, grad, memory, mul, scalar, square, sum, type Tensor, tensor1d, tidy } from '@tensorflow/tfjs-core';
import { assign, compiledStep, createAdam } from './index.ts';

/** More than an engine takes for making up its mind. */
const RUNS = 7;

const valuesAt = (run: number) => [1, -2, 3].map((value) => Math.fround(value * Math.sin(run + 1)));

test('a compiled step gives what its function gives, however often it has run', async () => {
  const step = compiledStep(({ x, y }) => ({
    sum: add(x as Tensor, mul(y as Tensor, 2)),
    square: square(x as Tensor),
  }));
  for (let run = 0; run < RUNS; run++) {
    const [x, y] = [tensor1d(valuesAt(run)), tensor1d(valuesAt(run + 10))];
    const outputs = step.run({ x, y });
    const expected = valuesAt(run).map((value, i) => value + 2 * (valuesAt(run + 10)[i] as number));
    expect([...(await outputs.sum.data())]).toEqual(expected.map(Math.fround));
    expect([...(await outputs.square.data())]).toEqual(valuesAt(run).map((value) => Math.fround(value * value)));
    for (const tensor of [x, y, outputs.sum, outputs.square]) tensor.dispose();
  }
  step.dispose();
});

test('inputs may come from the engine, and outputs stay as they are while the step runs on', async () => {
  const step = compiledStep(({ x }) => ({ y: add(x as Tensor, 1) }));
  const kept: Tensor[] = [];
  for (let run = 0; run < RUNS; run++)
    kept.push(tidy(() => step.run({ x: mul(tensor1d(valuesAt(run)), 2) }).y as Tensor));
  for (const [run, y] of kept.entries())
    expect([...(await y.data())]).toEqual(valuesAt(run).map((value) => Math.fround(Math.fround(2 * value) + 1)));
  step.dispose();
});

test('Adam goes on with its count of steps and the rate of each step', async () => {
  const gradientAt = (run: number) => valuesAt(run).map((value) => value / 3);
  let rate = 0;
  const compiled = createAdam({ w: tensor1d([1, -2, 0.5]) });
  const plain = createAdam({ w: tensor1d([1, -2, 0.5]) });
  const step = compiledStep(({ gradient }) => {
    compiled.update({ w: gradient as Tensor }, () => rate);
    return {};
  });
  for (let run = 0; run < RUNS; run++) {
    rate = 0.1 / (run + 1);
    tidy(() => step.run({ gradient: tensor1d(gradientAt(run)) }));
    tidy(() => plain.update({ w: tensor1d(gradientAt(run)) }, rate));
    expect(compiled.state().step).toBe(run + 1);
    expect(await compiled.params.w?.data()).toEqual(await plain.params.w?.data());
  }
  for (const each of [step, compiled, plain]) each.dispose();
});

test('a step takes gradients, and calls its function where somebody else takes one through it', async () => {
  const step = compiledStep(({ x }) => ({ y: grad((at: Tensor) => sum(mul(square(at), at)))(x as Tensor) }));
  for (let run = 0; run < RUNS; run++) {
    const dy = tidy(() => step.run({ x: tensor1d([run, 2]) }).y as Tensor);
    expect([...(await dy.data())]).toEqual([3 * run * run, 12]);
  }
  const cube = compiledStep(({ x }) => ({ y: mul(square(x as Tensor), x as Tensor) }));
  for (let run = 0; run < RUNS; run++) cube.run({ x: tensor1d([1, 2]) });
  const dy = grad((x: Tensor) => sum(cube.run({ x }).y as Tensor))(tensor1d([1, 2]));
  expect([...(await dy.data())]).toEqual([3, 12]);
  step.dispose();
  cube.dispose();
});

test('a kept tensor has its next values by assign, compiled or not', async () => {
  let total = tensor1d([0, 0, 0]) as Tensor;
  const step = compiledStep(({ x }) => {
    total = assign(total, add(total, x as Tensor));
    return { total: mul(total, 1) };
  });
  const expected = [0, 0, 0];
  for (let run = 0; run < RUNS; run++) {
    const { total: told } = tidy(() => step.run({ x: tensor1d(valuesAt(run)) }));
    valuesAt(run).forEach((value, i) => {
      expected[i] = Math.fround((expected[i] as number) + value);
    });
    expect([...(await total.data())]).toEqual(expected);
    expect([...(await (told as Tensor).data())]).toEqual(expected);
  }
  step.dispose();
});

test('assign refuses values of another shape', () => {
  expect(() => assign(tensor1d([1, 2]), tensor1d([1]))).toThrow(
    'Expected values of type float32 and shape [2], got float32 [1]. Reshape them.',
  );
});

test('what a step makes on its way is freed, and runs leave no more than their outputs', () => {
  const step = compiledStep(({ x }) => ({ y: square(add(x as Tensor, scalar(1))) }));
  const x = tensor1d([1, 2, 3]);
  const before = memory().numTensors;
  for (let run = 0; run < RUNS; run++) {
    const { y } = step.run({ x });
    expect(memory().numTensors).toBe(before + 1);
    y.dispose();
  }
  step.dispose();
  expect(memory().numTensors).toBe(before);
});
