import type { Norm } from '../norms/norm.ts';

/** What distinguishes the U-Nets of different code bases, apart from sizes and norms. */
export type Wiring = {
  /** Whether ReLU cuts off what is negative in a skip, because activations come before convolutions there. */
  readonly rectifiesSkips: boolean;
  /** Whether the innermost block has a norm: of a square its one pixel has no variance, and the norm's offset is all that is left. */
  readonly normalizesInnermost: boolean;
  /** The share of what is negative that LeakyReLU lets through. @default 0.2 */
  readonly slope?: number | undefined;
  /** Whether a block without a norm on the way down has a bias, in a network of this norm. */
  bareBias(norm: Norm): boolean;
  /** Whether values are dropped on the way down, from `down4` on. */
  readonly dropsDown: boolean;
  /** Whether `up<level>` drops values, in a U-Net that goes down `depth` times. */
  dropsUp(level: number, depth: number): boolean;
  /** The last convolution. */
  readonly final: 'upsampled' | 'transposed';
};

/** The name of a code base whose U-Net is known. */
export type WiringName = 'pytorch-gan' | 'junyanz' | 'affinelayer' | 'tensorflow-tutorial';

/** The code bases by name. */
export const wirings: Readonly<Record<WiringName, Wiring>> = {
  'pytorch-gan': {
    rectifiesSkips: false,
    normalizesInnermost: false,
    bareBias: () => false,
    dropsDown: true,
    dropsUp: (level, depth) => level <= depth - 4,
    final: 'upsampled',
  },
  junyanz: {
    rectifiesSkips: true,
    normalizesInnermost: false,
    bareBias: (norm) => !norm.addsOffset,
    dropsDown: false,
    dropsUp: (level, depth) => level >= 2 && level <= depth - 4,
    final: 'transposed',
  },
  affinelayer: {
    rectifiesSkips: true,
    normalizesInnermost: true,
    bareBias: () => true,
    dropsDown: false,
    dropsUp: (level) => level <= 3,
    final: 'transposed',
  },
  'tensorflow-tutorial': {
    rectifiesSkips: false,
    normalizesInnermost: true,
    slope: 0.3, // of Keras's LeakyReLU when nothing is said
    bareBias: () => false,
    dropsDown: false,
    dropsUp: (level) => level <= 3,
    final: 'transposed',
  },
};
