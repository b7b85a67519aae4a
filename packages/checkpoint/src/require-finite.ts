import type { SafetensorsDtype } from './dtypes.ts';
import { bfloat16ToFloat32, halfToFloat32 } from './half-floats.ts';
import { quote, SafetensorsError } from './safetensors-error.ts';
import type { SafetensorsEntry } from './safetensors-file.ts';

/** Of each dtype for floats: its bytes, and the bits of the exponent, which are all set in what is not finite. */
const EXPONENTS: { readonly [dtype in SafetensorsDtype]?: readonly [bytes: 2 | 4, exponent: number] } = {
  F32: [4, 0x7f800000],
  F16: [2, 0x7c00],
  BF16: [2, 0x7f80],
};

/**
 * Passes where all values in F32, F16 and BF16 are finite; other dtypes are not looked at.
 *
 * @throws SafetensorsError `not-finite` that names the first tensor with a NaN or an infinity
 */
export function requireFinite(tensors: Iterable<readonly [name: string, entry: SafetensorsEntry]>): void {
  for (const [name, entry] of tensors) {
    const at = firstNotFinite(entry);
    if (at === undefined) continue;
    throw new SafetensorsError(
      'not-finite',
      `Tensor ${quote(name)}: expected finite values, got ${valueAt(entry, at)} as value ${at}. The file is damaged, or training diverged; use an earlier checkpoint.`,
    );
  }
}

/** On the bits, because a state of hundreds of megabytes is read at each resume. */
function firstNotFinite({ dtype, data }: SafetensorsEntry): number | undefined {
  const [bytes, exponent] = EXPONENTS[dtype] ?? [];
  if (bytes === undefined || exponent === undefined) return undefined;
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  for (let at = 0; at < data.length; at += bytes) {
    const bits = bytes === 4 ? view.getInt32(at, true) : view.getInt16(at, true);
    if ((bits & exponent) === exponent) return at / bytes;
  }
  return undefined;
}

function valueAt({ dtype, data }: SafetensorsEntry, at: number): number | undefined {
  if (dtype === 'F16') return halfToFloat32(data.subarray(2 * at, 2 * at + 2))[0];
  if (dtype === 'BF16') return bfloat16ToFloat32(data.subarray(2 * at, 2 * at + 2))[0];
  return new DataView(data.buffer, data.byteOffset, data.length).getFloat32(4 * at, true);
}
