import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { TrainableBackendWebGPU } from '../backend.ts';
import { dispatch } from '../run/dispatch.ts';
import { groupNumber, rowsOfGroups, THREADS } from '../wgsl/rows-of-groups.ts';
import type { OwnKernel } from './own-kernel.ts';

/** Cuts x along an axis, up to seven parts in a dispatch: ({ x }, { numOrSizeSplits, axis }) -> the parts. */
export const split: OwnKernel = {
  name: 'SplitV',
  covers: 'a tensor x of numbers',
  run({ backend, inputs: { x }, attrs: { numOrSizeSplits, axis: given } }) {
    if (!x || !isOfWords(x)) return undefined;
    const axis = util.parseAxisParam(given as number, x.shape)[0] as number;
    const sizes = backend_util.prepareSplitSize(x as never, numOrSizeSplits as number | number[], axis);
    const parts = sizes.map((size) => backend.makeOutput(x.shape.with(axis, size), x.dtype));
    const rows = util.sizeFromShape(x.shape.slice(0, axis));
    const full = parts.filter(({ shape }) => util.sizeFromShape(shape) > 0);
    const lengths = full.map(({ shape }) => util.sizeFromShape(shape) / rows);
    let begin = 0;
    for (let first = 0; first < full.length; first += MOST_PARTS) {
      const some = lengths.slice(first, first + MOST_PARTS);
      const row = { length: util.sizeFromShape(x.shape) / rows, begin };
      cut(backend, x, full.slice(first, first + MOST_PARTS), { rows, row, lengths: some });
      begin += some.reduce((a, b) => a + b);
    }
    return parts;
  },
};

/** What the parts of a dispatch are in each row of x, in values. */
type Cut = { rows: number; row: { length: number; begin: number }; lengths: readonly number[] };

function cut(
  backend: TrainableBackendWebGPU,
  x: TensorInfo,
  parts: readonly TensorInfo[],
  { rows, row, lengths }: Cut,
): void {
  const width = [row.length, row.begin, ...lengths].every((length) => length % 4 === 0) ? 4 : 1;
  const vectors = lengths.map((length) => length / width);
  const total = rows * vectors.reduce((a, b) => a + b);
  const groups = Math.ceil(total / THREADS);
  dispatch(backend, {
    key: `split into ${parts.length} by ${width}`,
    code: () => codeFor(parts.length, width),
    outputs: parts,
    inputs: [x],
    uniform: Uint32Array.of(total, row.length / width, row.begin / width, ...vectors),
    grid: rowsOfGroups(groups),
  });
}

/** A shader may have 8 storage buffers, one of which is x. */
const MOST_PARTS = 7;

/** Whether the GPU has a value of this tensor in one word. */
function isOfWords(tensor: TensorInfo): tensor is TensorInfo & { dtype: 'float32' | 'int32' | 'bool' } {
  return tensor.dtype !== 'string' && tensor.dtype !== 'complex64';
}

function codeFor(count: number, width: 1 | 4): string {
  const each = Array.from({ length: count }, (_, i) => i);
  return `
alias T = ${width === 4 ? 'vec4<u32>' : 'u32'};
struct Numbers { total: u32, row: u32, begin: u32, ${each.map((i) => `length${i}: u32`).join(', ')} }
${each.map((i) => `@group(0) @binding(${i}) var<storage, read_write> part${i}: array<T>;`).join('\n')}
@group(0) @binding(${count}) var<storage, read> x: array<T>;
@group(0) @binding(${count + 1}) var<uniform> numbers: Numbers;
@compute @workgroup_size(${THREADS})
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = ${groupNumber()} * ${THREADS}u + thread;
  if (i >= numbers.total) { return; }
  let length = ${each.map((part) => `numbers.length${part}`).join(' + ')};
  let row = i / length;
  var place = i % length;
  let value = x[row * numbers.row + numbers.begin + place];
  ${each.map(writePart).join('\n  ')}
}`;
}

const writePart = (part: number) =>
  `if (place < numbers.length${part}) { part${part}[row * numbers.length${part} + place] = value; return; }
  place -= numbers.length${part};`;
