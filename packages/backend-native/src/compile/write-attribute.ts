import type { Attribute, Binding } from '../node-backend.ts';
import { bytes, float, floats, integer, integers, join, type Message } from './messages.ts';

/** An attribute of an operation as TensorFlow's message AttrValue; `undefined` where it is of a kind that has no form here. */
export function writeAttribute(binding: Binding, { type, value }: Attribute): Message | undefined {
  const list = Array.isArray(value) ? (value as readonly number[]) : undefined;
  switch (type) {
    case binding.TF_ATTR_STRING:
      return list ? undefined : bytes(2, String(value));
    case binding.TF_ATTR_INT:
      return list ? bytes(1, integers(3, list)) : integer(3, value as number);
    case binding.TF_ATTR_FLOAT:
      return list ? bytes(1, floats(4, list)) : float(4, value as number);
    case binding.TF_ATTR_BOOL:
      return list ? bytes(1, integers(5, list.map(Number))) : integer(5, Number(value));
    case binding.TF_ATTR_TYPE:
      return list ? bytes(1, integers(6, list)) : typeValue(value as number);
    case binding.TF_ATTR_SHAPE:
      return list && bytes(7, shapeMessage(list));
    default:
      return undefined;
  }
}

/** A type, as an attribute's value. */
export const typeValue = (dtype: number): Message => integer(6, dtype);

/** Values, as an attribute's value. */
export const tensorValue = (dtype: number, shape: readonly number[], content: Uint8Array): Message =>
  bytes(8, join([integer(1, dtype), bytes(2, shapeMessage(shape)), bytes(4, content)]));

const shapeMessage = (shape: readonly number[]) => join(shape.map((length) => bytes(2, integer(1, length))));
