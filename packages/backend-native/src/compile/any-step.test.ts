import { expect, jest, test } from '@jest/globals';
import {
  add,
  avgPool,
  backend,
  concat,
  conv2d,
  dispose,
  engine,
  getBackend,
  getKernel,
  leakyRelu,
  mul,
  pad,
  reshape,
  slice,
  sub,
  type Tensor,
  type Tensor4D,
  tensor,
  tensor4d,
  tidy,
} from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { compile } from './compile.ts';

const SHAPE = [1, 4, 4, 3] as const;
/** The first three run the function; the others are one call. */
const RUNS = 6;

const wave = (shape: readonly [number, number, number, number], phase: number) =>
  tensor4d(
    Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => Math.sin(phase + i)),
    [...shape],
  );

/** What a step does with tensors [1, 4, 4, 3]; an operand is the last but so many. */
const operations = {
  add: (x: Tensor4D, y: Tensor4D) => add(x, y),
  subtract: (x: Tensor4D, y: Tensor4D) => sub(x, y),
  multiply: (x: Tensor4D, y: Tensor4D) => mul(x, mul(y, 0.5)),
  leak: (x: Tensor4D) => leakyRelu(x, 0.2),
  shift: (x: Tensor4D) => concat([slice(x, [0, 1, 0, 0], [1, 3, 4, 3]), slice(x, 0, [1, 1, 4, 3])], 1),
  convolve: (x: Tensor4D, y: Tensor4D) => conv2d(x, reshape(slice(y, 0, [1, 3, 1, 3]), [1, 1, 3, 3]), 1, 'same'),
  padded: (x: Tensor4D) =>
    tidy(() => {
      const wide = pad(x, [
        [0, 0],
        [1, 1],
        [1, 1],
        [0, 0],
      ]) as Tensor4D;
      return avgPool(conv2d(wide, wave([2, 2, 3, 3], 1), 1, 'valid'), 2, 1, 'valid');
    }),
  upload: (x: Tensor4D) => add(x, wave(SHAPE, 7)),
  stop: (x: Tensor4D, y: Tensor4D) => {
    const [left, right] = changeInMemory([x, y], (values) => {
      for (const each of values) each.set(each.map((value, i) => 0.5 * value + i));
    }) as [Tensor4D, Tensor4D];
    return sub(left, right);
  },
};

/** As `changeInMemory` of ops does. */
function changeInMemory(tensors: Tensor[], change: (values: Float32Array[]) => void): Tensor[] {
  const kernel = getKernel('ChangeInMemory', getBackend())?.kernelFunc as unknown as (call: object) => Tensor[];
  const inStep = kernel({ inputs: tensors.map((each) => each.clone()), attrs: { change }, backend: backend() });
  if (inStep.length > 0) return inStep;
  const values = tensors.map((each) => each.dataSync<'float32'>().slice());
  change(values);
  return values.map((each, i) => tensor(each, tensors[i]?.shape));
}

const steps = fc.array(
  fc.record({
    name: fc.constantFrom('assign', 'read', ...(Object.keys(operations) as (keyof typeof operations)[])),
    operands: fc.tuple(fc.nat(3), fc.nat(3)),
    frees: fc.boolean(),
  }),
  { minLength: 1, maxLength: 12 },
);

type Program = readonly {
  name: keyof typeof operations | 'assign' | 'read';
  operands: [number, number];
  frees: boolean;
}[];

/** Tensors that are freed on the way leave their memory to the next ones; `kept` is changed in its place. */
function run(program: Program, x: Tensor4D, kept: Tensor4D): Tensor {
  const made: Tensor4D[] = [x];
  for (const { name, operands, frees } of program) {
    const [left, right] = operands.map((back) => made[Math.max(0, made.length - 1 - back)]) as [Tensor4D, Tensor4D];
    if (name === 'assign') engine().runKernel('Assign', { target: kept, value: left } as never);
    else if (name === 'read') made.push(add(mul(kept, 0.5), left));
    else made.push(operations[name](left, right) as Tensor4D);
    if (frees && made.length > 3) made.splice(1, 1)[0]?.dispose();
  }
  return add(made.at(-1) as Tensor4D, made.at(-2) ?? kept);
}

test('any step gives the same bits compiled as not, and leaves the same in the tensors that it changes', () => {
  const warn = jest.spyOn(console, 'warn');
  fc.assert(
    fc.property(steps, (program) => {
      const [keptByCall, kept] = [wave(SHAPE, 3), wave(SHAPE, 3)];
      const step = compile(({ x }) => ({ y: run(program, x as Tensor4D, keptByCall) }));
      for (let i = 0; i < RUNS; i++) {
        const x = wave(SHAPE, i);
        const [compiled, plain] = [step.run({ x }).y, tidy(() => run(program, x, kept))];
        expect(compiled.dataSync()).toEqual(plain.dataSync());
        expect(keptByCall.dataSync()).toEqual(kept.dataSync());
        dispose([x, compiled, plain]);
      }
      step.dispose();
      dispose([keptByCall, kept]);
    }),
    { numRuns: 40, seed: 1 },
  );
  expect(warn).not.toHaveBeenCalled();
});
