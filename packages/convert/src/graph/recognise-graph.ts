import type { ForeignTensor } from '../foreign-tensor.ts';
import type { Recognised, Source } from '../layouts/layout.ts';
import { normWords } from '../layouts/norm-of.ts';
import { isResnet, matchResnet } from './match-resnet.ts';
import { matchUnet } from './match-unet.ts';
import { misfit } from './misfit.ts';
import type { NetworkGraph, NormNode } from './network-graph.ts';
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
export function recogniseGraph(graph: NetworkGraph): RecognisedGraph {
  const { output, kernels, source } = graph;
  if (output.op !== 'tanh') throw misfit(output, 'a generator that ends in tanh');
  const isIgnored = () => false;
  if (isResnet(output)) {
    const { blocks, inChannels, filters, units } = matchResnet(output);
    const norm = normOf(units);
    return {
      recognised: {
        kind: 'generator',
        description: `ResNet of ${blocks} blocks in ${source}, ${normWords[norm]}, ${filters} filters`,
        config: {
          kind: 'resnet',
          imageSize: 256,
          inChannels,
          outChannels: outChannelsOf(units),
          filters,
          norm,
          dropout: 0,
          blocks,
        },
        ...{ kernels, statistics: 'running' },
        sources: sourcesOf(units, norm),
        isIgnored,
      },
      tensors: tensorsOf(units, norm, kernels),
    };
  }
  const { wiring, depth, inChannels, filters, units } = matchUnet(output);
  const norm = normOf(units);
  const imageSize = 2 ** depth;
  return {
    recognised: {
      kind: 'generator',
      description: `U-Net ${imageSize} as in ${WIRINGS[wiring ?? 'pytorch-gan']} in ${source}, ${normWords[norm]}, ${filters} filters`,
      config: {
        kind: 'unet',
        imageSize,
        inChannels,
        outChannels: outChannelsOf(units),
        filters,
        norm,
        dropout: 0.5,
        ...(wiring && { wiring }),
      },
      ...{ kernels, statistics: 'running' },
      sources: sourcesOf(units, norm),
      isIgnored,
    },
    tensors: tensorsOf(units, norm, kernels),
  };
}

function outChannelsOf(units: readonly MatchedUnit[]): number {
  return units.at(-1)?.unit.conv.outChannels ?? 0;
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
    norms.forEach(requirePlain);
    return 'instance';
  }
  return norms.length === 0 || bare ? 'none' : 'batch';
}

/** Our instance norm has no factors. */
function requirePlain(norm: NormNode): void {
  const isPlain = [norm.scale?.read().every((value) => value === 1), norm.offset?.read().every((value) => value === 0)];
  if (isPlain.includes(false)) throw misfit(norm, 'instance norm without factors and offsets', 'some');
}

function sourcesOf(units: readonly MatchedUnit[], norm: GraphNorm): Record<string, Source> {
  const sources: Record<string, Source> = {};
  for (const { name, isBare, rotate } of units) {
    sources[`${name}.weight`] = { key: `${name}.weight`, rotate };
    if (norm === 'none' || isBare) sources[`${name}.bias`] = { key: `${name}.bias`, orElse: 0 };
    if (norm !== 'batch' || isBare) continue;
    for (const own of ['scale', 'offset', 'mean', 'variance'])
      sources[`${name}.norm.${own}`] = { key: `${name}.norm.${own}` };
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
