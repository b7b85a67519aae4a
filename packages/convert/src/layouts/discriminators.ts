import type { ForeignTensors } from '../foreign-tensor.ts';
import type { Layout, Source } from './layout.ts';
import { isLeftOver, normOf, normSources, normWords } from './norm-of.ts';

/** PyTorch-GAN's PatchGAN: `model.0`, `model.2`, `model.5`, `model.8`, and the logits at `model.12` behind a padding. */
export const pytorchGanDiscriminator: Layout = (tensors) => {
  const first = tensors.get('model.0.weight');
  const layers = countLayers(tensors);
  const final = `model.${3 * layers}`;
  if (!first || layers < 2 || !tensors.has(`${final}.weight`)) return undefined;
  const sources: Record<string, Source> = { 'final.weight': { key: `${final}.weight` } };
  for (let level = 1; level <= layers; level++) addConvolution(sources, `block${level}`, `model.${place(level)}`);
  const [filters = 0, channels = 0] = first.shape;
  return {
    kind: 'discriminator',
    description: `PatchGAN discriminator of PyTorch-GAN, instance norm, ${filters} filters`,
    config: { kind: 'patch', ...halves(channels), filters, norm: 'instance', layers, flatLayers: 0, fullGrid: true },
    sources,
    isIgnored: (key) => isLeftOver(key, 'instance'),
  };
};

/** The discriminators `basic` and `n_layers` of pytorch-CycleGAN-and-pix2pix, which see the condition first. */
export const junyanzPatch: Layout = (tensors) => {
  const first = tensors.get('model.0.weight');
  const blocks = countLayers(tensors) - 1; // the last of them gives the logits
  const final = `model.${place(blocks + 1)}`;
  if (!first || blocks < 2 || tensors.get(`${final}.weight`)?.shape[0] !== 1) return undefined;
  const norm = normOf(tensors, 'model.2', 'model.3');
  const [filters = 0, channels = 0] = first.shape;
  const sources: Record<string, Source> = {};
  for (let level = 1; level <= blocks; level++) {
    const ours = `block${level}`;
    if (level > 1 && norm === 'batch') {
      sources[`${ours}.weight`] = { key: `model.${place(level)}.weight` };
      Object.assign(sources, normSources(ours, `model.${place(level) + 1}`, norm));
    } else addConvolution(sources, ours, `model.${place(level)}`);
  }
  sources['block1.weight'] = { key: 'model.0.weight', rotate: channels / 2 };
  addConvolution(sources, 'final', final);
  return {
    kind: 'discriminator',
    description: `PatchGAN discriminator of pytorch-CycleGAN-and-pix2pix, ${blocks - 1} layers, ${normWords[norm]}, ${filters} filters`,
    config: {
      kind: 'patch',
      ...halves(channels),
      filters,
      norm,
      layers: blocks - 1,
      flatLayers: 1,
      fullGrid: false,
      finalBias: true,
    },
    sources,
    isIgnored: (key) => isLeftOver(key, norm),
  };
};

/** The discriminator `pixel` of pytorch-CycleGAN-and-pix2pix: `net.0`, `net.2`, `net.5`. */
export const junyanzPixel: Layout = (tensors) => {
  const first = tensors.get('net.0.weight');
  if (!first || !tensors.has('net.2.weight') || !tensors.has('net.5.weight')) return undefined;
  const norm = normOf(tensors, 'net.2', 'net.3');
  const [filters = 0, channels = 0] = first.shape;
  const sources: Record<string, Source> = {};
  addConvolution(sources, 'block1', 'net.0');
  sources['block1.weight'] = { key: 'net.0.weight', rotate: channels / 2 };
  sources['block2.weight'] = { key: 'net.2.weight' };
  if (norm !== 'batch') sources['block2.bias'] = { key: 'net.2.bias', orElse: 0 };
  Object.assign(sources, normSources('block2', 'net.3', norm));
  sources['final.weight'] = { key: 'net.5.weight' };
  sources['final.bias'] = { key: 'net.5.bias', orElse: 0 };
  return {
    kind: 'discriminator',
    description: `pixel discriminator of pytorch-CycleGAN-and-pix2pix, ${normWords[norm]}, ${filters} filters`,
    config: { kind: 'pixel', ...halves(channels), filters, norm },
    sources,
    isIgnored: (key) => isLeftOver(key, norm),
  };
};

/** Where a convolution stands in a sequence of convolution, norm and activation; the first has no norm. */
function place(level: number): number {
  return level === 1 ? 0 : 3 * level - 4;
}

function countLayers(tensors: ForeignTensors): number {
  let count = 0;
  while (tensors.get(`model.${place(count + 1)}.weight`)?.shape.length === 4) count++;
  return count;
}

function addConvolution(sources: Record<string, Source>, ours: string, theirs: string): void {
  sources[`${ours}.weight`] = { key: `${theirs}.weight` };
  sources[`${ours}.bias`] = { key: `${theirs}.bias`, orElse: 0 };
}

/** A file does not tell where the condition ends; nearly always both images have the same channels. */
function halves(channels: number) {
  return { conditionChannels: channels - Math.floor(channels / 2), targetChannels: Math.floor(channels / 2) };
}
