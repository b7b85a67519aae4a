import '@tensorflow/tfjs-backend-webgpu';
import {
  type DataType,
  dispose,
  getKernel,
  getKernelsForBackend,
  type KernelFunc,
  ones,
  randomNormal,
  setBackend,
  backend as startedBackend,
  type Tensor,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import { type PresetName, presetModel } from '../preset-model.ts';
import { profileKernels, withShapes } from '../process/kernel-profile.ts';
import { optionsOf } from '../process/run-our-process.ts';
import { createOurStep } from '../step/our-step.ts';

/** A kernel of a step at one set of shapes: processor time of a call, in ms, ours and the stock one's; ours / stock. */
export type ComparedKernel = { name: string; calls: number; oursMs: number; stockMs: number; ratio: number };

/** Both are called in turn so often, and the least counts: what else the machine does only adds. */
const ROUNDS = 9;

type Inputs = Parameters<typeof withShapes>[1];
type Shapes = { input: string; shape: number[]; dtype: DataType }[];
type Call = { kernel: string; shapes: Shapes; attrs: object; calls: number };
type StockBackend = {
  commandEncoder: unknown;
  device: GPUDevice;
  endComputePassEncoder(): void;
  submitQueue(): void;
  disposeData(dataId: object): void;
};

const { preset, batch } = optionsOf<{ preset: PresetName; batch?: number }>();
const stock = new Map(getKernelsForBackend('webgpu').map(({ kernelName, kernelFunc }) => [kernelName, kernelFunc]));
await import('@pix2pix-ts/backend-webgpu'); // after the stock kernels have been noted
if (!(await setBackend('webgpu'))) throw new Error('Expected the backend webgpu to start, but it did not.');
const backend = startedBackend() as unknown as StockBackend;

const calls = callsOfStep();
const compared: ComparedKernel[] = [];
for (const [name, call] of calls) compared.push(await compare(name, call));
console.log(JSON.stringify(compared));
process.exit(0); // Dawn's look for finished work need not end by itself

/** The calls that we have kernels of our own for, where the stock backend has some too. */
function callsOfStep(): Map<string, Call> {
  const found = new Map<string, Call>();
  const { plainStep } = createOurStep(presetModel(preset, batch));
  const isOurs = (kernel: string) => {
    const before = stock.get(kernel);
    return before !== undefined && before !== ours.get(kernel);
  };
  const ours = new Map(getKernelsForBackend('webgpu').map(({ kernelName, kernelFunc }) => [kernelName, kernelFunc]));
  profileKernels('webgpu', plainStep, {
    nameOf(kernel, inputs, attrs) {
      const name = `${withShapes(kernel, inputs)} ${JSON.stringify(attrs)}`;
      const known = found.get(name);
      if (known) known.calls++;
      else if (isOurs(kernel)) found.set(name, { kernel, shapes: shapesOf(inputs), attrs: { ...attrs }, calls: 1 });
      return name;
    },
  });
  return found;
}

/** What is left of the inputs when the step's tensors are gone. None of our kernels takes lists. */
function shapesOf(inputs: Inputs): Shapes {
  const shapes = Object.entries(inputs) as [string, TensorInfo | undefined][];
  return shapes.flatMap(([input, tensor]) =>
    tensor ? [{ input, shape: [...tensor.shape], dtype: tensor.dtype as DataType }] : [],
  );
}

async function compare(name: string, { kernel, shapes, attrs, calls }: Call): Promise<ComparedKernel> {
  const inputs: Record<string, Tensor> = {};
  for (const { input, shape, dtype } of shapes)
    inputs[input] = dtype === 'float32' ? randomNormal(shape) : ones(shape, dtype);
  const [ours, theirs] = [getKernel(kernel, 'webgpu').kernelFunc, stock.get(kernel) as KernelFunc];
  const run = (func: KernelFunc) => timeOf(() => func({ inputs, attrs: attrs as never, backend }));
  let [oursMs, stockMs] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  await run(ours); // compiles
  await run(theirs);
  for (let round = 0; round < ROUNDS; round++) {
    oursMs = Math.min(oursMs, await run(ours));
    stockMs = Math.min(stockMs, await run(theirs));
  }
  dispose(inputs);
  return { name, calls, oursMs, stockMs, ratio: oursMs / stockMs };
}

/** Processor time until the GPU, which the processor plays, has done all of a call. */
async function timeOf(call: () => TensorInfo | TensorInfo[]): Promise<number> {
  const before = process.cpuUsage();
  const outputs = [call()].flat();
  if (backend.commandEncoder) {
    backend.endComputePassEncoder();
    backend.submitQueue();
  }
  await backend.device.queue.onSubmittedWorkDone();
  const { user, system } = process.cpuUsage(before);
  for (const { dataId } of outputs) backend.disposeData(dataId);
  return (user + system) / 1000;
}
