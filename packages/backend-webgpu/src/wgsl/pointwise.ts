import type { Dispatch } from '../run/dispatch.ts';
import { groupNumber, rowsOfGroups, THREADS } from './rows-of-groups.ts';

/** A shader that computes one value from those at the same place in other tensors. */
export type Pointwise = {
  /** Of the shader, without the width of its vectors. */
  name: string;
  /** The tensors that it writes, by their names in `code`; it may read them too. */
  outputs: readonly string[];
  /** The tensors that it only reads. */
  inputs: readonly string[];
  /** The tensors that hold integers or bools: their values are of type `I`. */
  integers?: readonly string[];
  /** The numbers that all places share, f32. */
  numbers?: readonly string[];
  /** Functions that `code` calls, in WGSL. */
  functions?: string;
  /**
   * WGSL that is run at the place `i`, where `T` is the type of a value: f32, or four of them. `U`, `I` and `B` are those
   * of as many u32, i32 and bool.
   */
  code: string;
};

/** The shader for tensors of `size` values each, four at once where that divides them. */
export function pointwiseShader(work: Pointwise, size: number): Pick<Dispatch, 'key' | 'code' | 'grid'> {
  const width = size % 4 === 0 ? 4 : 1;
  const groups = Math.ceil(size / width / THREADS);
  return {
    key: `${work.name} of ${width}`,
    code: () => pointwiseCode(work, width),
    grid: rowsOfGroups(groups),
  };
}

/** Its uniform: how many vectors there are, and the numbers. */
export function pointwiseUniform(size: number, numbers: readonly number[] = []): Uint32Array<ArrayBuffer> {
  const words = new DataView(new ArrayBuffer(4 * (1 + numbers.length)));
  words.setUint32(0, size % 4 === 0 ? size / 4 : size, true);
  numbers.forEach((number, i) => {
    words.setFloat32(4 + 4 * i, number, true);
  });
  return new Uint32Array(words.buffer);
}

function pointwiseCode(work: Pointwise, width: 1 | 4): string {
  const { outputs, inputs, integers = [], numbers = [], functions = '', code } = work;
  const typeOf = (name: string) => (integers.includes(name) ? 'I' : 'T');
  const bind = (names: readonly string[], access: string, first: number) =>
    names
      .map((name, i) => `@group(0) @binding(${first + i}) var<storage, ${access}> ${name}: array<${typeOf(name)}>;`)
      .join('\n');
  const values = (type: string) => (width === 4 ? `vec4<${type}>` : type);
  return `
alias T = ${values('f32')};
alias U = ${values('u32')};
alias I = ${values('i32')};
alias B = ${values('bool')};
${functions}
struct Numbers { vectors: u32, ${numbers.map((name) => `${name}: f32`).join(', ')} }
${bind(outputs, 'read_write', 0)}
${bind(inputs, 'read', outputs.length)}
@group(0) @binding(${outputs.length + inputs.length}) var<uniform> n: Numbers;
@compute @workgroup_size(${THREADS})
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = ${groupNumber()} * ${THREADS}u + thread;
  if (i >= n.vectors) { return; }
  ${code}
}`;
}
