import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import { ConvertError } from '../convert-error.ts';

/** A message's fields by their numbers: integers and floats as numbers, everything with a length as a view on its bytes. */
export type Fields = ReadonlyMap<number, readonly (number | Uint8Array)[]>;

/** The fields of a protobuf message. Nothing is allocated but views. @throws ConvertError where the bytes are none */
export function fieldsOf(bytes: Uint8Array): Fields {
  const fields = new Map<number, (number | Uint8Array)[]>();
  const reader = new BinaryReader(bytes);
  try {
    while (reader.pos < reader.len) {
      const [number, wire] = reader.tag();
      const value = fieldValue(reader, number, wire);
      const known = fields.get(number);
      if (known) known.push(value);
      else fields.set(number, [value]);
    }
  } catch {
    throw damaged();
  }
  if (reader.pos > reader.len) throw damaged();
  return fields;
}

function damaged(): ConvertError {
  return new ConvertError('Expected a complete ONNX model, got a damaged one. Copy or download it again.');
}

function fieldValue(reader: BinaryReader, number: number, wire: WireType): number | Uint8Array {
  switch (wire) {
    case WireType.Varint:
      return Number(reader.int64());
    case WireType.Bit32:
      return reader.float();
    case WireType.Bit64:
      return reader.double();
    case WireType.LengthDelimited:
      return reader.bytes();
    default:
      return reader.skip(wire, number);
  }
}

/** The messages in a field. */
export function messages(fields: Fields, number: number): Fields[] {
  return (fields.get(number) ?? []).flatMap((value) => (value instanceof Uint8Array ? [fieldsOf(value)] : []));
}

/** A field's text; '' where there is none. */
export function text(fields: Fields, number: number): string {
  return texts(fields, number).at(-1) ?? '';
}

/** The texts of a repeated field. */
export function texts(fields: Fields, number: number): string[] {
  return (fields.get(number) ?? []).flatMap((value) =>
    value instanceof Uint8Array ? [new TextDecoder().decode(value)] : [],
  );
}

/** A field's number; undefined where there is none. */
export function number(fields: Fields, field: number): number | undefined {
  const value = fields.get(field)?.at(-1);
  return typeof value === 'number' ? value : undefined;
}

/** The integers of a repeated field, packed or not. */
export function integers(fields: Fields, field: number): number[] {
  return (fields.get(field) ?? []).flatMap((value) => (typeof value === 'number' ? [value] : packed(value)));
}

function packed(bytes: Uint8Array): number[] {
  const reader = new BinaryReader(bytes);
  const values: number[] = [];
  try {
    while (reader.pos < reader.len) values.push(Number(reader.int64()));
  } catch {
    throw damaged();
  }
  return values;
}

/** The bytes of a field, as a view; empty where there are none. */
export function bytesIn(fields: Fields, field: number): Uint8Array {
  const value = fields.get(field)?.at(-1);
  return value instanceof Uint8Array ? value : new Uint8Array(0);
}
