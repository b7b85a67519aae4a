import { ConvertError, quote } from '../convert-error.ts';
import type { GraphNode, NetworkGraph } from '../graph/network-graph.ts';
import { type Constant, constantOf } from './constant-integers.ts';
import { nodeKinds } from './node-kinds.ts';
import type { OnnxAttribute, OnnxGraph, OnnxNode } from './onnx-graph.ts';
import type { OnnxTensor } from './onnx-tensor.ts';

/** The graph in the operations that networks of ours have. @throws ConvertError with the first node that is not one of them */
export function graphOfOnnx({ inputs, outputs, constants, nodes }: OnnxGraph): NetworkGraph {
  const [input, output] = [inputs[0], outputs[0]];
  if (input === undefined || output === undefined || inputs.length + outputs.length > 2)
    throw new ConvertError(
      `Expected a model of one input and one output, got ${inputs.length} and ${outputs.length}. Export the generator alone.`,
    );
  const images = new Map<string, GraphNode>([[input, { op: 'input', label: `input ${quote(input)}` }]]);
  const tensors = new Map(constants);
  const numbers = new Map<string, Constant>();
  const constant = (name: string) => numbers.get(name) ?? numbersOf(tensors.get(name));
  for (const node of nodes) {
    const [made] = node.outputs;
    if (made === undefined) continue;
    const { tensor, integers, integer } = heldBy(node);
    if (tensor) tensors.set(made, tensor);
    else if (integers) numbers.set(made, { shape: [integers.length], values: integers });
    else if (integer !== undefined) numbers.set(made, { shape: [], values: [integer] });
    else if (node.inputs.some((name) => images.has(name))) images.set(made, imageOf(node, images, tensors, constant));
    else {
      const known = constantOf(node.kind, node.inputs.map(constant));
      if (known) numbers.set(made, known);
      else if (node.kind === 'Identity' && tensors.has(String(node.inputs[0])))
        tensors.set(made, tensors.get(String(node.inputs[0])) as OnnxTensor);
      else throw unknown(node);
    }
  }
  const last = images.get(output);
  if (!last) throw new ConvertError(`Expected a node that makes ${quote(output)}, got none. Export the model again.`);
  return { output: last, kernels: 'OIHW', source: 'an ONNX model' };
}

function numbersOf(tensor: OnnxTensor | undefined): Constant | undefined {
  const values = tensor?.numbers();
  return tensor && values ? { shape: tensor.shape, values } : undefined;
}

/** What a node `Constant` holds. */
function heldBy({ kind, attributes }: OnnxNode): Partial<OnnxAttribute> {
  if (kind !== 'Constant') return {};
  const [list, single] = [attributes.get('value_ints'), attributes.get('value_int')];
  const tensor = attributes.get('value')?.tensor;
  return { ...(tensor && { tensor }), ...(list && { integers: list.integers }), integer: single?.integer };
}

function imageOf(
  node: OnnxNode,
  images: ReadonlyMap<string, GraphNode>,
  tensors: ReadonlyMap<string, OnnxTensor>,
  constant: (name: string) => Constant | undefined,
): GraphNode {
  const read = nodeKinds.get(node.kind);
  if (!read) throw unknown(node);
  const at = (i: number) => node.inputs[i] ?? '';
  return read({
    label: labelOf(node),
    attributes: node.attributes,
    image: (i) => images.get(at(i)),
    images: node.inputs.flatMap((name) => images.get(name) ?? []),
    count: node.inputs.length,
    weights: (i) => tensors.get(at(i)),
    numbers: (i) => constant(at(i))?.values,
  });
}

function labelOf({ name, kind, outputs }: OnnxNode): string {
  return `node ${quote(name || String(outputs[0]))} (${quote(kind).slice(1, -1)})`;
}

function unknown(node: OnnxNode): ConvertError {
  const isQuantised = /Quantize|Integer$|QLinear/.test(node.kind);
  return new ConvertError(
    isQuantised
      ? `Expected a floating-point model, got the ${labelOf(node)} of a quantised one. Export the floating-point one.`
      : `Expected the operations of a U-Net or ResNet, got the ${labelOf(node)}. Only the generators of pix2pix's code bases can be converted.`,
  );
}
