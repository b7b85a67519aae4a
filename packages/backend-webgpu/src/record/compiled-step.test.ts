import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import type { NamedTensors, Work } from '@pix2pix-ts/common/compiled-step';
import {
  add,
  backend,
  dispose,
  getKernel,
  greater,
  keep,
  memory,
  mul,
  scalar,
  slice,
  square,
  type Tensor,
  tensor1d,
  tidy,
  zeros,
} from '@tensorflow/tfjs-core';
import type { CompiledStep } from './compiled-step.ts';

const warn = jest.spyOn(console, 'warn').mockImplementation(() => {});
beforeEach(() => void warn.mockClear());

/** Steps whose function runs. */
const SEEN = 3;
const RUNS = SEEN + 3;

const made: CompiledStep[] = [];
afterEach(() => {
  for (const step of made.splice(0)) step.dispose();
});

/** As whoever knows the name of the kernel asks for it; the function's calls are counted. */
function compile(work: (inputs: NamedTensors) => NamedTensors): {
  run(inputs: NamedTensors): NamedTensors;
  calls: number;
} {
  const counted = { run: (inputs: NamedTensors) => step.run(inputs), calls: 0 };
  const attrs = {
    work: (inputs: NamedTensors) => {
      counted.calls++;
      return tidy(() => work(inputs));
    },
  };
  const compileOnEngine = getKernel('CompiledStep', 'webgpu')?.kernelFunc as unknown as Compile;
  const step = compileOnEngine({ inputs: {}, attrs, backend: backend() });
  made.push(step);
  return counted;
}

type Compile = (call: { inputs: object; attrs: { work: Work }; backend: object }) => CompiledStep;

/** Runs it on x = run, run + 1, ... and reads y each time. */
async function runAll(step: { run: Work }, runs = RUNS, size = 3): Promise<number[][]> {
  const read: number[][] = [];
  for (let run = 0; run < runs; run++) {
    const x = tensor1d(Array.from({ length: size }, (_, i) => run + i));
    const { y } = step.run({ x }) as { y: Tensor };
    read.push([...(await y.data())]);
    dispose([x, y]);
  }
  return read;
}

const eachRun = (value: (x: number, run: number) => number, runs = RUNS) =>
  Array.from({ length: runs }, (_, run) => [run, run + 1, run + 2].map((x) => value(x, run)));

const said = () => warn.mock.calls.flat();
const refused = (why: string) => [`A step runs without being recorded, which takes longer: ${why}.`];

test('a step is played once it has run three times, and says nothing', async () => {
  const step = compile(({ x }) => ({ y: add(square(x as Tensor), scalar(0.5)) }));
  expect(await runAll(step)).toEqual(eachRun((x) => x * x + 0.5));
  expect(step.calls).toBe(SEEN);
  expect(said()).toEqual([]);
});

test('long uploads of a step are kept, and nothing is ever written over them', async () => {
  const long = Array.from({ length: 3000 }, (_, i) => i % 7);
  const step = compile(({ x }) => {
    const once = mul(zeros([3000]), 2); // leaves a place of the same size
    once.dispose();
    return { y: add(add(x as Tensor, tensor1d(long)), mul(tensor1d(long), 2)) };
  });
  const read = await runAll(step, RUNS, 3000);
  expect(step.calls).toBe(SEEN);
  for (const [run, values] of read.entries()) expect(values).toEqual(long.map((value, i) => run + i + 3 * value));
});

test.each([
  [
    'a number that JavaScript computes anew',
    /command 1 of 1 \(.+\) was given other tensors or numbers the second time\.$/,
    () => {
      let count = 0;
      return compile(({ x }) => ({ y: add(x as Tensor, scalar(100 * count++)) }));
    },
    (x: number, run: number) => x + 100 * run,
  ],
  [
    'values that JavaScript computes anew',
    /5 values that JavaScript computes were others the second time\.$/,
    () => {
      let count = 0;
      return compile(({ x }) => ({ y: add(x as Tensor, slice(tensor1d(Array(5).fill(100 * count++)), 0, 3)) }));
    },
    (x: number, run: number) => x + 100 * run,
  ],
  [
    'an array of values that JavaScript changes',
    /5 values that JavaScript computes were others the second time\.$/,
    () => {
      const values = new Float32Array(5).fill(-100);
      return compile(({ x }) => {
        values.forEach((value, i) => {
          values[i] = value + 100;
        });
        return { y: add(x as Tensor, slice(tensor1d(values), 0, 3)) };
      });
    },
    (x: number, run: number) => x + 100 * run,
  ],
  [
    'more work the second time',
    /it asked the GPU 3 times, and then 4 times\.$/,
    () => {
      let count = 0;
      return compile(({ x }) => {
        let y = x as Tensor;
        for (let i = 0; i < count + 2; i++) y = add(y, scalar(1));
        count++;
        return { y };
      });
    },
    (x: number, run: number) => x + run + 2,
  ],
  [
    'other work the second time',
    /command 1 of 1 was .+, and then .+\.$/,
    () => {
      let count = 0;
      return compile(({ x }) => ({ y: count++ % 2 ? square(x as Tensor) : add(x as Tensor, scalar(1)) }));
    },
    (x: number, run: number) => (run % 2 ? x * x : x + 1),
  ],
  [
    'a tensor that it reads',
    /: it reads a tensor\.$/,
    () => compile(({ x }) => ({ y: add(x as Tensor, scalar(add(x as Tensor, scalar(1)).dataSync()[0] as number)) })),
    (x: number, run: number) => x + run + 1,
  ],
  [
    'a kept tensor that it replaces',
    /: it frees tensors from before it\.$/,
    () => {
      let total: Tensor = add(scalar(0), scalar(0));
      return compile(({ x }) => {
        const next = keep(add(total, scalar(10)));
        total.dispose();
        total = next;
        return { y: add(x as Tensor, total) };
      });
    },
    (x: number, run: number) => x + 10 * (run + 1),
  ],
  [
    'a tensor that it leaves behind',
    /: 1 tensors that it makes stay when it is over\.$/,
    () => {
      const left: Tensor[] = [];
      return compile(({ x }) => {
        left.push(keep(square(x as Tensor)));
        return { y: add(left.at(-1) as Tensor, left[0] as Tensor) };
      });
    },
    (x: number, run: number) => x * x + (x - run) ** 2,
  ],
])('a step with %s goes on without being played, and says so once', async (_, why, start, expected) => {
  const step = start();
  expect(await runAll(step)).toEqual(eachRun(expected));
  expect(step.calls).toBe(RUNS);
  expect(said()).toHaveLength(1);
  expect(said()[0]).toMatch(why);
});

test('inputs of other shapes are recorded on their own, up to three of them', async () => {
  const step = compile(({ x }) => ({ y: add(x as Tensor, scalar(1)) }));
  for (let run = 0; run < RUNS; run++)
    for (const size of [1, 2, 5, 7]) {
      const { y } = tidy(() => step.run({ x: tensor1d(Array(size).fill(run)) })) as { y: Tensor };
      expect([...(await y.data())]).toEqual(Array(size).fill(run + 1));
      y.dispose();
    }
  expect(step.calls).toBe(3 * SEEN + RUNS);
  expect(said()).toEqual(refused('the shapes of its inputs change: x float32 7'));
});

test('a step whose kept tensors are put somewhere else is recorded anew, and refused where that goes on', async () => {
  let kept = add(tensor1d([1, 2, 3]), scalar(0));
  const step = compile(({ x }) => ({ y: add(x as Tensor, kept) }));
  expect(await runAll(step)).toEqual(eachRun((x, run) => x + x - run + 1));
  expect(step.calls).toBe(SEEN);
  kept.dispose();
  kept = add(tensor1d([10, 20, 30]), scalar(0));
  expect(await runAll(step)).toEqual(eachRun((x, run) => x + 10 * (x - run + 1)));
  expect(step.calls).toBe(2 * SEEN);
  expect(said()).toEqual([]);
  for (let i = 0; i < 3; i++) {
    kept.dispose();
    kept = add(tensor1d([10, 20, 30]), scalar(i));
    expect(await runAll(step)).toEqual(eachRun((x, run) => x + 10 * (x - run + 1) + i));
  }
  expect(said()).toEqual(refused('it uses other tensors from before it each time'));
});

test('a step in a step belongs to the outer one', async () => {
  const inner = compile(({ x }) => ({ y: square(x as Tensor) }));
  const outer = compile(({ x }) => ({ y: add(inner.run({ x: x as Tensor }).y as Tensor, scalar(1)) }));
  expect(await runAll(outer)).toEqual(eachRun((x) => x * x + 1));
  expect(outer.calls).toBe(SEEN);
});

test('what a step throws while it is recorded is thrown, and the engine goes on', async () => {
  let count = 0;
  const step = compile(({ x }) => {
    const y = square(x as Tensor);
    if (++count === 2) throw new Error('Expected a step, got none.');
    return { y };
  });
  const x = tensor1d([1, 2, 3]);
  step.run({ x }).y?.dispose();
  const { numTensors } = memory();
  expect(() => step.run({ x })).toThrow('Expected a step, got none.');
  expect(memory().numTensors).toBe(numTensors);
  x.dispose();
  expect(await runAll(step)).toEqual(eachRun((each) => each * each));
  expect(step.calls).toBe(2 + 2);
});

test('outputs that are inputs, kept tensors or numbers come as tensors of their own', async () => {
  const kept = add(tensor1d([1, 2, 3]), scalar(0));
  const step = compile(({ x }) => ({
    x: (x as Tensor).clone(),
    kept: kept.clone(),
    number: scalar(7),
    y: square(kept),
  }));
  for (let run = 0; run < RUNS; run++) {
    const x = tensor1d([run, 2]);
    const outputs = step.run({ x });
    x.dispose();
    expect([...((await outputs.x?.data()) ?? [])]).toEqual([run, 2]);
    expect([...((await outputs.kept?.data()) ?? [])]).toEqual([1, 2, 3]);
    expect([...((await outputs.number?.data()) ?? [])]).toEqual([7]);
    dispose(outputs);
  }
  expect(step.calls).toBe(SEEN);
  expect([...(await kept.data())]).toEqual([1, 2, 3]);
  kept.dispose();
});

test('integers and truths go in and come out', async () => {
  const step = compile(({ x }) => ({
    y: greater(x as Tensor, tensor1d([1, 1, 1], 'int32')),
    z: mul(x as Tensor, x as Tensor),
  }));
  for (let run = 0; run < RUNS; run++) {
    const { y, z } = tidy(() => step.run({ x: tensor1d([run, 1, 2], 'int32') })) as { y: Tensor; z: Tensor };
    expect([y.dtype, ...(await y.data())]).toEqual(['bool', run > 1 ? 1 : 0, 0, 1]);
    expect([z.dtype, ...(await z.data())]).toEqual(['int32', run * run, 1, 4]);
    dispose([y, z]);
  }
  expect(step.calls).toBe(SEEN);
});

type Memory = { numBytesAllocatedInGPU: number; numBytesInGPU: number };
const bytes = () => (memory() as unknown as Memory).numBytesInGPU;

test('a recorded step holds the same memory however often it is played, and gives it back', async () => {
  const step = compile(({ x }) => ({ y: add(square(x as Tensor), tensor1d(Array(1000).fill(2))) }));
  const before = [memory().numTensors, bytes()];
  await runAll(step, SEEN, 1000);
  const held = [memory().numTensors, bytes()];
  expect(held[0]).toBe(before[0]);
  expect(held[1]).toBeGreaterThan(before[1] as number);
  await runAll(step, 20, 1000);
  expect([memory().numTensors, bytes()]).toEqual(held);
  for (const each of made.splice(0)) each.dispose();
  expect([memory().numTensors, bytes()]).toEqual(before);
});

test('runs are only a few ahead of what the GPU has done', async () => {
  const step = compile(({ x }) => ({ y: square(x as Tensor) }));
  const x = tensor1d([1, 2, 3]);
  for (let run = 0; run < 20; run++) {
    step.run({ x }).y?.dispose();
    await made[0]?.settled();
  }
  expect(step.calls).toBe(SEEN);
  x.dispose();
});
