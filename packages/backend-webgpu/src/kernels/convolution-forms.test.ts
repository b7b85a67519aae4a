import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Work } from '@pix2pix-ts/common/compiled-step';
import { convolutionInfo } from '@pix2pix-ts/common/convolution-info';
import { backend, dispose, engine, env, getKernel, setBackend, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import { chooseForm } from '../product/choose-form.ts';
import { WINOGRAD_FLAG } from '../product/winograd-flag.ts';
import type { CompiledStep } from '../record/compiled-step.ts';
import { runKernel, someValues, type Values } from '../testing/run-kernel.ts';
import { wholeNumbers } from '../testing/whole-numbers.ts';

beforeAll(() => env().set(WINOGRAD_FLAG, 1));
afterAll(() => env().set(WINOGRAD_FLAG, -1));

const attrs = { strides: [2, 2], pad: 'same', dataFormat: 'NHWC', dilations: [1, 1] };
const xShape = [4, 32, 32, 32];
const filterShape = [4, 4, 32, 128];
const yShape = [4, 16, 16, 128];

/** y, dx and dw. */
const kernels = [
  { kernel: 'Conv2D', kind: 'forward', given: ['x', 'filter'], attrs },
  {
    kernel: 'Conv2DBackpropInput',
    kind: 'inputGradient',
    given: ['dy', 'filter'],
    attrs: { ...attrs, inputShape: xShape },
  },
  { kernel: 'Conv2DBackpropFilter', kind: 'filterGradient', given: ['x', 'dy'], attrs: { ...attrs, filterShape } },
] as const;

test('the convolutions of this test take a form', () => {
  const info = convolutionInfo(xShape, filterShape, attrs);
  for (const { kind } of kernels) expect(chooseForm(kind, info)).toBeDefined();
});

const inputs = (make: (shape: number[], seed: number) => Values) => ({
  x: make(xShape, 1),
  filter: make(filterShape, 2),
  dy: make(yShape, 3),
});

test.each(kernels)('$kernel in a form gives whole numbers as the direct product does', async (each) => {
  const all = inputs(wholeNumbers);
  const given = Object.fromEntries(each.given.map((name) => [name, all[name]]));
  const inForm = await runKernel('webgpu', each.kernel, given, each.attrs);
  env().set(WINOGRAD_FLAG, 0);
  const direct = await runKernel('webgpu', each.kernel, given, each.attrs);
  env().set(WINOGRAD_FLAG, 1);
  expect(inForm[0]).toEqual(direct[0]);
});

test('a step in forms gives the same bits recorded as not, and each time', async () => {
  await setBackend('webgpu');
  const tensors = Object.fromEntries(
    Object.entries(inputs(someValues)).map(([name, { values, shape }]) => [name, tensor(values, shape)]),
  );
  const work: Work = (tensorsOfRun) =>
    Object.fromEntries(
      kernels.map(({ kernel, kind, given, attrs: own }) => [
        kind,
        tidy(() => {
          const named = Object.fromEntries(given.map((name) => [name, tensorsOfRun[name] as Tensor]));
          return engine().runKernel(kernel, named, { ...own }) as Tensor;
        }),
      ]),
    );
  const compile = getKernel('CompiledStep', 'webgpu')?.kernelFunc as unknown as Compile;
  const step = compile({ inputs: {}, attrs: { work }, backend: backend() });
  const expected = work(tensors);
  for (let run = 0; run < 5; run++) {
    const got = step.run(tensors);
    for (const { kind } of kernels) expect(await got[kind]?.data()).toEqual(await expected[kind]?.data());
    dispose(got);
  }
  step.dispose();
  dispose([expected, tensors]);
});

type Compile = (call: { inputs: object; attrs: { work: Work }; backend: object }) => CompiledStep;
