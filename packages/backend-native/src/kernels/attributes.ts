import type { Attribute, Binding } from '../node-backend.ts';

type Value<T> = (name: string, value: T) => Attribute;

/** The attributes of TensorFlow's operations, by the kind of their value. */
export type Attributes = {
  /** A type attribute that says float32. */
  float32(name: string): Attribute;
  int32(name: string): Attribute;
  /** A type attribute that says this one of TensorFlow's numbers for types. */
  type: Value<number>;
  number: Value<number>;
  integer: Value<number>;
  integers: Value<readonly number[]>;
  flag: Value<boolean>;
  text: Value<string>;
  shape: Value<readonly number[]>;
};

/** Builds attributes in the words of the addon. */
export function attributesOf(binding: Binding): Attributes {
  const of =
    <T extends Attribute['value']>(kind: `TF_ATTR_${string}`): Value<T> =>
    (name, value) => ({ name, type: binding[kind] as number, value });
  const type = of<number>('TF_ATTR_TYPE');
  return {
    float32: (name) => type(name, binding.TF_FLOAT as number),
    int32: (name) => type(name, binding.TF_INT32 as number),
    type,
    number: of('TF_ATTR_FLOAT'),
    integer: of('TF_ATTR_INT'),
    integers: of('TF_ATTR_INT'),
    flag: of('TF_ATTR_BOOL'),
    text: of('TF_ATTR_STRING'),
    shape: of('TF_ATTR_SHAPE'),
  };
}
