import type { Dispatch } from '../run/dispatch.ts';
import { activated, type Finish, type Width } from './product-parts.ts';
import { groupNumber, rowsOfGroups, THREADS } from './rows-of-groups.ts';

/** What the parts of a product are summed to. */
export type PartsSum = {
  /** Values of a part. */
  size: number;
  parts: number;
  /** Of the result. */
  columns: number;
  finish: Finish;
  /** Of leakyrelu. */
  alpha: number;
};

/** C = activation(parts[0] + parts[1] + ... + bias), in this order: the same sums in each run. */
export function sumOfParts(sum: PartsSum): Pick<Dispatch, 'key' | 'code' | 'grid' | 'uniform'> {
  const { size, parts, columns, finish, alpha } = sum;
  const width: Width = size % 4 === 0 && columns % 4 === 0 ? 4 : 1;
  const words = new DataView(new ArrayBuffer(16));
  [size / width, parts, columns / width].forEach((value, i) => {
    words.setUint32(4 * i, value, true);
  });
  words.setFloat32(12, alpha, true);
  const groups = Math.ceil(size / width / THREADS);
  return {
    key: `sum of parts, ${width} at once, ${finishName(finish)}`,
    code: () => code(width, finish),
    grid: rowsOfGroups(groups),
    uniform: new Uint32Array(words.buffer),
  };
}

export const finishName = ({ bias, activation }: Finish): string => `${bias ? 'bias, ' : ''}${activation}`;

const code = (width: Width, { bias, activation }: Finish) => `
${activated(width, activation)}
struct Numbers { size: u32, parts: u32, columns: u32, alpha: f32 }
@group(0) @binding(0) var<storage, read_write> C: array<T>;
@group(0) @binding(1) var<storage, read> parts: array<T>;
${bias ? '@group(0) @binding(2) var<storage, read> bias: array<T>;' : ''}
@group(0) @binding(${bias ? 3 : 2}) var<uniform> p: Numbers;
@compute @workgroup_size(${THREADS})
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = ${groupNumber()} * ${THREADS}u + thread;
  if (i >= p.size) { return; }
  var x = parts[i];
  for (var part = 1u; part < p.parts; part++) { x += parts[part * p.size + i]; }
  ${bias ? 'x += bias[i % p.columns];' : ''}
  C[i] = activated(x);
}`;
