import { misfit } from './misfit.ts';
import type { ConvNode, GraphNode, NormNode, Padding } from './network-graph.ts';

/** A convolution, the norm behind it, and what the activations behind both leave of what is negative: 1 without any. */
export type ConvUnit = {
  readonly conv: ConvNode;
  readonly norm?: NormNode | undefined;
  readonly slope: number;
  /** What goes into the convolution, before it is padded or doubled. */
  readonly input: GraphNode;
  /** The padding, and what goes before it. */
  readonly padding: Padding;
  readonly isReflected: boolean;
  readonly isDoubled: boolean;
};

/** The unit that ends in a node. @param slope of activations that come after the node */
export function unitAt(node: GraphNode, slope = 1): ConvUnit {
  const activated = activationsAt(node, slope);
  const norm = activated.node.op === 'norm' ? activated.node : undefined;
  const conv = norm ? norm.input : activated.node;
  if (conv.op !== 'conv') throw misfit(conv, 'a convolution');
  const pad = conv.input.op === 'pad' ? conv.input : undefined;
  const doubled = (pad ?? conv).input;
  const isDoubled = doubled.op === 'double';
  return {
    conv,
    norm,
    slope: activated.slope,
    input: isDoubled ? doubled.input : doubled,
    padding: conv.padding.map((side, i) => side + (pad?.padding[i] ?? 0)) as unknown as Padding,
    isReflected: pad?.isReflected ?? false,
    isDoubled,
  };
}

/** The first node that is no activation, and the product of the slopes up to there: activations keep the sign. */
export function activationsAt(node: GraphNode, slope = 1): { node: GraphNode; slope: number } {
  let [at, product] = [node, slope];
  while (at.op === 'slope') {
    product *= at.slope;
    at = at.input;
  }
  return { node: at, slope: product };
}

/** What a convolution has to be. */
export type ConvForm = {
  readonly isTransposed?: boolean;
  readonly kernel: number;
  readonly stride: number;
  readonly padding: Padding;
  readonly outputPadding?: number;
  readonly isReflected?: boolean;
  readonly isDoubled?: boolean;
};

/** @throws ConvertError where the unit's convolution is a different one */
export function requireForm(unit: ConvUnit, form: ConvForm): void {
  const {
    isTransposed = false,
    kernel,
    stride,
    padding,
    outputPadding = 0,
    isReflected = false,
    isDoubled = false,
  } = form;
  const { conv } = unit;
  const isIt =
    conv.isTransposed === isTransposed &&
    conv.size.every((side) => side === kernel) &&
    conv.stride === stride &&
    unit.padding.join() === padding.join() &&
    conv.outputPadding === outputPadding &&
    unit.isReflected === isReflected &&
    unit.isDoubled === isDoubled;
  if (isIt) return;
  const words = `a ${isTransposed ? 'transposed ' : ''}convolution of ${kernel}x${kernel} with stride ${stride} and ${isReflected ? 'reflected ' : ''}padding ${padding}`;
  throw misfit(conv, words, 'a different one');
}
