import type { NamedAttrMap, Tensor } from '@tensorflow/tfjs-core';

/** Tensors by the names under which a kernel takes them. */
type Given = Readonly<Record<string, Tensor>>;

/** A call of a kernel. */
export type KernelCase = {
  /** The shapes of its inputs, which are float32 unless told otherwise; where their names are numbers, it takes a list. */
  inputs: Readonly<Record<string, readonly number[]>>;
  attrs?: NamedAttrMap;
  /** Between what the values of all inputs lie. @default [-1, 1] */
  range?: readonly [number, number];
  /** Whether they are int32. */
  integers?: boolean;
  /** Inputs that it changes in place: they are compared as well as what it returns. */
  changes?: readonly string[];
  /** What it is to give, from TensorFlow.js's own operations. @default the same kernel of the cpu backend */
  expected?: (given: Given) => Tensor[];
  /** Multiplications and additions, where its speed is a matter of them; otherwise it is one of the bytes. */
  operations?: number;
};

/** The call at a size: `side` and `images` of pictures with `channels`. */
export type CaseOf = (size: CaseSize) => KernelCase;

/** How large the pictures of a call are. */
export type CaseSize = { readonly images: number; readonly side: number; readonly channels: number };
