import {
  type DataType,
  dispose,
  engine,
  grads,
  type NamedAttrMap,
  type NamedTensorMap,
  type Tensor,
  tensor,
  util,
} from '@tensorflow/tfjs-core';
import { gradientWeight, type KernelCase, type Outcome, type Values } from '../kernel-case.ts';

/** Runs a call, or its gradient, on the current backend, and keeps no tensor of it. */
export function runCase(call: KernelCase): Outcome {
  engine().startScope();
  try {
    soilMemory();
    const outputs = call.gradient ? gradientsOf(call) : [runKernel(call.kernel, tensorsOf(call), call.attrs)].flat();
    return { outputs: outputs.map(valuesOf) };
  } catch (error) {
    return failureOf(error, call.gradient === true);
  } finally {
    engine().endScope();
  }
}

/** What the outputs are made in then holds no zeros, so that values which are not written show. */
function soilMemory(): void {
  const soiled = [16, 64, 256, 1024, 4096].map((size) => tensor(new Float32Array(size).fill(Number.NaN)));
  dispose(soiled);
}

/**
 * A refusal is an Error of tfjs's or of a kernel's; other kinds come from code that went wrong. But some gradients of tfjs-core
 * call tensors' methods, which its bundles do not have.
 */
function failureOf(error: unknown, isGradient: boolean): Outcome {
  if (!(error instanceof Error)) return { broken: String(error) };
  const line = error.message.split('\n')[0] as string;
  const isRefusal = error.constructor.name === 'Error' || (isGradient && line.endsWith('is not a function'));
  return isRefusal ? { refused: line } : { broken: `${error.constructor.name}: ${line}` };
}

type Inputs = Record<string, Tensor | Tensor[]>;

const runKernel = (name: string, inputs: Inputs, attrs: Record<string, unknown>) => {
  const list = inputs.inputs; // kernels of many tensors take them as a list
  const given = Array.isArray(list) ? list : inputs;
  return engine().runKernel(name, given as unknown as NamedTensorMap, attrs as NamedAttrMap) as Tensor | Tensor[];
};

function gradientsOf(call: KernelCase): Tensor[] {
  const inputs = tensorsOf(call);
  const places = floatPlaces(call);
  const result = (...floats: Tensor[]) => {
    const given: Inputs = Object.fromEntries(
      Object.entries(inputs).map(([name, each]) => [name, Array.isArray(each) ? [...each] : each]),
    );
    places.forEach(([name, i], at) => {
      const float = floats[at] as Tensor;
      if (i === undefined) given[name] = float;
      else (given[name] as Tensor[])[i] = float;
    });
    return [runKernel(call.kernel, given, call.attrs)].flat()[0] as Tensor;
  };
  const at = places.map(([name, i]) => (i === undefined ? inputs[name] : (inputs[name] as Tensor[])[i]) as Tensor);
  const y = result(...at);
  const dy = tensor(
    Float32Array.from({ length: y.size }, (_, i) => gradientWeight(i)),
    y.shape,
  );
  return grads(result)(at, dy);
}

/** Where the call has inputs of float32: the name, and the place where it has a list. */
export function floatPlaces({ inputs }: KernelCase): [name: string, i?: number][] {
  return Object.entries(inputs).flatMap(([name, each]): [string, number?][] => {
    if (!Array.isArray(each)) return each.dtype === 'float32' ? [[name]] : [];
    return each.flatMap((one, i): [string, number][] => (one.dtype === 'float32' ? [[name, i]] : []));
  });
}

const tensorsOf = ({ inputs }: KernelCase): Inputs =>
  Object.fromEntries(
    Object.entries(inputs).map(([name, each]) => [name, Array.isArray(each) ? each.map(tensorOf) : tensorOf(each)]),
  );

const tensorOf = ({ shape, dtype, values }: Values) => tensor(arrayOf(dtype, values), shape, dtype);

function arrayOf(dtype: DataType, values: number[]) {
  if (dtype === 'float32') return Float32Array.from(values);
  return dtype === 'int32' ? Int32Array.from(values) : Uint8Array.from(values);
}

function valuesOf(output: Tensor): Values {
  const values = Array.from(output.dataSync() as Float32Array);
  if (values.length !== util.sizeFromShape(output.shape))
    throw new RangeError(`${values.length} values for the shape [${output.shape}]`);
  return { shape: output.shape, dtype: output.dtype as Values['dtype'], values };
}
