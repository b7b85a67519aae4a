import type { GraphNode } from '../graph/network-graph.ts';
import type { OnnxTensor } from './onnx-tensor.ts';

/** An attribute of a node, whichever kind it has. */
export type OnnxAttribute = {
  readonly float?: number | undefined;
  readonly integer?: number | undefined;
  readonly word: string;
  readonly integers: readonly number[];
  readonly tensor?: OnnxTensor;
};

/** A node of an ONNX graph; its inputs and outputs are names of values. */
export type OnnxNode = {
  readonly name: string;
  readonly kind: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, OnnxAttribute>;
};

/** An ONNX graph. */
export type OnnxGraph = {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly constants: ReadonlyMap<string, OnnxTensor>;
  readonly nodes: readonly OnnxNode[];
};

/** A node with what its inputs are, as far as they are known. */
export type OnnxStep = {
  readonly label: string;
  readonly attributes: OnnxNode['attributes'];
  /** The i-th input as an image; undefined where it is none. */
  image(i: number): GraphNode | undefined;
  /** All inputs that are images. */
  readonly images: readonly GraphNode[];
  /** How many inputs there are. */
  readonly count: number;
  /** The i-th input as weights. */
  weights(i: number): OnnxTensor | undefined;
  /** The i-th input as a few numbers. */
  numbers(i: number): readonly number[] | undefined;
};
