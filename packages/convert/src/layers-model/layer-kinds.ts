import * as v from 'valibot';
import { ConvertError, quote } from '../convert-error.ts';
import type { ForeignTensor } from '../foreign-tensor.ts';
import type { GraphNode, Padding } from '../graph/network-graph.ts';

/** A layer of Keras, its weights by their own names, and what comes before it. */
export type Layer = {
  readonly label: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly inputs: readonly GraphNode[];
  readonly weights: ReadonlyMap<string, ForeignTensor>;
};

/** The layers that are known, by their classes' names, each as a node. */
export const layerKinds: ReadonlyMap<string, (layer: Layer) => GraphNode> = /* @__PURE__ */ new Map<
  string,
  (layer: Layer) => GraphNode
>([
  ['InputLayer', (layer) => layer.inputs[0] ?? { op: 'input', label: layer.label }],
  ['Conv2D', (layer) => convolution(layer, false)],
  ['Conv2DTranspose', (layer) => convolution(layer, true)],
  ['BatchNormalization', batchNorm],
  ['LeakyReLU', (layer) => slope(layer, numberOf(layer, ['negative_slope', 'alpha'], 0.3))],
  ['ReLU', rectified],
  ['Activation', (layer) => activated(layer, only(layer), layer.config.activation)],
  ['Dropout', only],
  ['Concatenate', (layer) => joined(layer, 'concat')],
  ['Add', (layer) => joined(layer, 'add')],
  ['ZeroPadding2D', zeroPadding],
  ['UpSampling2D', doubled],
]);

function only(layer: Layer): GraphNode {
  const [input, another] = layer.inputs;
  if (!input || another) throw strange(layer, 'one input', String(layer.inputs.length));
  return input;
}

function convolution(layer: Layer, isTransposed: boolean): GraphNode {
  const { label, config, weights } = layer;
  const kernel = weights.get('kernel');
  if (kernel?.shape.length !== 4) throw strange(layer, 'a kernel of four dimensions', 'none');
  const [height, width, third, fourth] = kernel.shape as [number, number, number, number];
  requireDefaults(layer, {
    data_format: ['channels_last'],
    groups: [1],
    dilation_rate: [[1, 1], 1],
    output_padding: [],
  });
  const [stride, across] = pairOf(layer, 'strides');
  if (stride !== across) throw strange(layer, 'one stride', `${stride} and ${across}`);
  const node: GraphNode = {
    op: 'conv',
    label,
    input: only(layer),
    isTransposed,
    kernel,
    size: [height, width],
    inChannels: isTransposed ? fourth : third,
    outChannels: isTransposed ? third : fourth,
    bias: config.use_bias === false ? undefined : weights.get('bias'),
    stride,
    padding: config.padding === 'same' ? samePadding([height, width], stride) : [0, 0, 0, 0],
    outputPadding: 0,
  };
  return activated(layer, node, config.activation);
}

/** Of images whose sides are multiples of the stride: what is odd goes below and to the right. */
function samePadding([height, width]: readonly [number, number], stride: number): Padding {
  const [rows, columns] = [Math.max(height - stride, 0), Math.max(width - stride, 0)];
  return [rows >> 1, columns >> 1, rows - (rows >> 1), columns - (columns >> 1)];
}

function batchNorm(layer: Layer): GraphNode {
  const { label, config, weights } = layer;
  const axes = [config.axis ?? -1].flat();
  if (axes.length !== 1 || ![3, -1].includes(axes[0] as number)) throw strange(layer, 'the last axis', 'another');
  return {
    op: 'norm',
    kind: 'batch',
    label,
    input: only(layer),
    scale: config.scale === false ? undefined : weights.get('gamma'),
    offset: config.center === false ? undefined : weights.get('beta'),
    mean: required(layer, 'moving_mean'),
    variance: required(layer, 'moving_variance'),
    epsilon: numberOf(layer, ['epsilon'], 1e-3),
  };
}

function required(layer: Layer, name: string): ForeignTensor {
  const tensor = layer.weights.get(name);
  if (!tensor) throw strange(layer, `a tensor ${name}`, 'none');
  return tensor;
}

function slope(layer: Layer, of: number, input = only(layer)): GraphNode {
  return { op: 'slope', label: layer.label, slope: of, input };
}

function rectified(layer: Layer): GraphNode {
  requireDefaults(layer, { max_value: [], threshold: [0] });
  return slope(layer, numberOf(layer, ['negative_slope'], 0));
}

function activated(layer: Layer, input: GraphNode, activation: unknown): GraphNode {
  switch (activation) {
    case undefined:
    case null:
    case 'linear':
      return input;
    case 'relu':
      return slope(layer, 0, input);
    case 'leaky_relu':
      return slope(layer, 0.2, input); // of the function, whose default is not the layer's
    case 'tanh':
      return { op: 'tanh', label: layer.label, input };
    default:
      throw strange(layer, 'ReLU, LeakyReLU or tanh', typeof activation === 'string' ? quote(activation) : 'another');
  }
}

function joined(layer: Layer, op: 'concat' | 'add'): GraphNode {
  if (op === 'concat') requireDefaults(layer, { axis: [-1, 3] });
  return { op, label: layer.label, inputs: layer.inputs };
}

function zeroPadding(layer: Layer): GraphNode {
  const parsed = v.safeParse(v.tuple([v.tuple([side, side]), v.tuple([side, side])]), layer.config.padding);
  if (!parsed.success) throw strange(layer, 'padding on each side', 'another');
  const [[above, below], [left, right]] = parsed.output;
  return {
    op: 'pad',
    label: layer.label,
    padding: [above, left, below, right],
    isReflected: false,
    input: only(layer),
  };
}

const side = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(64));

function doubled(layer: Layer): GraphNode {
  requireDefaults(layer, { interpolation: ['nearest'] });
  if (pairOf(layer, 'size').join() !== '2,2') throw strange(layer, 'a doubled image', 'another size');
  return { op: 'double', label: layer.label, input: only(layer) };
}

function pairOf(layer: Layer, key: string): [number, number] {
  const parsed = v.safeParse(v.union([v.tuple([side, side]), side]), layer.config[key]);
  if (!parsed.success) throw strange(layer, `two numbers of ${key}`, 'others');
  return typeof parsed.output === 'number' ? [parsed.output, parsed.output] : parsed.output;
}

function numberOf(layer: Layer, keys: readonly string[], byDefault: number): number {
  const value = keys.map((key) => layer.config[key]).find((each) => each !== undefined && each !== null) ?? byDefault;
  if (typeof value !== 'number' || !(value >= 0 && value <= 1e3))
    throw strange(layer, `${keys[0]} as a number`, 'another');
  return value;
}

/** Settings that change what a layer does, and are to be as they are when nothing is said. */
function requireDefaults(layer: Layer, allowed: Readonly<Record<string, readonly unknown[]>>): void {
  for (const [key, values] of Object.entries(allowed)) {
    const value = layer.config[key] ?? undefined;
    const text = JSON.stringify(value);
    if (value === undefined || values.some((each) => JSON.stringify(each) === text)) continue;
    throw strange(layer, `the usual ${key}`, quote(text));
  }
}

function strange({ label }: Layer, expected: string, got: string): ConvertError {
  return new ConvertError(
    `Expected ${expected} in the ${label}, got ${got}. Only the U-Nets of pix2pix's code bases can be converted.`,
  );
}
