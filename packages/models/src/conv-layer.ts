import type { Tensor, Tensor1D, Tensor4D } from '@tensorflow/tfjs-core';

/** One block of a network, built around one 4x4 convolution; a network is a list of these. */
export type ConvLayer = {
  /** The block's name, which is also the name of its parameters: `down1`, `up3`, `block2`, `final`. */
  name: string;
  /** Halves the image, doubles it by a transposed convolution or by upsampling first, or keeps its size for the logits. */
  kind: 'down' | 'up' | 'upsample' | 'patch';
  /** Channels that go in, those of the skip included. */
  inChannels: number;
  /** Channels that the convolution gives. */
  outChannels: number;
  /** Whether the convolution adds one. */
  bias: boolean;
  /** Whether a normalisation follows. */
  normalized: boolean;
  /** Whether dropout comes last. */
  dropout: boolean;
};

/** The parameters of one block: weight [4, 4, in, out], or [4, 4, out, in] for `up`, and bias [out] where it has one. */
export type ConvParams = {
  /** Of the shape that `weightShape` tells. */
  weight: Tensor4D;
  /** [out]; only where the block's `bias` is true. */
  bias?: Tensor1D;
};

/** A network's parameters by block: plain data, which whoever made them disposes. */
export type NetworkParams = Record<string, ConvParams>;

/** The shape of the block's weight, in TensorFlow.js's layout. */
export function weightShape({ kind, inChannels, outChannels }: ConvLayer): [number, number, number, number] {
  return kind === 'up' ? [4, 4, outChannels, inChannels] : [4, 4, inChannels, outChannels];
}

/** The dimension of the block's weight that counts its output channels. */
export function outputAxis({ kind }: ConvLayer): 2 | 3 {
  return kind === 'up' ? 2 : 3;
}

/** The number of the block's parameters. */
export function countParameters({ inChannels, outChannels, bias }: ConvLayer): number {
  return 16 * inChannels * outChannels + (bias ? outChannels : 0);
}

/** The parameters as a flat record, each under its path joined by a dot: `down1.weight`. The tensors are the same ones. */
export function nameParams(params: NetworkParams): Record<string, Tensor> {
  const named: Record<string, Tensor> = {};
  for (const [layer, { weight, bias }] of Object.entries(params)) {
    named[`${layer}.weight`] = weight;
    if (bias) named[`${layer}.bias`] = bias;
  }
  return named;
}

/**
 * The parameters of these blocks out of a flat record, the reverse of `nameParams`. The tensors are the same ones.
 *
 * @throws if one is missing, has another shape, or belongs to no block.
 */
export function paramsFromNames(layers: readonly ConvLayer[], named: Record<string, Tensor>): NetworkParams {
  const left = new Map(Object.entries(named));
  const take = (name: string, shape: number[]) => {
    const tensor = left.get(name);
    if (!tensor)
      throw new Error(`Expected a tensor '${name}' of shape [${shape}], got none. Is it another architecture?`);
    if (tensor.shape.join() !== shape.join())
      throw new Error(`Expected '${name}' of shape [${shape}], got [${tensor.shape}]. Is it another architecture?`);
    left.delete(name);
    return tensor;
  };
  const params: NetworkParams = {};
  for (const layer of layers) {
    const weight = take(`${layer.name}.weight`, weightShape(layer)) as Tensor4D;
    params[layer.name] = layer.bias
      ? { weight, bias: take(`${layer.name}.bias`, [layer.outChannels]) as Tensor1D }
      : { weight };
  }
  const [unknown] = left.keys();
  if (unknown !== undefined) throw new Error(`Expected no tensor '${unknown}', got one. Is it another architecture?`);
  return params;
}
