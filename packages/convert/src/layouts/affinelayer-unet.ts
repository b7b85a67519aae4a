import { ConvertError } from '../convert-error.ts';
import type { ForeignTensors } from '../foreign-tensor.ts';
import { countWhile, type Layout, type Source } from './layout.ts';

/** What its layers are called since September 2017, and before, when they had no biases. */
const NAMES = [
  {
    down: 'conv2d/kernel',
    up: 'conv2d_transpose/kernel',
    scale: 'batch_normalization/gamma',
    offset: 'batch_normalization/beta',
  },
  { down: 'conv/filter', up: 'deconv/filter', scale: 'batchnorm/scale', offset: 'batchnorm/offset' },
] as const;

/** The U-Net of pix2pix-tensorflow: `generator/encoder_1` ... `generator/decoder_1`, the decoders counted inwards. */
export const affinelayerUnet: Layout = (tensors) => {
  if (![...tensors.keys()].some((key) => /^generator\/encoder_1\//.test(key))) return undefined;
  const names = NAMES.find(({ down }) => tensors.has(`generator/encoder_1/${down}`));
  if (!names) throw separable(tensors);
  const depth = countWhile((level) => tensors.has(`generator/encoder_${level}/${names.down}`));
  const sources: Record<string, Source> = {};
  const add = (ours: string, place: string, kind: 'down' | 'up') => {
    sources[`${ours}.weight`] = { key: `${place}/${names[kind]}` };
    const isOuter = place.endsWith('_1');
    if (isOuter) sources[`${ours}.bias`] = { key: biasOf(`${place}/${names[kind]}`), orElse: 0 };
    if (isOuter) return;
    sources[`${ours}.norm.scale`] = { key: `${place}/${names.scale}` };
    sources[`${ours}.norm.offset`] = { key: `${place}/${names.offset}` };
    sources[`${ours}.norm.mean`] = { key: `${place}/mean`, orElse: 0 };
    sources[`${ours}.norm.variance`] = { key: `${place}/variance`, orElse: 1 };
  };
  for (let level = 1; level <= depth; level++) add(`down${level}`, `generator/encoder_${level}`, 'down');
  for (let level = 1; level < depth; level++) add(`up${level}`, `generator/decoder_${depth + 1 - level}`, 'up');
  add('final', 'generator/decoder_1', 'up');
  const [, , inChannels = 0, filters = 0] = tensors.get(`generator/encoder_1/${names.down}`)?.shape ?? [];
  const imageSize = 2 ** depth;
  return {
    kind: 'generator',
    description: `U-Net ${imageSize} of pix2pix-tensorflow, batch norm, ${filters} filters`,
    config: {
      kind: 'unet',
      imageSize,
      inChannels,
      outChannels: tensors.get(`generator/decoder_1/${names.up}`)?.shape[2] ?? 0,
      filters,
      norm: 'batch',
      dropout: 0.5,
      wiring: 'affinelayer',
    },
    sources,
    kernels: 'HWIO',
    statistics: 'image-only',
    // By the image's own statistics, a norm subtracts what the bias before it added.
    isIgnored: (key) => /\/bias$/.test(key),
  };
};

function biasOf(kernel: string): string {
  return kernel.replace(/[^/]+$/, 'bias');
}

function separable(tensors: ForeignTensors): ConvertError {
  const is = [...tensors.keys()].some((key) => key.includes('separable'));
  return new ConvertError(
    is
      ? 'Expected ordinary convolutions, got separable ones (trained with --separable_conv), which our U-Net does not have. Train without that flag.'
      : 'Expected the layers of pix2pix-tensorflow in generator/encoder_1, got others. Export the checkpoint with its own tool.',
  );
}
