import { ConvertError } from '../convert-error.ts';
import type { NetworkGraph } from '../graph/network-graph.ts';
import { graphOfOnnx } from './graph-of-onnx.ts';
import type { OnnxAttribute, OnnxNode } from './onnx-graph.ts';
import { OnnxTensor } from './onnx-tensor.ts';
import { bytesIn, type Fields, fieldsOf, integers, messages, number, text, texts } from './protobuf-fields.ts';

/** The first field of a model is its version of the format, a small number. */
const IR_VERSION = 0x08;

/** Whether the bytes may be an ONNX model, which has no magic number. */
export function isOnnx(bytes: Uint8Array): boolean {
  return bytes.length > 16 && bytes[0] === IR_VERSION && (bytes[1] as number) > 0 && (bytes[1] as number) < 64;
}

/** The network of an ONNX model. @param files data beside the model, by the names in it @throws ConvertError of one line */
export function readOnnx(bytes: Uint8Array, files: ReadonlyMap<string, Uint8Array>): NetworkGraph {
  const graph = graphFields(bytes);
  const constants = new Map(
    messages(graph, 5).map((each) => {
      const tensor = new OnnxTensor(each, files);
      return [tensor.name, tensor] as const;
    }),
  );
  const names = (field: number) => messages(graph, field).map((each) => text(each, 1));
  return graphOfOnnx({
    inputs: names(11).filter((name) => !constants.has(name)),
    outputs: names(12),
    constants,
    nodes: messages(graph, 1).map((each) => nodeOf(each, files)),
  });
}

/** The paths of the data beside a model. @throws ConvertError where it is none, or has paths outside its folder */
export function externalPaths(bytes: Uint8Array): string[] {
  const none = new Map<string, Uint8Array>();
  const paths = messages(graphFields(bytes), 5).map((each) => new OnnxTensor(each, none).externalPath);
  return [...new Set(paths.flatMap((path) => (path === undefined ? [] : [path])))];
}

function graphFields(bytes: Uint8Array): Fields {
  const graph = bytesIn(fieldsOf(bytes), 7);
  if (graph.length === 0)
    throw new ConvertError(
      'Expected an ONNX model, got a protobuf file without a graph, such as a SavedModel of TensorFlow. Export the generator to ONNX.',
    );
  return fieldsOf(graph);
}

function nodeOf(fields: Fields, files: ReadonlyMap<string, Uint8Array>): OnnxNode {
  const domain = text(fields, 7);
  const kind = text(fields, 4);
  return {
    name: text(fields, 3),
    kind: domain === '' || domain === 'ai.onnx' ? kind : `${domain}.${kind}`,
    inputs: texts(fields, 1),
    outputs: texts(fields, 2),
    attributes: new Map(messages(fields, 5).map((each) => [text(each, 1), attributeOf(each, files)] as const)),
  };
}

function attributeOf(fields: Fields, files: ReadonlyMap<string, Uint8Array>): OnnxAttribute {
  const [tensor] = messages(fields, 5);
  return {
    float: number(fields, 2),
    integer: number(fields, 3),
    word: text(fields, 4),
    integers: integers(fields, 8),
    ...(tensor && { tensor: new OnnxTensor(tensor, files) }),
  };
}
