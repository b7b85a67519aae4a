import { ConvertError } from '../convert-error.ts';
import type { ForeignTensor } from '../foreign-tensor.ts';
import type { GraphNode, Padding } from '../graph/network-graph.ts';
import type { OnnxStep } from './onnx-graph.ts';

/** The operations on images that are known, by their names, each as a node. */
export const nodeKinds: ReadonlyMap<string, (step: OnnxStep) => GraphNode> = /* @__PURE__ */ new Map<
  string,
  (step: OnnxStep) => GraphNode
>([
  ['Conv', (step) => convolution(step, false)],
  ['ConvTranspose', (step) => convolution(step, true)],
  ['BatchNormalization', batchNorm],
  ['InstanceNormalization', instanceNorm],
  ['LeakyRelu', (step) => slope(step, step.attributes.get('alpha')?.float ?? 0.01)],
  ['Relu', (step) => slope(step, 0)],
  ['Tanh', (step) => ({ op: 'tanh', label: step.label, input: image(step) })],
  ['Concat', concat],
  ['Add', (step) => ({ op: 'add', label: step.label, inputs: both(step) })],
  ['Pad', pad],
  ['Resize', (step) => doubled(step, 2)],
  ['Upsample', (step) => doubled(step, 1)],
  ['Identity', image],
  ['Dropout', image],
]);

function image(step: OnnxStep): GraphNode {
  const input = step.image(0);
  if (!input) throw strange(step, 'an image as the first input', 'none');
  return input;
}

function both(step: OnnxStep): readonly GraphNode[] {
  if (step.images.length !== 2 || step.count !== 2) throw strange(step, 'two images', 'others');
  return step.images;
}

function convolution(step: OnnxStep, isTransposed: boolean): GraphNode {
  const kernel = weights(step, 1);
  if (kernel.shape.length !== 4) throw strange(step, 'a kernel of four dimensions', String(kernel.shape.length));
  requireDefaults(step, { group: '1', dilations: '1,1', output_shape: '' });
  const [first, second, height, width] = kernel.shape as [number, number, number, number];
  const [stride = 1, across = stride] = list(step, 'strides');
  const [rows = 0, columns = rows] = list(step, 'output_padding');
  const mode = step.attributes.get('auto_pad')?.word || 'NOTSET';
  if (stride !== across || rows !== columns || !['NOTSET', 'VALID'].includes(mode))
    throw strange(step, 'equal strides and explicit padding', 'others');
  return {
    op: 'conv',
    label: step.label,
    input: image(step),
    isTransposed,
    kernel,
    size: [height, width],
    inChannels: isTransposed ? first : second,
    outChannels: isTransposed ? second : first,
    bias: step.count > 2 ? weights(step, 2) : undefined,
    stride,
    padding: sidesOf(step, list(step, 'pads')),
    outputPadding: rows,
  };
}

function sidesOf(step: OnnxStep, pads: readonly number[]): Padding {
  if (pads.length === 0) return [0, 0, 0, 0];
  if (pads.length !== 4 || !pads.every((side) => Number.isInteger(side) && side >= 0 && side <= 64))
    throw strange(step, 'padding on four sides', 'another');
  return pads as unknown as Padding;
}

function batchNorm(step: OnnxStep): GraphNode {
  requireDefaults(step, { training_mode: '0', spatial: '1' });
  return {
    op: 'norm',
    kind: 'batch',
    label: step.label,
    input: image(step),
    scale: weights(step, 1),
    offset: weights(step, 2),
    mean: weights(step, 3),
    variance: weights(step, 4),
    epsilon: epsilonOf(step),
  };
}

function instanceNorm(step: OnnxStep): GraphNode {
  const [scale, offset] = [weights(step, 1), weights(step, 2)];
  return {
    op: 'norm',
    kind: 'instance',
    label: step.label,
    input: image(step),
    scale,
    offset,
    epsilon: epsilonOf(step),
  };
}

function epsilonOf(step: OnnxStep): number {
  const epsilon = step.attributes.get('epsilon')?.float ?? 1e-5;
  if (!(epsilon > 0 && epsilon < 10)) throw strange(step, 'an epsilon above 0', 'another');
  return epsilon;
}

function slope(step: OnnxStep, of: number): GraphNode {
  if (!(of >= 0 && of <= 1)) throw strange(step, 'a slope from 0 to 1', 'another');
  return { op: 'slope', label: step.label, slope: of, input: image(step) };
}

function concat(step: OnnxStep): GraphNode {
  if (![1, -3].includes(step.attributes.get('axis')?.integer ?? 1))
    throw strange(step, 'channels joined', 'another axis');
  return { op: 'concat', label: step.label, inputs: both(step) };
}

/** Of an image [B, C, H, W], in which batch and channels are not padded: their begins come first, then all ends. */
function pad(step: OnnxStep): GraphNode {
  const mode = step.attributes.get('mode')?.word || 'constant';
  const pads = step.count > 1 ? step.numbers(1) : list(step, 'pads');
  const value = step.numbers(2)?.[0] ?? step.attributes.get('value')?.float ?? 0;
  if (pads?.length !== 8 || [0, 1, 4, 5].some((i) => pads[i] !== 0))
    throw strange(step, 'padding of rows and columns', 'another');
  if (!['constant', 'reflect'].includes(mode) || value !== 0) throw strange(step, 'zeros or a mirror image', 'others');
  const padding = sidesOf(
    step,
    [2, 3, 6, 7].map((i) => pads[i] as number),
  );
  return { op: 'pad', label: step.label, padding, isReflected: mode === 'reflect', input: image(step) };
}

/** @param place of the scales among the inputs */
function doubled(step: OnnxStep, place: number): GraphNode {
  const word = (name: string, byDefault: string) => step.attributes.get(name)?.word || byDefault;
  const scales = step.numbers(place);
  const isNearest =
    word('mode', 'nearest') === 'nearest' &&
    ['floor', 'round_prefer_floor'].includes(word('nearest_mode', 'round_prefer_floor')) &&
    ['asymmetric', 'half_pixel'].includes(word('coordinate_transformation_mode', 'half_pixel'));
  if (!isNearest || scales?.join() !== '1,1,2,2') throw strange(step, 'each pixel as four', 'another size or method');
  return { op: 'double', label: step.label, input: image(step) };
}

function weights(step: OnnxStep, i: number): ForeignTensor {
  const tensor = step.weights(i);
  if (!tensor) throw strange(step, `weights as input ${i}`, 'none');
  return tensor.weights();
}

function list({ attributes }: OnnxStep, name: string): readonly number[] {
  return attributes.get(name)?.integers ?? [];
}

/** Attributes that change what a node does, and are to be as they are when nothing is said. */
function requireDefaults(step: OnnxStep, allowed: Readonly<Record<string, string>>): void {
  for (const [name, usual] of Object.entries(allowed)) {
    const attribute = step.attributes.get(name);
    const got =
      attribute && (attribute.integers.length > 0 ? attribute.integers.join() : String(attribute.integer ?? ''));
    if (got !== undefined && got !== usual) throw strange(step, `the usual ${name}`, got.slice(0, 40));
  }
}

function strange({ label }: OnnxStep, expected: string, got: string): ConvertError {
  return new ConvertError(
    `Expected ${expected} in the ${label}, got ${got}. Only the generators of pix2pix's code bases can be converted.`,
  );
}
