import type { GeneratorConfig } from '@pix2pix-ts/models';
import type { ForeignTensor } from '../foreign-tensor.ts';
import type { Recognised, Source } from '../layouts/layout.ts';
import { normWords } from '../layouts/norm-of.ts';
import { isResnet, matchResnet } from './match-resnet.ts';
import { matchUnet } from './match-unet.ts';
import { misfit } from './misfit.ts';
import type { ConvNode, NetworkGraph, NormNode, TanhNode } from './network-graph.ts';
import { type GraphNorm, type MatchedUnit, unitTensors } from './unit-tensors.ts';

/** A network of a graph, and its tensors by our names in the file's layout. */
export type RecognisedGraph = { readonly recognised: Recognised; readonly tensors: ReadonlyMap<string, ForeignTensor> };

/** Whose blocks they are, in a description. */
const WIRINGS = {
  'pytorch-gan': 'PyTorch-GAN',
  junyanz: 'pytorch-CycleGAN-and-pix2pix',
  affinelayer: 'pix2pix-tensorflow',
  'tensorflow-tutorial': 'the TensorFlow tutorial',
};

/** The generator that a graph computes. @throws ConvertError with the first node, from the output's side, that does not fit */
export function recogniseGraph({ output, kernels, source }: NetworkGraph): RecognisedGraph {
  if (output.op !== 'tanh') throw misfit(output, 'a generator that ends in tanh');
  const { units, words, configOf } = isResnet(output) ? resnetIn(output) : unetIn(output);
  const norm = normOf(units);
  const convolutions = units.map(({ unit }) => unit.conv);
  const { inChannels, outChannels: filters } = convolutions[0] as ConvNode;
  const { outChannels } = convolutions.at(-1) as ConvNode;
  return {
    recognised: {
      kind: 'generator',
      description: `${words} in ${source}, ${norm === 'instance-affine' ? 'instance norm with factors' : normWords[norm]}, ${filters} filters`,
      config: configOf({ inChannels, outChannels, filters, norm }),
      kernels,
      statistics: 'running',
      sources: sourcesOf(units, norm),
      isIgnored: () => false,
    },
    tensors: tensorsOf(units, norm, kernels),
  };
}

/** What all generators' configurations have, from the units of a graph. */
type Common = { inChannels: number; outChannels: number; filters: number; norm: GraphNorm };

/** A generator of one architecture: its units from the image on, what it is in words, and its configuration. */
type Matched = {
  readonly units: readonly MatchedUnit[];
  readonly words: string;
  configOf(common: Common): GeneratorConfig;
};

function resnetIn(output: TanhNode): Matched {
  const { blocks, units } = matchResnet(output);
  const configOf = (common: Common): GeneratorConfig => ({
    ...common,
    kind: 'resnet',
    imageSize: 256,
    dropout: 0,
    blocks,
  });
  return { units, words: `ResNet of ${blocks} blocks`, configOf };
}

function unetIn(output: TanhNode): Matched {
  const { wiring, depth, units } = matchUnet(output);
  const imageSize = 2 ** depth;
  const configOf = (common: Common): GeneratorConfig => ({
    ...common,
    kind: 'unet',
    imageSize,
    dropout: 0.5,
    ...(wiring && { wiring }),
  });
  return { units, words: `U-Net ${imageSize} as in ${WIRINGS[wiring ?? 'pytorch-gan']}`, configOf };
}

/** Exporters multiply batch norm into the kernels before it: where one has none, the others are to have none either. */
function normOf(units: readonly MatchedUnit[]): GraphNorm {
  const normed = units.filter(({ isBare }) => !isBare).map(({ unit }) => unit);
  const norms = normed.flatMap(({ norm }) => (norm ? [norm] : []));
  const instance = norms.find(({ kind }) => kind === 'instance');
  const bare = normed.find(({ norm }) => !norm);
  if (instance) {
    const other = norms.find(({ kind }) => kind === 'batch');
    if (other) throw misfit(other, 'one kind of norm', 'a second one');
    if (bare) throw misfit(bare.conv, 'an instance norm behind each convolution but the outer ones', 'none');
    return norms.every(isPlain) ? 'instance' : 'instance-affine';
  }
  return norms.length === 0 || bare ? 'none' : 'batch';
}

/** Whether a norm has no factors and offsets that do anything, as our instance norm has none. */
function isPlain({ scale, offset }: NormNode): boolean {
  const ofBoth = [scale?.read().every((value) => value === 1), offset?.read().every((value) => value === 0)];
  return !ofBoth.includes(false);
}

/** The tensors of our norms. */
const NORM_TENSORS: Readonly<Record<GraphNorm, readonly string[]>> = {
  batch: ['scale', 'offset', 'mean', 'variance'],
  instance: [],
  'instance-affine': ['scale', 'offset'],
  none: [],
};

function sourcesOf(units: readonly MatchedUnit[], norm: GraphNorm): Record<string, Source> {
  const sources: Record<string, Source> = {};
  for (const { name, isBare, rotate } of units) {
    sources[`${name}.weight`] = { key: `${name}.weight`, rotate };
    if (norm === 'none' || isBare) sources[`${name}.bias`] = { key: `${name}.bias`, orElse: 0 };
    for (const own of isBare ? [] : NORM_TENSORS[norm]) sources[`${name}.norm.${own}`] = { key: `${name}.norm.${own}` };
  }
  return sources;
}

function tensorsOf(
  units: readonly MatchedUnit[],
  norm: GraphNorm,
  kernels: NetworkGraph['kernels'],
): Map<string, ForeignTensor> {
  return new Map(
    units.flatMap((unit) => {
      const { isTransposed } = unit.unit.conv;
      const outputAxis = kernels === 'OIHW' ? (isTransposed ? 1 : 0) : isTransposed ? 2 : 3;
      return [...unitTensors(unit, norm, outputAxis)];
    }),
  );
}
