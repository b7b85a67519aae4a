import { expect, jest, test } from '@jest/globals';
import type { Work } from '@pix2pix-ts/common/compiled-step';
import {
  add,
  backend,
  concat,
  dispose,
  getKernel,
  mul,
  slice,
  square,
  sub,
  type Tensor,
  tensor1d,
  tidy,
} from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import type { CompiledStep } from './compiled-step.ts';

const SIZE = 6;
/** The first three run the function; the others are played. */
const RUNS = 5;

/** What a step does next to the tensors that it has; an operand that it names is the last but so many. */
const operations = {
  add: (x: Tensor, y: Tensor) => add(x, y),
  subtract: (x: Tensor, y: Tensor) => sub(x, y),
  halve: (x: Tensor) => mul(x, 0.5),
  square: (x: Tensor) => square(mul(x, 0.25)),
  shift: (x: Tensor) => concat([slice(x, 1, SIZE - 1), slice(x, 0, 1)]),
  upload: (x: Tensor) => add(x, tensor1d([1, 2, 3, 4, 5, 6])),
};

const steps = fc.array(
  fc.record({
    name: fc.constantFrom(...(Object.keys(operations) as (keyof typeof operations)[])),
    operands: fc.tuple(fc.nat(3), fc.nat(3)),
    frees: fc.boolean(),
  }),
  { minLength: 1, maxLength: 12 },
);

test('any step gives the same recorded as not, wherever its tensors come to lie', async () => {
  const warn = jest.spyOn(console, 'warn');
  const compile = getKernel('CompiledStep', 'webgpu')?.kernelFunc as unknown as Compile;
  await fc.assert(
    fc.asyncProperty(steps, async (program) => {
      const work: Work = ({ x }) => ({ y: tidy(() => run(program, x as Tensor)) });
      const step = compile({ inputs: {}, attrs: { work }, backend: backend() });
      for (let run = 0; run < RUNS; run++) {
        const x = tensor1d(Array.from({ length: SIZE }, (_, i) => Math.sin(run + i)));
        const [recorded, plain] = [step.run({ x }), work({ x })];
        expect(await recorded.y?.data()).toEqual(await plain.y?.data());
        dispose([x, recorded, plain]);
      }
      step.dispose();
    }),
    { numRuns: 40, seed: 1 },
  );
  expect(warn).not.toHaveBeenCalled();
});

type Compile = (call: { inputs: object; attrs: { work: Work }; backend: object }) => CompiledStep;

/** Tensors that are freed on the way leave their places to the next ones. */
function run(
  program: readonly { name: keyof typeof operations; operands: [number, number]; frees: boolean }[],
  x: Tensor,
) {
  const made: Tensor[] = [x];
  for (const { name, operands, frees } of program) {
    const [left, right] = operands.map((back) => made[Math.max(0, made.length - 1 - back)] as Tensor);
    made.push(operations[name](left as Tensor, right as Tensor));
    if (frees && made.length > 3) made.splice(1, 1)[0]?.dispose();
  }
  return add(made.at(-1) as Tensor, made.at(-2) as Tensor);
}
