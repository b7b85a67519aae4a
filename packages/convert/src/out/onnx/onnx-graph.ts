import { floatField, integerField, messageField, type Pieces, textField } from './protobuf.ts';

/** What a node is told besides its inputs. */
type Attributes = Readonly<Record<string, number | string | readonly number[] | { readonly float: number }>>;

/** A graph that grows node by node, each of which names the value that it makes. */
export type OnnxGraph = {
  /** Adds a node. @returns the name of its output */
  add(operator: string, inputs: readonly string[], attributes?: Attributes): string;
  /** Adds a constant of floats. @returns its name */
  floats(name: string, shape: readonly number[], values: Float32Array): string;
  /** Adds a list of whole numbers, or finds the same one. @returns its name */
  integers(values: readonly number[]): string;
  /** Its nodes and constants as fields of a GraphProto. */
  fields(): Pieces;
  /** Renames what the last node made. */
  renameLast(name: string): void;
};

/** A value that goes in or comes out; a dimension with a name is any size. */
export type OnnxValue = { readonly name: string; readonly shape: readonly (number | string)[] };

// onnx.proto: the fields' numbers, and its numbers for types.
const FLOAT = 1;
const INT64 = 7;
const ATTRIBUTE_TYPES = { float: 1, integer: 2, text: 3, integers: 7 } as const;

/** An empty graph. */
export function createGraph(): OnnxGraph {
  const nodes: { operator: string; inputs: readonly string[]; output: string; attributes: Attributes }[] = [];
  const constants = new Map<string, Pieces>();
  return {
    add(operator, inputs, attributes = {}) {
      const output = `${operator.toLowerCase()}_${nodes.length}`;
      nodes.push({ operator, inputs, output, attributes });
      return output;
    },
    floats(name, shape, values) {
      const bytes = new Uint8Array(values.buffer as ArrayBuffer, values.byteOffset, values.byteLength);
      constants.set(name, constant(name, shape, FLOAT, bytes));
      return name;
    },
    integers(values) {
      const name = `integers_${values.join('_')}`;
      const bytes = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
      constants.set(name, constant(name, [values.length], INT64, bytes));
      return name;
    },
    renameLast(name) {
      const last = nodes.at(-1);
      if (last) last.output = name;
    },
    fields: () => [
      ...nodes.flatMap(({ operator, inputs, output, attributes }, index) =>
        messageField(
          1,
          ...inputs.map((input) => textField(1, input)),
          textField(2, output),
          textField(3, `${operator}_${index}`),
          textField(4, operator),
          ...Object.entries(attributes).map(([name, value]) => messageField(5, attribute(name, value))),
        ),
      ),
      ...[...constants.values()].flat(),
    ],
  };
}

function constant(name: string, shape: readonly number[], type: number, bytes: Uint8Array<ArrayBuffer>): Pieces {
  const dimensions = shape.map((size) => integerField(1, size));
  return messageField(5, ...dimensions, integerField(2, type), textField(8, name), messageField(9, [bytes]));
}

function attribute(name: string, value: Attributes[string]): Pieces {
  const type = (of: number) => integerField(20, of);
  const fields =
    typeof value === 'number'
      ? [integerField(3, value), type(ATTRIBUTE_TYPES.integer)]
      : typeof value === 'string'
        ? [textField(4, value), type(ATTRIBUTE_TYPES.text)]
        : 'float' in value
          ? [floatField(2, value.float), type(ATTRIBUTE_TYPES.float)]
          : [...value.map((each) => integerField(8, each)), type(ATTRIBUTE_TYPES.integers)];
  return [...textField(1, name), ...fields.flat()];
}

/** A complete ONNX file (IR version 8) of float32 values that go in and come out, in pieces. */
export function encodeOnnx(
  graph: OnnxGraph,
  {
    input,
    output,
    opset,
    metadata,
  }: { input: OnnxValue; output: OnnxValue; opset: number; metadata: Readonly<Record<string, string>> },
): Pieces {
  return [
    ...integerField(1, 8),
    ...textField(2, 'pix2pix-ts'),
    ...messageField(8, textField(1, ''), integerField(2, opset)),
    ...messageField(
      7,
      graph.fields(),
      textField(2, 'generator'),
      messageField(11, value(input)),
      messageField(12, value(output)),
    ),
    ...Object.entries(metadata).flatMap(([key, text]) => messageField(14, textField(1, key), textField(2, text))),
  ];
}

function value({ name, shape }: OnnxValue): Pieces {
  const dimensions = shape.map((size) =>
    messageField(1, typeof size === 'number' ? integerField(1, size) : textField(2, size)),
  );
  return [
    ...textField(1, name),
    ...messageField(2, messageField(1, integerField(1, FLOAT), messageField(2, ...dimensions))),
  ];
}
