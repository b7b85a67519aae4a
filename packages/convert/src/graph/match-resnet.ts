import { activationsAt, type ConvForm, type ConvUnit, requireForm, unitAt } from './conv-unit.ts';
import { misfit } from './misfit.ts';
import type { GraphNode, TanhNode } from './network-graph.ts';
import type { MatchedUnit } from './unit-tensors.ts';

/** A ResNet of a graph: its units by our names. */
export type MatchedResnet = {
  readonly blocks: number;
  /** From the image on. */
  readonly units: readonly MatchedUnit[];
};

const WIDE: ConvForm = { kernel: 7, stride: 1, padding: [3, 3, 3, 3], isReflected: true };
const RESIDUAL: ConvForm = { kernel: 3, stride: 1, padding: [1, 1, 1, 1], isReflected: true };
const HALVED: ConvForm = { kernel: 3, stride: 2, padding: [1, 1, 1, 1] };
const DOUBLED: ConvForm = { ...HALVED, isTransposed: true, outputPadding: 1 };

const MOST_BLOCKS = 64;

/** Whether the last convolution is a ResNet's: 7x7. */
export function isResnet({ input }: TanhNode): boolean {
  return input.op === 'conv' && input.size.every((side) => side === WIDE.kernel);
}

/** The ResNet that ends in this node, walked from its output to the image. @throws ConvertError with the first node that does not fit */
export function matchResnet(output: TanhNode): MatchedResnet {
  const final = required(unitAt(output.input), WIDE);
  const up2 = rectified(final.input, DOUBLED);
  const up1 = rectified(up2.input, DOUBLED);
  const residuals: [ConvUnit, ConvUnit][] = [];
  let at = up1.input;
  while (at.op === 'add' && residuals.length < MOST_BLOCKS) {
    const { pair, input } = residualAt(at);
    residuals.unshift(pair);
    at = input;
  }
  const down2 = rectified(at, HALVED);
  const down1 = rectified(down2.input, HALVED);
  const first = rectified(down1.input, WIDE);
  if (first.input.op !== 'input') throw misfit(first.input, 'the image');
  const named = (name: string, unit: ConvUnit): MatchedUnit => ({ name, unit, isBare: false, rotate: 0 });
  const blocks = residuals.flatMap(([one, two], i) => [
    named(`block${i + 1}.conv1`, one),
    named(`block${i + 1}.conv2`, two),
  ]);
  return {
    blocks: residuals.length,
    units: [
      named('first', first),
      named('down1', down1),
      named('down2', down2),
      ...blocks,
      named('up1', up1),
      named('up2', up2),
      { ...named('final', final), isBare: true },
    ],
  };
}

/** x + conv(relu(conv(x))), each convolution with its norm. */
function residualAt(at: GraphNode & { op: 'add' | 'concat' }): { pair: [ConvUnit, ConvUnit]; input: GraphNode } {
  for (const [x, branch] of [at.inputs, [...at.inputs].reverse()] as GraphNode[][]) {
    if (!x || !branch || !['conv', 'norm'].includes(branch.op)) continue;
    const second = unitAt(branch);
    const { slope } = activationsAt(second.input);
    if (slope !== 0) continue;
    const first = unitAt(second.input);
    if (first.input !== x) continue;
    return { pair: [required(first, RESIDUAL), required(second, RESIDUAL)], input: x };
  }
  throw misfit(at, 'a residual block of two convolutions');
}

function rectified(at: GraphNode, form: ConvForm): ConvUnit {
  const unit = required(unitAt(at), form);
  if (unit.slope !== 0) throw misfit(unit.conv, 'ReLU behind each convolution', 'another activation');
  return unit;
}

function required(unit: ConvUnit, form: ConvForm): ConvUnit {
  requireForm(unit, form);
  return unit;
}
