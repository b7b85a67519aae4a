import * as v from 'valibot';
import { ConvertError, quote } from '../convert-error.ts';
import { type ForeignTensor, type ForeignTensors, valueCount } from '../foreign-tensor.ts';

const shapesSchema = v.array(
  v.object({
    name: v.string(),
    shape: v.pipe(v.array(v.pipe(v.number(), v.safeInteger(), v.minValue(0))), v.maxLength(8)),
  }),
);

const CENTRES = 256;

/** Whether the bytes begin as a `.pict` file does: a length that ends inside of it, and a JSON list. */
export function isPict(bytes: Uint8Array): boolean {
  if (bytes.length < 8 || bytes[4] !== 0x5b) return false;
  return lengthAt(bytes, 0) < bytes.length;
}

/**
 * The tensors of a `.pict` file, in which pix2pix-tensorflow exports a generator, as ml5 takes it: three parts, each behind its
 * length as a big-endian uint32. A JSON list of names and shapes; 256 float32 centres, close to each other around 0 (mu-law);
 * and a byte for each value, which counts the centres.
 *
 * @throws ConvertError where a part is missing or has another length
 */
export function readPict(bytes: Uint8Array): ForeignTensors {
  const [head, centreBytes, codes] = parts(bytes);
  if (centreBytes.length !== 4 * CENTRES) throw damaged(`${4 * CENTRES} bytes of centres`, String(centreBytes.length));
  const centres = new Float32Array(centreBytes.slice().buffer);
  const tensors = new Map<string, ForeignTensor>();
  let at = 0;
  for (const { name, shape } of shapesIn(head)) {
    const begin = at;
    at += valueCount(shape);
    if (!(at <= codes.length)) throw damaged('a byte for each value', `${codes.length} bytes`);
    if (tensors.has(name)) throw damaged('each tensor once', `${quote(name)} twice`);
    const own = codes.subarray(begin, at);
    const read = () => Float32Array.from(own, (code) => centres[code] as number);
    tensors.set(name, { shape, dtype: 'uint8', byteLength: own.length, read });
  }
  if (at !== codes.length) throw damaged(`${at} bytes of values`, String(codes.length));
  return tensors;
}

function parts(bytes: Uint8Array): [Uint8Array, Uint8Array, Uint8Array] {
  let at = 0;
  const next = () => {
    const begin = at + 4;
    if (begin > bytes.length) throw damaged('three parts', 'fewer');
    at = begin + lengthAt(bytes, at);
    if (at > bytes.length) throw damaged(`${at} bytes`, String(bytes.length));
    return bytes.subarray(begin, at);
  };
  const all: [Uint8Array, Uint8Array, Uint8Array] = [next(), next(), next()];
  if (at !== bytes.length) throw damaged('three parts', `${bytes.length - at} more bytes`);
  return all;
}

function lengthAt(bytes: Uint8Array, at: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset + at, 4).getUint32(0, false);
}

function shapesIn(head: Uint8Array): v.InferOutput<typeof shapesSchema> {
  try {
    return v.parse(shapesSchema, JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(head)));
  } catch {
    throw damaged('a JSON list of names and shapes', 'something else');
  }
}

function damaged(expected: string, got: string): ConvertError {
  return new ConvertError(`Expected ${expected} in a .pict file, got ${got}. Copy or download the file again.`);
}
