import { type ImageSize, longerSide, shorterSide, sizeText } from '@pix2pix-ts/common';
import { type NamedTensors, relu, spreadKernel } from '@pix2pix-ts/ops';
import { concat, type Tensor4D } from '@tensorflow/tfjs-core';
import * as v from 'valibot';
import type { AnyGeneratorConfig, GeneratorArchitecture } from '../architecture.ts';
import { count, dropoutRate, imageSize, nameIn } from '../config-fields.ts';
import { applyBlock, blockRow, blockTensors, type ConvBlock, outputSize } from '../conv-block.ts';
import { norms } from '../norms/index.ts';
import { type WiringName, wirings } from './unet-wirings.ts';

/** The longest side: a file's word is not enough to ask for more memory than that takes. */
const LONGEST = 4096;

/** What a U-Net's configuration must look like. */
export const unetSchema = v.strictObject({
  /** The architecture. */
  kind: v.literal('unet'),
  /**
   * The size of the images, in pixels: the side of a square, a power of two from 32 to 1024, or a width and a height of which
   * the shorter is such a number and the longer a multiple of it, up to 4096.
   */
  imageSize: v.pipe(
    imageSize,
    v.check(fits, ({ input }) =>
      typeof input === 'number'
        ? `Expected an image size of 32, 64, 128, 256, 512 or 1024, got ${input}`
        : `Expected an image size whose shorter side is 32, 64, 128, 256, 512 or 1024 and whose longer one is a multiple of it, up to ${LONGEST}, got ${sizeText(input)}`,
    ),
  ),
  /** Channels of the input, 1 to 4096. */
  inChannels: count,
  /** Channels of the output, 1 to 4096. */
  outChannels: count,
  /** The width of the first block, doubled from block to block up to 8 times; 1 to 4096. */
  filters: count,
  /** The name of the norm. */
  norm: nameIn(norms),
  /** The share of values that the inner blocks drop, 0 to 0.95. */
  dropout: dropoutRate,
  /**
   * How the image is doubled on the way up: `transposed` convolutions, as in the paper; or `nearest` neighbours and a 3x3
   * convolution, which cannot draw a weave where the image is flat, at the same cost and with fewer weights. @default transposed
   */
  upsampling: v.optional(v.picklist(['transposed', 'nearest'])),
  /**
   * Whose blocks these are, where they are not PyTorch-GAN's: those of `junyanz` (pytorch-CycleGAN-and-pix2pix), of
   * `affinelayer` (pix2pix-tensorflow, and the models of ml5), or of the `tensorflow-tutorial`. All three end in a transposed
   * convolution and drop values on the way up alone; the last two normalise the innermost block, too. @default PyTorch-GAN's
   */
  wiring: v.optional(v.picklist(['junyanz', 'affinelayer', 'tensorflow-tutorial'] satisfies WiringName[])),
});

/** A U-Net: images of `imageSize` from inChannels to outChannels, in [-1, 1]. */
export type UnetConfig = v.InferOutput<typeof unetSchema>;

/**
 * The U-Net of PyTorch-GAN: down until the shorter side is one pixel, and up again with a skip from each size to the same
 * one. Its tensors follow from the shorter side alone. Comments give the shapes at 256x256 with 64 filters.
 */
export const unet: GeneratorArchitecture<UnetConfig> = {
  schema: unetSchema,

  tensors(config) {
    const { down, up, final } = unetBlocks(config);
    return Object.assign({}, ...[...down, ...up, final].map(blockTensors));
  },

  apply(config, tensors, x, mode) {
    const { down, up, final, rectifiesSkips } = unetBlocks(config);
    const skips: Tensor4D[] = [];
    let h = x; // [B, 256, 256, 3]
    for (const block of down) {
      h = applyBlock(block, tensors, h, mode);
      skips.push(h); // [B, 128, 128, 64] ... [B, 2, 2, 512], [B, 1, 1, 512]
    }
    const toDecoder = rectifiesSkips ? relu : (skip: Tensor4D) => skip;
    h = toDecoder(skips.pop() as Tensor4D);
    for (const block of up) {
      h = applyBlock(block, tensors, h, mode);
      h = concat([h, toDecoder(skips.pop() as Tensor4D)], 3); // [B, 2, 2, 1024] ... [B, 128, 128, 128]
    }
    return applyBlock(final, tensors, h, mode); // [B, 256, 256, 3]
  },

  summarize(config) {
    const { down, up, final } = unetBlocks(config);
    let size = config.imageSize;
    const rows = down.map((block, i) => {
      const { norm, ...row } = blockRow(block, size);
      size = outputSize(block, size);
      // An innermost norm is there because a code base has it, also where it leaves nothing of one pixel but its offset.
      return { ...row, ...(norm !== undefined && i < down.length - 1 && { norm }) };
    });
    for (const block of up) {
      rows.push(blockRow(block, size, { words: 'skip', channels: block.outChannels }));
      size = outputSize(block, size);
    }
    return [...rows, blockRow(final, size)];
  },

  // Each block halves the sides, as many times as the shorter one of the model's own takes to become one pixel.
  otherSides({ imageSize }) {
    const side = shorterSide(imageSize);
    return { step: side, least: side };
  },
};

/** A network whose upsampling is by transposed convolutions. */
export type TransposedNetwork = {
  /** What `applyGenerator` takes. */
  config: AnyGeneratorConfig;
  /** All of its tensors. */
  tensors: NamedTensors;
  /** Those of them that are new, which the caller disposes. */
  added: NamedTensors;
};

/**
 * A U-Net that doubles by nearest neighbours as one with transposed convolutions, which gives the same pictures: faster to
 * translate with, because the kernels are made once, and known to every other code base. Other networks come back as they are.
 *
 * @param tensors the network's; they stay the caller's
 */
export function withTransposedConvolutions(config: AnyGeneratorConfig, tensors: NamedTensors): TransposedNetwork {
  const { upsampling, ...others } = config;
  if (config.kind !== 'unet' || upsampling !== 'nearest') return { config, tensors, added: {} };
  const resized = unetBlocks(config as UnetConfig).up.map(({ name }) => `${name}.weight`);
  const added = Object.fromEntries(resized.map((name) => [name, spreadKernel(tensors[name] as Tensor4D)]));
  return { config: others as AnyGeneratorConfig, tensors: { ...tensors, ...added }, added };
}

/** A shorter side of 2^n, and a longer one that halves n times too. */
function fits(size: ImageSize): boolean {
  const [shorter, longer] = [shorterSide(size), longerSide(size)];
  return [32, 64, 128, 256, 512, 1024].includes(shorter) && longer % shorter === 0 && longer <= LONGEST;
}

/** The blocks of a U-Net in the order in which they run; what comes up is joined with the skip of its size, [decoder, skip]. */
export type UnetBlocks = {
  /** From the input down to one pixel; each but the last gives a skip. */
  down: ConvBlock[];
  /** Back up, each joined with a skip. */
  up: ConvBlock[];
  /** The one that gives the picture. */
  final: ConvBlock;
  /** Whether ReLU cuts off what is negative in what goes to the way up. */
  rectifiesSkips: boolean;
};

/**
 * `down1` to `down n` halve the image until its shorter side is one pixel, `up1` to `up n-1` double it again, and `final`
 * once more. In PyTorch-GAN the innermost block has no norm, and here neither, whatever the longer side: so a model of a
 * square fits wider images too.
 *
 * @param options `skips`: whether a block on the way up is also given what came down to its size
 */
export function unetBlocks(
  { imageSize, inChannels, outChannels, filters, norm, dropout, upsampling, wiring }: UnetConfig,
  { skips = true }: { skips?: boolean } = {},
): UnetBlocks {
  const depth = Math.log2(shorterSide(imageSize));
  const width = (level: number) => Math.min(filters * 2 ** (level - 1), 8 * filters); // channels after down<level>
  const bias = norm === 'none'; // the offsets that nothing else gives
  const {
    rectifiesSkips,
    normalizesInnermost,
    bareBias,
    slope,
    dropsDown,
    dropsUp,
    final: last,
  } = wirings[wiring ?? 'pytorch-gan'];
  const transposed = { conv: 'transposed', stride: 2, padding: { before: 1, after: 1 } } as const;
  const [down, up]: [ConvBlock[], ConvBlock[]] = [[], []];
  for (let level = 1; level <= depth; level++) {
    const hasNorm = level > 1 && (level < depth || normalizesInnermost);
    down.push({
      name: `down${level}`,
      conv: 'plain',
      stride: 2,
      padding: { before: 1, after: 1 },
      inChannels: level === 1 ? inChannels : width(level - 1),
      outChannels: width(level),
      bias: bias || (!hasNorm && bareBias(norms.get(norm))),
      norm: hasNorm ? norm : undefined,
      activation: 'leakyRelu',
      slope,
      dropout: level >= 4 && dropsDown ? dropout : 0,
    });
  }
  for (let level = 1; level < depth; level++)
    up.push({
      name: `up${level}`,
      ...(upsampling === 'nearest' ? { conv: 'resized' } : transposed),
      inChannels: (level > 1 && skips ? 2 : 1) * width(depth - level + 1), // [decoder, skip]
      outChannels: width(depth - level),
      bias,
      norm,
      activation: 'relu',
      dropout: dropsUp(level, depth) ? dropout : 0,
    });
  const final: ConvBlock = {
    name: 'final',
    ...(last === 'transposed' ? transposed : { conv: last }),
    inChannels: (skips ? 2 : 1) * width(1),
    outChannels,
    bias: true,
    activation: 'tanh',
  };
  return { down, up, final, rectifiesSkips };
}
