import type { ForeignTensor } from '../foreign-tensor.ts';

/** Rows and columns added, or cut off by a transposed convolution: above, left, below, right. */
export type Padding = readonly [number, number, number, number];

/** What a node has that is not its operation's. */
type Named = {
  /** How a message names it: `layer "conv2d_3" (Conv2D)`. */
  readonly label: string;
};

/** The image that goes in. */
type InputNode = Named & { readonly op: 'input' };

/** A convolution, and the bias that is added to it. */
export type ConvNode = Named & {
  readonly op: 'conv';
  readonly input: GraphNode;
  readonly isTransposed: boolean;
  readonly kernel: ForeignTensor;
  /** The kernel's height and width. */
  readonly size: readonly [number, number];
  readonly inChannels: number;
  readonly outChannels: number;
  readonly bias?: ForeignTensor | undefined;
  readonly stride: number;
  readonly padding: Padding;
  /** Rows and columns that a transposed one has in addition. */
  readonly outputPadding: number;
};

/** A norm; factors and offsets that are missing are 1 and 0. */
export type NormNode = Named & {
  readonly op: 'norm';
  readonly kind: 'batch' | 'instance';
  readonly input: GraphNode;
  readonly scale?: ForeignTensor | undefined;
  readonly offset?: ForeignTensor | undefined;
  readonly mean?: ForeignTensor | undefined;
  readonly variance?: ForeignTensor | undefined;
  readonly epsilon: number;
};

/** What is negative is multiplied by the slope: 0 of ReLU. */
type SlopeNode = Named & { readonly op: 'slope'; readonly slope: number; readonly input: GraphNode };

/** The hyperbolic tangent. */
export type TanhNode = Named & { readonly op: 'tanh'; readonly input: GraphNode };

/** Channels one after the other, or the sum. */
type JoinNode = Named & { readonly op: 'concat' | 'add'; readonly inputs: readonly GraphNode[] };

/** Zeros around an image, or its mirror image. */
type PadNode = Named & {
  readonly op: 'pad';
  readonly padding: Padding;
  readonly isReflected: boolean;
  readonly input: GraphNode;
};

/** Each pixel as four. */
type DoubleNode = Named & { readonly op: 'double'; readonly input: GraphNode };

/** One operation of a network, and through its inputs all that come before it. Dropout and the like are left out. */
export type GraphNode = InputNode | ConvNode | NormNode | SlopeNode | TanhNode | JoinNode | PadNode | DoubleNode;

/** A network as a file tells it: operations instead of names. */
export type NetworkGraph = {
  /** The last operation. */
  readonly output: GraphNode;
  /** How its kernels are laid out. */
  readonly kernels: 'OIHW' | 'HWIO';
  /** What the file is, in words: `an ONNX model`. */
  readonly source: string;
};
