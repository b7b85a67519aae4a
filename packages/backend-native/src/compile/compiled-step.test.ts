import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import type { NamedTensors } from '@pix2pix-ts/common/compiled-step';
import {
  add,
  addN,
  backend,
  cast,
  dispose,
  engine,
  floorDiv,
  greater,
  keep,
  leakyRelu,
  memory,
  mul,
  multinomial,
  scalar,
  slice,
  square,
  sum,
  type Tensor,
  tensor1d,
  tidy,
  valueAndGrad,
  whereAsync,
  zeros,
} from '@tensorflow/tfjs-core';
import type { NodeBackend } from '../node-backend.ts';
import { type Compiled, compile as compileOnEngine } from './compile.ts';

const warn = jest.spyOn(console, 'warn').mockImplementation(() => {});
beforeEach(() => void warn.mockClear());

/** Steps whose function runs. */
const SEEN = 3;
const RUNS = SEEN + 3;

const made: Compiled[] = [];
afterEach(() => {
  for (const step of made.splice(0)) step.dispose();
});

/** The function's calls are counted. */
function compile(work: (inputs: NamedTensors) => NamedTensors): Compiled & { calls: number } {
  const step = compileOnEngine((inputs) => {
    counted.calls++;
    return work(inputs);
  });
  const counted = { ...step, calls: 0 };
  made.push(step);
  return counted;
}

/** Runs it on x = run, run + 1, ... and reads y each time. */
function runAll(step: Compiled, runs = RUNS, size = 3): number[][] {
  return Array.from({ length: runs }, (_, run) => {
    const x = tensor1d(Array.from({ length: size }, (_, i) => run + i));
    const { y } = step.run({ x }) as { y: Tensor };
    const values = [...y.dataSync()];
    dispose([x, y]);
    return values;
  });
}

const eachRun = (value: (x: number, run: number) => number, runs = RUNS) =>
  Array.from({ length: runs }, (_, run) => [run, run + 1, run + 2].map((x) => value(x, run)));

const said = () => warn.mock.calls.flat();
const refused = (why: string) => [`A step runs without being compiled, which takes longer: ${why}.`];

test('a step is one call once it has run three times, and says nothing', () => {
  const step = compile(({ x }) => ({ y: add(square(x as Tensor), scalar(0.5)) }));
  expect(runAll(step)).toEqual(eachRun((x) => x * x + 0.5));
  expect(step.calls).toBe(SEEN);
  expect(said()).toEqual([]);
});

test.each([
  [
    'a number that JavaScript computes anew',
    /: 1 values that JavaScript computes were others the second time\.$/,
    () => {
      let count = 0;
      return compile(({ x }) => ({ y: add(x as Tensor, scalar(100 * count++)) }));
    },
    (x: number, run: number) => x + 100 * run,
  ],
  [
    'an array of values that JavaScript changes',
    /: 5 values that JavaScript computes were others the second time\.$/,
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
    'an attribute that JavaScript computes anew',
    /: operation 1 of 1 \(LeakyRelu\) was given other tensors or numbers the second time\.$/,
    () => {
      let count = 0;
      return compile(({ x }) => ({ y: leakyRelu(x as Tensor, 0.1 * count++) }));
    },
    (x: number) => x,
  ],
  [
    'more work the second time',
    /: it asked TensorFlow 3 times, and then 4 times\.$/,
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
    /: operation 1 of 1 was .+, and then .+\.$/,
    () => {
      let count = 0;
      return compile(({ x }) => ({ y: count++ % 2 ? square(x as Tensor) : add(x as Tensor, scalar(1)) }));
    },
    (x: number, run: number) => (run % 2 ? x * x : x + 1),
  ],
  [
    'another result the second time',
    /: it returned other tensors the second time\.$/,
    () => {
      let count = 0;
      return compile(({ x }) => {
        const both = [square(x as Tensor), add(x as Tensor, scalar(1))];
        return { y: both[count++ % 2] as Tensor };
      });
    },
    (x: number, run: number) => (run % 2 ? x + 1 : x * x),
  ],
  [
    'a tensor that it reads',
    /: it reads a tensor\.$/,
    () => compile(({ x }) => ({ y: add(x as Tensor, scalar(add(x as Tensor, scalar(1)).dataSync()[0] as number)) })),
    (x: number, run: number) => x + run + 1,
  ],
  [
    'an input that it reads',
    /: it reads a tensor\.$/,
    () => compile(({ x }) => ({ y: add(x as Tensor, scalar((x as Tensor).dataSync()[0] as number)) })),
    (x: number, run: number) => x + run,
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
  [
    'a draw of TensorFlow',
    /: Multinomial need not give the same again\.$/,
    () =>
      compile(({ x }) => {
        const drawn = multinomial(tensor1d([0, 0]), 1, 7);
        return { y: add(x as Tensor, mul(cast(drawn, 'float32'), 0)) };
      }),
    (x: number) => x,
  ],
])('a step with %s goes on without being compiled, and says so once', (_, why, start, expected) => {
  const step = start();
  expect(runAll(step)).toEqual(eachRun(expected));
  expect(step.calls).toBe(RUNS);
  expect(said()).toHaveLength(1);
  expect(said()[0]).toMatch(why);
});

test('a step that asks for places depends on values, and goes on without being compiled', async () => {
  const step = compile(({ x }) => {
    const places = whereAsync(greater(x as Tensor, scalar(1)));
    void places.then((tensor) => tensor.dispose());
    return { y: square(x as Tensor) };
  });
  expect(runAll(step)).toEqual(eachRun((x) => x * x));
  expect(step.calls).toBe(RUNS);
  expect(said()).toEqual(refused('it reads a tensor'));
  await new Promise(setImmediate);
});

test('inputs of other shapes are compiled on their own, up to three of them', () => {
  const step = compile(({ x }) => ({ y: add(x as Tensor, scalar(1)) }));
  for (let run = 0; run < RUNS; run++)
    for (const size of [1, 2, 5, 7]) {
      const { y } = tidy(() => step.run({ x: tensor1d(Array(size).fill(run)) })) as { y: Tensor };
      expect([...y.dataSync()]).toEqual(Array(size).fill(run + 1));
      y.dispose();
    }
  expect(step.calls).toBe(3 * SEEN + RUNS);
  expect(said()).toEqual(refused('the shapes of its inputs change: x float32 7'));
});

test('a step whose kept tensor is freed is compiled anew with the next one, and refused where that goes on', () => {
  let kept = tensor1d([1, 2, 3]) as Tensor;
  const step = compile(({ x }) => ({ y: add(x as Tensor, kept) }));
  expect(runAll(step)).toEqual(eachRun((x, run) => x + x - run + 1));
  expect(step.calls).toBe(SEEN);
  kept.dispose();
  kept = tensor1d([10, 20, 30]);
  expect(runAll(step)).toEqual(eachRun((x, run) => x + 10 * (x - run + 1)));
  expect(step.calls).toBe(2 * SEEN);
  expect(said()).toEqual([]);
  for (let i = 0; i < 3; i++) {
    kept.dispose();
    kept = tensor1d([10 + i, 20 + i, 30 + i]);
    expect(runAll(step)).toEqual(eachRun((x, run) => x + 10 * (x - run + 1) + i));
  }
  expect(said()).toEqual(refused('it uses other tensors from before it each time'));
  kept.dispose();
});

test('a step in a step belongs to the outer one', () => {
  const inner = compile(({ x }) => ({ y: square(x as Tensor) }));
  const outer = compile(({ x }) => ({ y: add(inner.run({ x: x as Tensor }).y as Tensor, scalar(1)) }));
  expect(runAll(outer)).toEqual(eachRun((x) => x * x + 1));
  expect(outer.calls).toBe(SEEN);
});

test('what a step throws while it is recorded is thrown, and the engine goes on', () => {
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
  expect(runAll(step)).toEqual(eachRun((each) => each * each));
  expect(step.calls).toBe(2 + 2);
});

/** TensorFlow as one that does not take functions. @returns what ends that */
function withoutFunctions(addFunction: () => void): () => void {
  const on = backend() as NodeBackend;
  const { binding } = on;
  on.binding = Object.create(binding, { addFunction: { value: addFunction }, removeFunction: { value: () => {} } });
  return () => {
    on.binding = binding;
  };
}

test.each([
  [
    'what TensorFlow refuses as a function',
    () => {
      throw new Error('Invalid argument: no such function.\nand more');
    },
    'TensorFlow refuses it (Invalid argument: no such function)',
  ],
  ['a function that TensorFlow cannot call', () => {}, /TensorFlow refuses it \(.*step.*\)/],
])('%s goes on without being compiled, and says why once', (_, addFunction, why) => {
  const restore = withoutFunctions(addFunction);
  const step = compile(({ x }) => ({ y: add(square(x as Tensor), scalar(0.5)) }));
  const before = memory().numTensors;
  expect(runAll(step)).toEqual(eachRun((x) => x * x + 0.5));
  restore();
  expect(step.calls).toBe(RUNS);
  expect(memory().numTensors).toBe(before);
  expect(said()).toHaveLength(1);
  expect(said()[0]).toMatch(why);
});

test('what a first call throws for its values is thrown as without, and the step stays compiled', () => {
  const step = compile(({ x, y }) => ({ y: floorDiv(x as Tensor, y as Tensor) }));
  const run = (by: number) =>
    tidy(() => step.run({ x: tensor1d([7], 'int32'), y: tensor1d([by], 'int32') }).y as Tensor);
  for (let i = 0; i < SEEN; i++) expect(run(2).dataSync()[0]).toBe(3);
  expect(() => run(0)).toThrow(/division by zero/i);
  expect(run(-2).dataSync()[0]).toBe(-4);
  expect(step.calls).toBe(SEEN + 1);
  expect(said()).toEqual([]);
});

test('a first call that fails and may have changed a kept tensor is not repeated, but thrown', () => {
  const kept = tensor1d([1, 2, 3]);
  const restore = withoutFunctions(() => {});
  const step = compile(({ x }) => {
    engine().runKernel('Assign', { target: kept, value: add(kept, x as Tensor) } as never);
    return { y: mul(kept, 1) };
  });
  runAll(step, SEEN);
  const values = [...kept.dataSync()];
  expect(() => runAll(step, 1)).toThrow(/step/);
  step.dispose();
  restore();
  expect([...kept.dataSync()]).toEqual(values);
  kept.dispose();
});

test('outputs that are inputs, kept tensors or numbers come as tensors of their own', () => {
  const kept = tensor1d([1, 2, 3]);
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
    expect([...(outputs.x?.dataSync() ?? [])]).toEqual([run, 2]);
    expect([...(outputs.kept?.dataSync() ?? [])]).toEqual([1, 2, 3]);
    expect([...(outputs.number?.dataSync() ?? [])]).toEqual([7]);
    dispose(outputs);
  }
  expect(step.calls).toBe(SEEN);
  expect([...kept.dataSync()]).toEqual([1, 2, 3]);
  kept.dispose();
});

test('an input that the step also uses as a kept tensor is told from it', () => {
  const kept = tensor1d([1, 2, 3]);
  const step = compile(({ x }) => ({ y: add(mul(x as Tensor, 10), kept) }));
  for (let run = 0; run < SEEN; run++) step.run({ x: kept }).y?.dispose();
  expect(runAll(step)).toEqual(eachRun((x, run) => 10 * x + x - run + 1));
  expect(step.calls).toBe(SEEN);
  kept.dispose();
});

test('integers and truths go in and come out', () => {
  const step = compile(({ x }) => ({
    y: greater(x as Tensor, tensor1d([1, 1, 1], 'int32')),
    z: mul(x as Tensor, x as Tensor),
  }));
  for (let run = 0; run < RUNS; run++) {
    const { y, z } = tidy(() => step.run({ x: tensor1d([run, 1, 2], 'int32') })) as { y: Tensor; z: Tensor };
    expect([y.dtype, ...y.dataSync()]).toEqual(['bool', run > 1 ? 1 : 0, 0, 1]);
    expect([z.dtype, ...z.dataSync()]).toEqual(['int32', run * run, 1, 4]);
    dispose([y, z]);
  }
  expect(step.calls).toBe(SEEN);
});

test('tensors of text are left to the function', () => {
  const step = compile(({ x }) => {
    slice(tensor1d(['a', 'b'], 'string'), 0, 1);
    return { y: square(x as Tensor) };
  });
  expect(runAll(step)).toEqual(eachRun((x) => x * x));
  expect(said()).toEqual(refused('it makes tensors of text'));
});

const numbers = { learningRate: 0.1, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, step: 1 };

test('kept tensors change in place, and each use of one sees what was written before it', () => {
  const [param, m, v] = [tensor1d([1, 2, 3]), zeros([3]), zeros([3])];
  const step = compile(({ x }) => {
    const before = mul(param, 1);
    engine().runKernel('Assign', { target: param, value: add(param, x as Tensor) } as never);
    const between = mul(param, 1);
    engine().runKernel('AdamUpdate', { param, m, v, gradient: x } as never, numbers);
    return { before, between, after: mul(param, 1) };
  });
  let held = [1, 2, 3];
  for (let run = 0; run < RUNS; run++) {
    const x = tensor1d([1, 1, 1]);
    const { before, between, after } = step.run({ x });
    expect([...(before?.dataSync() ?? [])]).toEqual(held);
    expect([...(between?.dataSync() ?? [])]).toEqual(held.map((value) => Math.fround(value + 1)));
    const moved = [...(after?.dataSync() ?? [])];
    for (const [i, value] of moved.entries()) expect(value).toBeLessThan((held[i] as number) + 1);
    held = [...param.dataSync()];
    expect(moved).toEqual(held);
    dispose([x, before, between, after]);
  }
  expect(step.calls).toBe(SEEN);
  dispose([param, m, v]);
});

test('two steps over tensors of the same shapes are kept apart', () => {
  const kept = [tensor1d([1, 2, 3]), tensor1d([10, 20, 30])] as [Tensor, Tensor];
  const steps = kept.map((each) => compile(({ x }) => ({ y: add(each, x as Tensor) })));
  for (let run = 0; run < RUNS; run++)
    for (const [i, step] of steps.entries()) {
      const { y } = tidy(() => step.run({ x: tensor1d([run, run, run]) })) as { y: Tensor };
      expect([...y.dataSync()]).toEqual([1, 2, 3].map((value) => value * (i === 0 ? 1 : 10) + run));
      y.dispose();
    }
  dispose(kept);
});

test('gradients inside a step are compiled, and one through it calls the function', () => {
  const cube = (x: Tensor) => sum(mul(square(x), x));
  const inside = compile(({ x }) => ({ y: valueAndGrad(cube)(x as Tensor).grad }));
  expect(runAll(inside)).toEqual(eachRun((x) => 3 * x * x));
  expect(inside.calls).toBe(SEEN);
  const through = compile(({ x }) => ({ y: cube(x as Tensor) }));
  for (let run = 0; run < RUNS; run++) through.run({ x: tensor1d([1, 2]) }).y?.dispose();
  const { grad } = valueAndGrad((x: Tensor) => sum(through.run({ x }).y as Tensor))(tensor1d([1, 2]));
  expect([...grad.dataSync()]).toEqual([3, 12]);
  expect(through.calls).toBe(SEEN + 1);
});

test('a compiled step leaves no more than its outputs, and nothing once it is disposed', () => {
  const before = memory().numTensors;
  const step = compile(({ x }) => ({ y: addN([square(x as Tensor), tensor1d(Array(10).fill(2))]) }));
  runAll(step, 20, 10);
  expect(memory().numTensors).toBe(before);
  expect(step.calls).toBe(SEEN);
  step.dispose();
  expect(runAll(step, 1, 10)[0]?.[1]).toBe(3);
  expect(step.calls).toBe(SEEN + 1);
});
