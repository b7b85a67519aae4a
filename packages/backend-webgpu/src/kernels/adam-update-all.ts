import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { TrainableBackendWebGPU } from '../backend.ts';
import type { Binding } from '../run/bind-groups.ts';
import { dispatch } from '../run/dispatch.ts';
import { groupNumber, rowsOfGroups, THREADS } from '../wgsl/rows-of-groups.ts';
import { ADAM_NUMBERS, ADAM_STEP, type AdamAttributes, adamNumbers } from './adam-update.ts';
import { isFloat, type OwnKernel } from './own-kernel.ts';

/**
 * A step of Adam for all tensors of an optimizer: ([param, m, v, gradient, param, m, v, gradient, ...], { learningRate,
 * beta1, beta2, epsilon, step }) -> nothing. Each is changed in place, as by `AdamUpdate`.
 */
export const adamUpdateAll: OwnKernel = {
  name: 'AdamUpdateAll',
  covers: 'float32 tensors param, m, v and gradient of the same shape, one after the other for each parameter',
  run({ backend, inputs, attrs }) {
    const quads = quadsOf(Object.values(inputs));
    if (!quads) return undefined;
    const numbers = backend.uniformOf(attrs as AdamAttributes, wordsOf);
    for (const width of [4, 1] as const) {
      const ofWidth = quads.filter(({ size }) => size > 0 && (size % 4 === 0 ? 4 : 1) === width);
      // Alike in size, because the grid is as long as the largest of a dispatch needs.
      ofWidth.sort((a, b) => b.size - a.size);
      const most = quadsOfDispatch(backend);
      for (let i = 0; i < ofWidth.length; i += most) update(backend, ofWidth.slice(i, i + most), width, numbers);
    }
    return [];
  },
};

/** A parameter with what belongs to it. */
type Quad = { size: number; changed: readonly [param: TensorInfo, m: TensorInfo, v: TensorInfo]; gradient: TensorInfo };

function quadsOf(tensors: readonly (TensorInfo | undefined)[]): Quad[] | undefined {
  const quads: Quad[] = [];
  for (let i = 0; i < tensors.length; i += 4) {
    const [param, m, v, gradient] = tensors.slice(i, i + 4);
    if (!isFloat(param) || !isFloat(m) || !isFloat(v) || !isFloat(gradient)) return undefined;
    if ([m, v, gradient].some(({ shape }) => !util.arraysEqual(shape, param.shape))) return undefined;
    quads.push({ size: util.sizeFromShape(param.shape), changed: [param, m, v], gradient });
  }
  return quads;
}

const wordsOf = (attributes: AdamAttributes) => new Uint32Array(Float32Array.from(adamNumbers(attributes)).buffer);

/** Two where a shader has 8 storage buffers, as every WebGPU offers; more would be more text for less. */
function quadsOfDispatch({ device }: TrainableBackendWebGPU): number {
  return Math.min(MOST_QUADS, Math.floor(device.limits.maxStorageBuffersPerShaderStage / 4));
}

const MOST_QUADS = 4;

function update(backend: TrainableBackendWebGPU, quads: readonly Quad[], width: 1 | 4, numbers: Binding): void {
  const vectors = quads.map(({ size }) => size / width);
  const groups = Math.ceil((vectors[0] as number) / THREADS);
  const sizes = backend.uniform(Uint32Array.from({ length: MOST_QUADS }, (_, i) => vectors[i] ?? 0));
  dispatch(backend, {
    key: `adam of ${quads.length} of ${width}`,
    code: () => codeFor(quads.length, width),
    outputs: quads.flatMap(({ changed }) => changed),
    inputs: [...quads.map(({ gradient }) => gradient), sizes],
    uniform: numbers,
    grid: [...rowsOfGroups(groups), quads.length],
  });
}

function codeFor(count: number, width: 1 | 4): string {
  const each = Array.from({ length: count }, (_, i) => i);
  const tensors = each.map(
    (i) => `
@group(0) @binding(${3 * i}) var<storage, read_write> param${i}: array<T>;
@group(0) @binding(${3 * i + 1}) var<storage, read_write> m${i}: array<T>;
@group(0) @binding(${3 * i + 2}) var<storage, read_write> v${i}: array<T>;
@group(0) @binding(${3 * count + i}) var<storage, read> gradient${i}: array<T>;`,
  );
  const steps = each.map((i) => {
    const step = ADAM_STEP.replaceAll(/\b(param|m|v|gradient)\[/g, `$1${i}[`);
    return `if (group.z == ${i}u && i < sizes[${i}]) { ${step}\n  }`;
  });
  return `
alias T = ${width === 4 ? 'vec4<f32>' : 'f32'};
struct Numbers { ${ADAM_NUMBERS.map((name) => `${name}: f32`).join(', ')} }
${tensors.join('')}
@group(0) @binding(${4 * count}) var<uniform> sizes: vec4<u32>;
@group(0) @binding(${4 * count + 1}) var<uniform> n: Numbers;
@compute @workgroup_size(${THREADS})
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = ${groupNumber()} * ${THREADS}u + thread;
  ${steps.join('\n  ')}
}`;
}
