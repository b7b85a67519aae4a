import { ConvertError } from '../convert-error.ts';
import type { GraphNode } from './network-graph.ts';

/** A graph is not that of a network of ours: the first node, from the output's side, where it is not. */
export function misfit(node: GraphNode, expected: string, got?: string): ConvertError {
  return new ConvertError(
    `Expected ${expected}, got ${got ? `${got} at ` : ''}the ${node.label}. Only the U-Nets and ResNets of pix2pix's code bases can be converted.`,
  );
}
