import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import {
  add,
  dispose,
  getBackend,
  getKernel,
  memory,
  mul,
  square,
  type Tensor,
  tensor,
  tensor1d,
  tidy,
} from '@tensorflow/tfjs-core';
import { assign, changeInMemory, compiledStep, type NamedTensors } from './index.ts';

const warn = jest.spyOn(console, 'warn');
beforeEach(() => void warn.mockClear());
afterEach(() => expect(warn).not.toHaveBeenCalled());

/** Steps whose function runs, and more of them than that. */
const SEEN = 3;
const RUNS = SEEN + 3;
const compiles = () => getKernel('CompiledStep', getBackend()) !== undefined;

const doubled = (values: readonly Float32Array[]) => {
  for (const each of values) each.set(each.map((value) => 2 * value));
};

test('values change in the middle, and the tensors that were given are taken over', async () => {
  const before = memory().numTensors;
  const changed = changeInMemory({ a: tensor1d([1, -2]), b: tensor([[3], [0.5]]) }, (values) => {
    expect(values.map((each) => [...each])).toEqual([
      [1, -2],
      [3, 0.5],
    ]);
    doubled(values);
  });
  expect(memory().numTensors).toBe(before + 2);
  expect([changed.a?.shape, changed.b?.shape]).toEqual([[2], [2, 1]]);
  expect([...(await (changed.a as Tensor).data())]).toEqual([2, -4]);
  expect([...(await (changed.b as Tensor).data())]).toEqual([6, 1]);
  dispose(changed);
  expect(changeInMemory({}, doubled)).toEqual({});
});

test('a compiled step is cut where values change: what comes before and after sees each run its own', async () => {
  let calls = 0;
  let factor = 0;
  let kept = tensor1d([1, 1, 1]);
  const step = compiledStep(({ x }) => {
    calls++;
    const [before, inside] = [square(x as Tensor), mul(x as Tensor, kept)];
    const first = changeInMemory({ before: before.clone(), inside }, (values) => {
      for (const each of values) each.set(each.map((value) => factor * value));
    });
    kept = assign(kept, add(kept, 1) as typeof kept); // between the two
    const sum = add(mul(first.before as Tensor, kept), first.inside as Tensor);
    const { sum: twice } = changeInMemory({ sum }, doubled);
    return { y: add(twice as Tensor, before), given: (first.inside as Tensor).clone() };
  });
  const { numTensors } = memory();
  for (let run = 0; run < RUNS; run++) {
    factor = run + 1;
    const x = tensor1d([run, 1, 2]);
    const { y, given } = step.run({ x });
    const of = (value: number) => 2 * (factor * value * value * (run + 2) + factor * value * (run + 1)) + value * value;
    expect([...(await y.data())]).toEqual([run, 1, 2].map(of));
    expect([...(await given.data())]).toEqual([run, 1, 2].map((value) => factor * value * (run + 1)));
    dispose([x, y, given]);
  }
  expect(memory().numTensors).toBe(numTensors);
  expect(calls).toBe(compiles() ? SEEN : RUNS);
  expect([...(await kept.data())]).toEqual(Array(3).fill(RUNS + 1));
  step.dispose();
  kept.dispose();
});

test('values may change at the beginning, twice in a row, at the end, and where they come from', async () => {
  const kept = tensor1d([10, 20]);
  const step = compiledStep(({ x }) => {
    const given = { x: (x as Tensor).clone(), kept: kept.clone(), constant: tensor1d([0.5]) };
    const changed = changeInMemory(changeInMemory(given, doubled), doubled);
    return changeInMemory({ y: mul(changed.x as Tensor, 3), ...changed }, doubled) as NamedTensors;
  });
  for (let run = 0; run < RUNS; run++) {
    const outputs = tidy(() => step.run({ x: tensor1d([run, 1]) }));
    const read = async (name: string) => [...(await (outputs[name] as Tensor).data())];
    expect(await read('y')).toEqual([24 * run, 24]);
    expect(await read('x')).toEqual([8 * run, 8]);
    expect(await read('kept')).toEqual([80, 160]);
    expect(await read('constant')).toEqual([4]);
    dispose(outputs);
  }
  expect([...(await kept.data())]).toEqual([10, 20]);
  step.dispose();
  kept.dispose();
});

test('what is thrown in the middle is thrown by the run, which leaves nothing, and the step goes on', async () => {
  let fails = false;
  const step = compiledStep(({ x }) => {
    const { y } = changeInMemory({ y: square(x as Tensor) }, (values) => {
      if (fails) throw new Error('Expected the other ranks, got none.');
      doubled(values);
    });
    return { y: add(y as Tensor, 1) };
  });
  for (let run = 0; run < RUNS; run++) {
    const x = tensor1d([run]);
    const { numTensors } = memory();
    fails = run > SEEN;
    if (fails) expect(() => step.run({ x })).toThrow('Expected the other ranks, got none.');
    expect(memory().numTensors).toBe(numTensors);
    fails = false;
    const { y } = step.run({ x });
    expect([...(await y.data())]).toEqual([2 * run * run + 1]);
    dispose([x, y]);
  }
  step.dispose();
});
