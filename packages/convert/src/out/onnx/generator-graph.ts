import { type ConvBlock, type GeneratorConfig, norms, resnetBlocks, unetBlocks } from '@pix2pix-ts/models';
import { arrangeForTorch } from '../../arrange.ts';
import { ConvertError } from '../../convert-error.ts';
import { EPSILON } from '../../layouts/norm-of.ts';
import { type GeneratorToWrite, valuesOf } from '../generator-to-write.ts';
import type { OnnxGraph } from './onnx-graph.ts';
import { phaseKernel, resizedTaps, transposedTaps, upsampledTaps } from './phase-kernel.ts';

/** Adds all of a generator's blocks to the graph, [B, C, H, W] in and out. @returns the name of what the last one makes */
export function addGenerator(graph: OnnxGraph, generator: GeneratorToWrite, input: string): string {
  const config: GeneratorConfig = generator.metadata.generator;
  const block = (each: ConvBlock, x: string) => addBlock(graph, generator, each, x);
  if (config.kind === 'unet') {
    const { down, up, final, rectifiesSkips } = unetBlocks(config);
    const toDecoder = (skip: string) => (rectifiesSkips ? graph.add('Relu', [skip]) : skip);
    const skips: string[] = [];
    let h = input;
    for (const each of down) {
      h = block(each, h);
      skips.push(h);
    }
    h = toDecoder(skips.pop() as string);
    for (const each of up) h = graph.add('Concat', [block(each, h), toDecoder(skips.pop() as string)], { axis: 1 });
    return block(final, h);
  }
  if (config.kind === 'resnet') {
    const { head, residual, tail } = resnetBlocks(config);
    let h = input;
    for (const each of head) h = block(each, h);
    for (const [first, second] of residual) h = graph.add('Add', [h, block(second, block(first, h))]);
    for (const each of tail) h = block(each, h);
    return h;
  }
  const { kind } = config as { kind: string };
  throw new ConvertError(`Expected a U-Net or a ResNet, got a generator of the kind '${kind}'.`);
}

function addBlock(graph: OnnxGraph, generator: GeneratorToWrite, block: ConvBlock, x: string): string {
  const { affine, norm } = normOf(generator, block);
  const doubles = block.conv !== 'plain';
  const convolution = doubles ? doublingConvolution(generator, block) : plainConvolution(generator, block);
  const padded = doubles ? x : reflected(graph, block, x);
  const made = addConvolution(graph, generator, block, affine, padded, convolution);
  const h = doubles ? addDepthToSpace(graph, block, made) : made;
  return addActivation(graph, block, norm ? addInstanceNorm(graph, block, norm, h) : h);
}

/** y = scale x + offset for each channel. */
type Affine = { readonly scale: Float32Array; readonly offset: Float32Array };

/**
 * What becomes of a block's norm. Batch norm by running statistics is a factor and an offset for each channel, which go into the
 * convolution; by the image's own it is an instance norm with them.
 */
function normOf(
  generator: GeneratorToWrite,
  { name, norm, outChannels }: ConvBlock,
): { affine?: Affine; norm?: Affine } {
  if (norm === undefined || norm === 'none') return {};
  if (norm === 'instance')
    return { norm: { scale: new Float32Array(outChannels).fill(1), offset: new Float32Array(outChannels) } };
  const of = (own: string) => valuesOf(generator, `${name}.norm.${own}`, outChannels);
  if (norm === 'instance-affine') return { norm: { scale: of('scale'), offset: of('offset') } };
  if (norm !== 'batch')
    throw new ConvertError(
      `Expected one of the norms ${norms.names.join(', ')}, got '${norm}', which ONNX does not have.`,
    );
  const [scale, offset] = [of('scale'), of('offset')];
  if (generator.metadata.statistics === 'image') return { norm: { scale, offset } };
  const [mean, variance] = [of('mean'), of('variance')];
  const factor = scale.map((value, i) => value / Math.sqrt((variance[i] as number) + EPSILON));
  return {
    affine: { scale: factor, offset: offset.map((value, i) => value - (mean[i] as number) * (factor[i] as number)) },
  };
}

type Convolution = {
  /** [out, in, height, width], where each output channel of the block may be several in a row. */
  readonly values: Float32Array;
  readonly shape: readonly [number, number, number, number];
  /** Top, left, bottom, right. */
  readonly pads: readonly number[];
  readonly stride: number;
};

function plainConvolution(generator: GeneratorToWrite, block: ConvBlock): Convolution {
  const { name, kernel = 4, stride = 1, inChannels, outChannels, padding = { before: 0, after: 0 } } = block;
  const { before, after, reflect } = padding;
  const ours = valuesOf(generator, `${name}.weight`, kernel * kernel * inChannels * outChannels);
  const shape = [outChannels, inChannels, kernel, kernel] as const;
  const values = arrangeForTorch(ours, shape, { inputAxis: 1 });
  return { values, shape, pads: reflect ? [0, 0, 0, 0] : [before, before, after, after], stride };
}

/** The image with its mirror image around it, where the block wants that. */
function reflected(graph: OnnxGraph, { padding }: ConvBlock, x: string): string {
  if (!padding?.reflect) return x;
  const { before, after } = padding;
  return graph.add('Pad', [x, graph.integers([0, 0, before, before, 0, 0, after, after])], { mode: 'reflect' });
}

/** A convolution that doubles the image, as a plain one with an output for each of a pixel's four. */
function doublingConvolution(generator: GeneratorToWrite, block: ConvBlock): Convolution {
  const { name, conv, inChannels, outChannels } = block;
  const kernel = conv === 'resized' ? 3 : (block.kernel ?? 4);
  const ours = valuesOf(generator, `${name}.weight`, kernel * kernel * inChannels * outChannels);
  const taps = { resized: resizedTaps, upsampled: upsampledTaps, transposed: transposedTaps(kernel), plain: undefined }[
    conv
  ];
  if (!taps || (conv === 'transposed' && (block.stride !== 2 || block.padding?.before !== 1 || taps[0].length !== 2)))
    throw new ConvertError(
      `Expected a convolution that doubles the image in '${name}', got another. It cannot be written.`,
    );
  const outputsFirst = conv === 'transposed';
  const made = phaseKernel(ours, { kernel, inChannels, outChannels, taps, outputsFirst });
  return { ...made, pads: [1, 1, 1, 1], stride: 1 };
}

/** Lays the four out as pixels. */
function addDepthToSpace(graph: OnnxGraph, { conv }: ConvBlock, h: string): string {
  const doubled = graph.add('DepthToSpace', [h], { blocksize: 2, mode: 'CRD' });
  if (conv === 'upsampled') return doubled;
  // Two taps on a padded image give a row and a column too many, half of which is at either end.
  return graph.add('Slice', [doubled, graph.integers([1, 1]), graph.integers([-1, -1]), graph.integers([2, 3])]);
}

function addConvolution(
  graph: OnnxGraph,
  generator: GeneratorToWrite,
  { name, bias, outChannels }: ConvBlock,
  affine: Affine | undefined,
  x: string,
  { values, shape, pads, stride }: Convolution,
): string {
  const [channels, , height, width] = shape;
  const perChannel = channels / outChannels;
  const added = bias ? valuesOf(generator, `${name}.bias`, outChannels).slice() : undefined;
  const offsets = affine
    ? affine.offset.map((offset, o) => offset + (added?.[o] ?? 0) * (affine.scale[o] as number))
    : added;
  if (affine) {
    const size = values.length / channels;
    for (let i = 0; i < values.length; i++)
      values[i] = (values[i] as number) * (affine.scale[Math.floor(i / size / perChannel)] as number);
  }
  const inputs = [x, graph.floats(`${name}.weight`, shape, values)];
  if (offsets) {
    const repeated = Float32Array.from({ length: channels }, (_, i) => offsets[Math.floor(i / perChannel)] as number);
    inputs.push(graph.floats(`${name}.bias`, [channels], repeated));
  }
  return graph.add('Conv', inputs, { kernel_shape: [height, width], pads, strides: [stride, stride] });
}

function addInstanceNorm(
  graph: OnnxGraph,
  { name, outChannels }: ConvBlock,
  { scale, offset }: Affine,
  x: string,
): string {
  const inputs = [
    graph.floats(`${name}.norm.scale`, [outChannels], scale),
    graph.floats(`${name}.norm.offset`, [outChannels], offset),
  ];
  return graph.add('InstanceNormalization', [x, ...inputs], { epsilon: { float: EPSILON } });
}

function addActivation(graph: OnnxGraph, { activation, slope = 0.2 }: ConvBlock, x: string): string {
  if (activation === 'leakyRelu') return graph.add('LeakyRelu', [x], { alpha: { float: slope } });
  if (activation === 'relu') return graph.add('Relu', [x]);
  return activation === 'tanh' ? graph.add('Tanh', [x]) : x;
}
