/** Serialised protocol buffers, as far as a function of TensorFlow's needs them: a message is its fields one after the other. */
export type Message = Uint8Array;

const VARINT = 0;
const BYTES = 2;
const FIXED_32 = 5;

/** A field that is an integer or a truth. */
export const integer = (field: number, value: number | bigint): Message =>
  join([varint((field << 3) | VARINT), varint(value)]);

/** A field that is a text, bytes or a message. */
export function bytes(field: number, value: string | Message): Message {
  const content = typeof value === 'string' ? Buffer.from(value) : value;
  return join([varint((field << 3) | BYTES), varint(content.length), content]);
}

/** A field that is a number in 32 bits. */
export function float(field: number, value: number): Message {
  const content = Buffer.alloc(4);
  content.writeFloatLE(value);
  return join([varint((field << 3) | FIXED_32), content]);
}

/** A field that is a list of integers. */
export const integers = (field: number, values: readonly number[]): Message => bytes(field, join(values.map(varint)));

/** A field that is a list of numbers in 32 bits. */
export const floats = (field: number, values: readonly number[]): Message =>
  bytes(field, new Uint8Array(Float32Array.from(values).buffer));

/** Fields one after the other. */
export const join = (parts: readonly Message[]): Message => Buffer.concat(parts);

/** An entry of a map, which is a message of a key and a value. */
export const entry = (field: number, key: string, value: string | Message): Message =>
  bytes(field, join([bytes(1, key), bytes(2, value)]));

/** Seven bits a byte, the lowest first; negative ones as in 64 bits. */
function varint(value: number | bigint): Message {
  const parts: number[] = [];
  for (let left = BigInt.asUintN(64, BigInt(value)); ; left >>= 7n) {
    const low = Number(left & 0x7fn);
    if (left < 0x80n) return Uint8Array.of(...parts, low);
    parts.push(low | 0x80);
  }
}

/** A field of a message: an integer, or bytes. */
export type Field = { readonly field: number; readonly value: number | Message };

/** The fields of a message, in their order. */
export function* fieldsOf(message: Message): Generator<Field> {
  let at = 0;
  const next = () => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = message[at++] as number;
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
  };
  const take = (length: number) => {
    at += length;
    return message.subarray(at - length, at);
  };
  while (at < message.length) {
    const tag = next();
    const [field, wire] = [tag >>> 3, tag & 7];
    if (wire === VARINT) yield { field, value: next() };
    else yield { field, value: take(wire === BYTES ? next() : wire === FIXED_32 ? 4 : 8) };
  }
}
