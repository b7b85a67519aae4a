import type { UnetConfig } from '@pix2pix-ts/models';
import { activationsAt, type ConvForm, type ConvUnit, requireForm, unitAt } from './conv-unit.ts';
import { misfit } from './misfit.ts';
import type { GraphNode, TanhNode } from './network-graph.ts';
import type { MatchedUnit } from './unit-tensors.ts';

/** A U-Net of a graph: its units by our names, and whose wiring they have. */
export type MatchedUnet = {
  readonly wiring: UnetConfig['wiring'];
  readonly depth: number;
  /** From the image on. */
  readonly units: readonly MatchedUnit[];
};

const HALVED: ConvForm = { kernel: 4, stride: 2, padding: [1, 1, 1, 1] };
const DOUBLED: ConvForm = { ...HALVED, isTransposed: true };
const UPSAMPLED: ConvForm = { kernel: 4, stride: 1, padding: [2, 2, 1, 1], isDoubled: true };

/** No image of 2^10 pixels and less goes down more often. */
const DEEPEST = 10;

type Level = { readonly up: ConvUnit; readonly skip: ConvUnit; readonly isSkipFirst: boolean; readonly at: GraphNode };

/**
 * The U-Net that ends in this node, walked from its output inwards along the decoder, and back out along the encoder.
 *
 * @throws ConvertError with the first node that does not fit
 */
export function matchUnet(output: TanhNode): MatchedUnet {
  const final = unitAt(output.input);
  requireForm(final, final.conv.isTransposed ? DOUBLED : UPSAMPLED);
  const { levels, innermost, at } = decoder(final.input);
  const downs = encoder(innermost);
  if (downs.length !== levels.length + 1)
    throw misfit(at, `${levels.length + 1} convolutions down to the innermost`, `${downs.length}`);
  const skips = [...levels.map(({ skip }) => skip), innermost];
  skips.forEach((skip, level) => {
    if (skip.conv !== downs[level]?.conv) throw misfit(skip.conv, `a skip from level ${level + 1}`, 'another one');
    if (skip.slope !== innermost.slope) throw misfit(skip.conv, 'the same activation in each skip', 'another one');
  });
  const rotateOf = (level: number) => (levels[level]?.isSkipFirst ? (skips[level] as ConvUnit).conv.outChannels : 0);
  const depth = downs.length;
  const first = downs[0] as ConvUnit;
  return {
    wiring: wiringOf(final, innermost, first.slope),
    depth,
    units: [
      ...downs.map((unit, i) => {
        const isOuter = i === 0 || i === depth - 1;
        return { name: `down${i + 1}`, unit, isBare: isOuter && !unit.norm, rotate: 0 };
      }),
      ...levels.map(({ up }, i) => {
        return { name: `up${depth - 1 - i}`, unit: up, isBare: false, rotate: rotateOf(i + 1) };
      }),
      { name: 'final', unit: final, isBare: true, rotate: rotateOf(0) },
    ],
  };
}

/** From the last convolution's input to the innermost one: level 0 is the outermost skip. */
function decoder(input: GraphNode): { levels: Level[]; innermost: ConvUnit; at: GraphNode } {
  const levels: Level[] = [];
  let at = input;
  for (;;) {
    const { node, slope } = activationsAt(at);
    if (node.op !== 'concat' || levels.length > DEEPEST) return { levels, innermost: unitAt(node, slope), at: node };
    const level = levelAt(node, node.inputs, slope);
    requireForm(level.up, DOUBLED);
    if (level.up.slope !== 0) throw misfit(level.up.conv, 'ReLU on the way up', 'another activation');
    levels.push(level);
    at = level.up.input;
  }
}

function levelAt(at: GraphNode, inputs: readonly GraphNode[], slope: number): Level {
  const units = inputs.map((input) => unitAt(input, slope));
  const [first, second] = units;
  if (!first || !second || units.length > 2) throw misfit(at, 'a skip and the way up', `${units.length} inputs`);
  const isSkipFirst = second.conv.isTransposed;
  if (isSkipFirst === first.conv.isTransposed) throw misfit(at, 'a skip and the way up', 'others');
  return isSkipFirst ? { up: second, skip: first, isSkipFirst, at } : { up: first, skip: second, isSkipFirst, at };
}

/** From the innermost convolution to the image: the outermost first. */
function encoder(innermost: ConvUnit): ConvUnit[] {
  const downs = [innermost];
  for (;;) {
    const at = downs[0] as ConvUnit;
    requireForm(at, HALVED);
    if (at.input.op === 'input') break;
    if (downs.length > DEEPEST) throw misfit(at.conv, `at most ${DEEPEST} levels`, 'another one');
    downs.unshift(unitAt(at.input));
  }
  const strange = downs.slice(0, -1).find(({ slope }) => slope !== downs[0]?.slope);
  if (strange) throw misfit(strange.conv, 'the same activation on the way down', 'another one');
  return downs;
}

/** @throws ConvertError for wirings of which nobody's network is known */
function wiringOf(final: ConvUnit, innermost: ConvUnit, slope: number): UnetConfig['wiring'] {
  const rectifies = innermost.slope === 0;
  const isClose = (value: number) => Math.abs(slope - value) < 1e-4;
  if (!final.conv.isTransposed && !rectifies && isClose(0.2) && innermost.slope === slope) return undefined;
  if (final.conv.isTransposed && rectifies && isClose(0.2)) return innermost.norm ? 'affinelayer' : 'junyanz';
  if (final.conv.isTransposed && !rectifies && isClose(0.3) && innermost.slope === slope) return 'tensorflow-tutorial';
  throw misfit(
    innermost.conv,
    'the activations of PyTorch-GAN, junyanz, affinelayer or the TensorFlow tutorial',
    `LeakyReLU of ${Number(slope.toFixed(3))} and skips of ${Number(innermost.slope.toFixed(3))}`,
  );
}
