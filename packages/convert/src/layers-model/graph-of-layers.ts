import * as v from 'valibot';
import { ConvertError, quote } from '../convert-error.ts';
import type { ForeignTensor, ForeignTensors } from '../foreign-tensor.ts';
import type { GraphNode, NetworkGraph } from '../graph/network-graph.ts';
import { type Layer, layerKinds } from './layer-kinds.ts';

const layerSchema = v.object({
  class_name: v.string(),
  name: v.optional(v.string()),
  config: v.record(v.string(), v.unknown()),
  inbound_nodes: v.optional(v.array(v.unknown()), []),
});

const modelSchema = v.object({
  class_name: v.string(),
  config: v.union([
    v.object({
      layers: v.array(layerSchema),
      input_layers: v.optional(v.unknown()),
      output_layers: v.optional(v.unknown()),
    }),
    v.array(layerSchema), // a sequence in older files
  ]),
});

type LayerEntry = v.InferOutput<typeof layerSchema>;

/** Models in models in models are nobody's U-Net. */
const DEEPEST = 4;
/** How deep an inbound node hides the name of a layer. */
const DEEPEST_NAME = 12;

/** The graph of a Keras model's configuration, with its weights by the names of layers. @throws ConvertError with the first layer that is not known */
export function graphOfLayers(topology: Record<string, unknown>, weights: ForeignTensors): NetworkGraph {
  const model = topology.model_config ?? topology;
  const byLayer = weightsByLayer(weights);
  const image: GraphNode = { op: 'input', label: 'image' };
  return { output: outputOf(model, [image], byLayer, 0), kernels: 'HWIO', source: 'a TensorFlow.js layers model' };
}

type ByLayer = ReadonlyMap<string, ReadonlyMap<string, ForeignTensor>>;

/** `sequential/conv2d_1/kernel` by `conv2d_1` and `kernel`: names of layers are unique, those around them are of no interest. */
function weightsByLayer(weights: ForeignTensors): ByLayer {
  const byLayer = new Map<string, Map<string, ForeignTensor>>();
  for (const [path, tensor] of weights) {
    const [own = '', layer = ''] = path.split('/').reverse();
    const known = byLayer.get(layer) ?? new Map<string, ForeignTensor>();
    if (known.has(own))
      throw new ConvertError(`Expected one tensor ${quote(`${layer}/${own}`)}, got two. Save the model again.`);
    byLayer.set(layer, known.set(own, tensor));
  }
  return byLayer;
}

/** What a model makes of its inputs: a sequence, or layers that name those before them. */
function outputOf(model: unknown, inputs: readonly GraphNode[], weights: ByLayer, depth: number): GraphNode {
  const parsed = v.safeParse(modelSchema, model);
  if (!parsed.success || depth > DEEPEST) throw notKeras();
  const { class_name: kind, config } = parsed.output;
  const layers = Array.isArray(config) ? config : config.layers;
  if (kind === 'Sequential')
    return layers.reduce((at, layer) => nodeOf(layer, [at], weights, depth), inputs[0] as GraphNode);
  if (Array.isArray(config) || !['Functional', 'Model'].includes(kind)) throw notKeras();
  const [input, ...others] = namesIn(config.input_layers);
  const [output, ...further] = namesIn(config.output_layers);
  if (others.length > 0 || further.length > 0 || inputs.length !== 1)
    throw new ConvertError('Expected a model of one input and one output, got several. Save the generator alone.');
  const nodes = new Map<string, GraphNode>();
  for (const layer of layers) {
    const name = nameOf(layer);
    const before = layer.inbound_nodes
      .flatMap((each) => namesIn(each))
      .map((each) => {
        const node = nodes.get(each);
        if (!node)
          throw new ConvertError(
            `Expected a layer ${quote(each)} before ${quote(name)}, got none. Save the model again.`,
          );
        return node;
      });
    if (nodes.has(name) || layer.inbound_nodes.length > 1)
      throw new ConvertError(`Expected each layer once, got ${quote(name)} several times. Save the generator alone.`);
    nodes.set(name, name === input ? (inputs[0] as GraphNode) : nodeOf(layer, before, weights, depth));
  }
  const node = nodes.get(String(output));
  if (!node) throw notKeras();
  return node;
}

function nodeOf(layer: LayerEntry, inputs: readonly GraphNode[], weights: ByLayer, depth: number): GraphNode {
  const { class_name: kind, config } = layer;
  const name = nameOf(layer);
  if (kind === 'Sequential' || kind === 'Functional' || kind === 'Model')
    return outputOf({ class_name: kind, config }, inputs, weights, depth + 1);
  const read = layerKinds.get(kind);
  const label = `layer ${quote(name)} (${quote(kind).slice(1, -1)})`;
  if (!read)
    throw new ConvertError(
      `Expected the layers of a U-Net, got the ${label}. Only the U-Nets of pix2pix's code bases can be converted.`,
    );
  const node: Layer = { label, config, inputs, weights: weights.get(name) ?? new Map() };
  return read(node);
}

function nameOf({ name, config }: LayerEntry): string {
  return name ?? (typeof config.name === 'string' ? config.name : '');
}

/**
 * The layers that an inbound node, or a list of inputs, names: `["conv2d", 0, 0]` until Keras 2, and
 * `{ keras_history: ["conv2d", 0, 0] }` from Keras 3 on, at whichever depth.
 */
function namesIn(value: unknown, depth = 0): string[] {
  if (typeof value !== 'object' || value === null || depth > DEEPEST_NAME) return [];
  const inside = (each: unknown) => namesIn(each, depth + 1);
  if (Array.isArray(value)) {
    const [name, node, tensor] = value;
    if (typeof name === 'string' && typeof node === 'number' && typeof tensor === 'number') return [name];
    return value.flatMap(inside);
  }
  return Object.values(value).flatMap(inside);
}

function notKeras(): ConvertError {
  return new ConvertError(
    'Expected the layers of a Keras model in model.json, got something else. Save the model again.',
  );
}
