import type { NamedTensors } from '@pix2pix-ts/ops';
import { avgPool, concat, image, maxPool, mean, type Tensor2D, type Tensor4D, tidy } from '@tensorflow/tfjs-core';
import type { TensorSpecs } from '../architecture.ts';
import { applyFrozen, type FrozenConvolution, frozenTensors } from './frozen-convolution.ts';

/** The side in pixels to which images are resized. */
const SIDE = 299;
/** How many features an image has. */
export const INCEPTION_FEATURES = 2048;

/** A convolution that keeps the size, unless it has a stride or is `valid`: its name within the block, channels, kernel. */
type Layer = readonly [name: string, outChannels: number, height: number, width: number, form?: 'halve' | 'valid'];

/** What runs beside other branches, whose outputs are joined in their order. */
type Branch = {
  /** What it begins with. @default nothing */
  readonly pool?: 'average' | 'max' | 'halve';
  /** One after the other. */
  readonly layers: readonly Layer[];
  /** Two more, both of the output of the last, joined. @default none */
  readonly fork?: readonly [Layer, Layer];
};

type Block = { readonly name: string; readonly branches: readonly Branch[] };

/** Before the blocks: layers, and where 3 x 3 pixels become their largest with a stride of 2. */
const STEM: readonly (Layer | 'pool')[] = [
  ['Conv2d_1a_3x3', 32, 3, 3, 'halve'],
  ['Conv2d_2a_3x3', 32, 3, 3, 'valid'],
  ['Conv2d_2b_3x3', 64, 3, 3],
  'pool',
  ['Conv2d_3b_1x1', 80, 1, 1],
  ['Conv2d_4a_3x3', 192, 3, 3, 'valid'],
  'pool',
];

/** Szegedy et al. 2016, figures 5 to 7 and 10, with the names and the order of torchvision. Comments give the output at 299 px. */
function blocks(): Block[] {
  return [
    blockA('Mixed_5b', 32), // [B, 35, 35, 256]
    blockA('Mixed_5c', 64),
    blockA('Mixed_5d', 64), // [B, 35, 35, 288]
    {
      name: 'Mixed_6a',
      branches: [
        { layers: [['branch3x3', 384, 3, 3, 'halve']] },
        {
          layers: [
            ['branch3x3dbl_1', 64, 1, 1],
            ['branch3x3dbl_2', 96, 3, 3],
            ['branch3x3dbl_3', 96, 3, 3, 'halve'],
          ],
        },
        { pool: 'halve', layers: [] },
      ],
    }, // [B, 17, 17, 768]
    blockC('Mixed_6b', 128),
    blockC('Mixed_6c', 160),
    blockC('Mixed_6d', 160),
    blockC('Mixed_6e', 192), // [B, 17, 17, 768]
    {
      name: 'Mixed_7a',
      branches: [
        {
          layers: [
            ['branch3x3_1', 192, 1, 1],
            ['branch3x3_2', 320, 3, 3, 'halve'],
          ],
        },
        {
          layers: [
            ['branch7x7x3_1', 192, 1, 1],
            ['branch7x7x3_2', 192, 1, 7],
            ['branch7x7x3_3', 192, 7, 1],
            ['branch7x7x3_4', 192, 3, 3, 'halve'],
          ],
        },
        { pool: 'halve', layers: [] },
      ],
    }, // [B, 8, 8, 1280]
    blockE('Mixed_7b', 'average'),
    blockE('Mixed_7c', 'max'), // [B, 8, 8, 2048]: FID's weights were trained with this slip, which belongs to them
  ];
}

function blockA(name: string, pooled: number): Block {
  return {
    name,
    branches: [
      { layers: [['branch1x1', 64, 1, 1]] },
      {
        layers: [
          ['branch5x5_1', 48, 1, 1],
          ['branch5x5_2', 64, 5, 5],
        ],
      },
      {
        layers: [
          ['branch3x3dbl_1', 64, 1, 1],
          ['branch3x3dbl_2', 96, 3, 3],
          ['branch3x3dbl_3', 96, 3, 3],
        ],
      },
      { pool: 'average', layers: [['branch_pool', pooled, 1, 1]] },
    ],
  };
}

function blockC(name: string, inner: number): Block {
  return {
    name,
    branches: [
      { layers: [['branch1x1', 192, 1, 1]] },
      {
        layers: [
          ['branch7x7_1', inner, 1, 1],
          ['branch7x7_2', inner, 1, 7],
          ['branch7x7_3', 192, 7, 1],
        ],
      },
      {
        layers: [
          ['branch7x7dbl_1', inner, 1, 1],
          ['branch7x7dbl_2', inner, 7, 1],
          ['branch7x7dbl_3', inner, 1, 7],
          ['branch7x7dbl_4', inner, 7, 1],
          ['branch7x7dbl_5', 192, 1, 7],
        ],
      },
      { pool: 'average', layers: [['branch_pool', 192, 1, 1]] },
    ],
  };
}

function blockE(name: string, pool: 'average' | 'max'): Block {
  return {
    name,
    branches: [
      { layers: [['branch1x1', 320, 1, 1]] },
      {
        layers: [['branch3x3_1', 384, 1, 1]],
        fork: [
          ['branch3x3_2a', 384, 1, 3],
          ['branch3x3_2b', 384, 3, 1],
        ],
      },
      {
        layers: [
          ['branch3x3dbl_1', 448, 1, 1],
          ['branch3x3dbl_2', 384, 3, 3],
        ],
        fork: [
          ['branch3x3dbl_3a', 384, 1, 3],
          ['branch3x3dbl_3b', 384, 3, 1],
        ],
      },
      { pool, layers: [['branch_pool', 192, 1, 1]] },
    ],
  };
}

/** What runs a layer on what goes in; `Value` is what goes through the network: a tensor, or the number of its channels. */
type Run<Value> = {
  layer(layer: Layer, prefix: string, x: Value): Value;
  pool(kind: NonNullable<Branch['pool']>, x: Value): Value;
  join(parts: Value[]): Value;
};

/** The network from its input to the last block, in the order in which it runs. */
function walk<Value>(run: Run<Value>, input: Value): Value {
  let x = input;
  for (const step of STEM) x = step === 'pool' ? run.pool('halve', x) : run.layer(step, '', x);
  for (const { name, branches } of blocks()) {
    const outputs = branches.map(({ pool, layers, fork }) => {
      let h = pool === undefined ? x : run.pool(pool, x);
      for (const layer of layers) h = run.layer(layer, `${name}.`, h);
      return fork === undefined ? h : run.join(fork.map((layer) => run.layer(layer, `${name}.`, h)));
    });
    x = run.join(outputs);
  }
  return x;
}

function frozen(
  [name, outChannels, height, width, form]: Layer,
  prefix: string,
  inChannels: number,
): FrozenConvolution {
  return {
    name: prefix + name,
    kernel: [height, width],
    stride: form === 'halve' ? 2 : 1,
    padding: form === undefined ? 'same' : 0,
    inChannels,
    outChannels,
  };
}

/** Every tensor of InceptionV3 up to its features, batch norms moved into the convolutions before them: 94 kernels and biases. */
export function inceptionTensors(): TensorSpecs {
  const specs: TensorSpecs = {};
  walk<number>(
    {
      layer(layer, prefix, inChannels) {
        Object.assign(specs, frozenTensors(frozen(layer, prefix, inChannels)));
        return layer[1];
      },
      pool: (_, channels) => channels,
      join: (parts) => parts.reduce((sum, channels) => sum + channels, 0),
    },
    3,
  );
  return specs;
}

const RUN_POOL = {
  average: (x: Tensor4D) => avgPool(x, 3, 1, 'same'), // whose border means are of the pixels that are there
  max: (x: Tensor4D) => maxPool(x, 3, 1, 'same'),
  halve: (x: Tensor4D) => maxPool(x, 3, 2, 'valid'),
} as const;

/**
 * The features of FID and KID: InceptionV3 of December 2015 as pytorch-fid runs it, up to the mean over the last block. Images are
 * resized to 299 x 299 bilinearly, without antialiasing. An image takes 5.7 billion multiplications.
 *
 * @param tensors those that `inceptionTensors` names, which nobody checks here
 * @param images [B, H, W, 3] in [-1, 1], of any size
 * @returns [B, 2048], owned by the caller.
 */
export function applyInception(tensors: NamedTensors, images: Tensor4D): Tensor2D {
  return tidy(() => {
    const run: Run<Tensor4D> = {
      layer: (layer, prefix, x) => applyFrozen(frozen(layer, prefix, x.shape[3]), tensors, x),
      pool: (kind, x) => RUN_POOL[kind](x),
      join: (parts) => concat(parts, 3),
    };
    const resized = image.resizeBilinear(images, [SIDE, SIDE], false, true); // [B, 299, 299, 3]
    return mean(walk(run, resized), [1, 2]) as Tensor2D; // [B, 2048]
  });
}
