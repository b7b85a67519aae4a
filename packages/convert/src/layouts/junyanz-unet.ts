import type { Layout, Source } from './layout.ts';
import { isLeftOver, normOf, normSources, normWords, type TorchNorm } from './norm-of.ts';

const OUTER = 'model.model';

/**
 * The U-Net of pytorch-CycleGAN-and-pix2pix: each level a sequence that holds the next one. Skips come first in its
 * concatenations, and last in ours.
 */
export const junyanzUnet: Layout = (tensors) => {
  const first = tensors.get(`${OUTER}.0.weight`);
  const last = tensors.get(`${OUTER}.3.weight`);
  if (!first || !last || !tensors.has(`${OUTER}.1.model.1.weight`)) return undefined;
  let depth = 2;
  let innermost = pathOf(1);
  while (tensors.has(`${innermost}.3.model.1.weight`)) innermost = pathOf(depth++);
  const norm = normOf(tensors, `${pathOf(1)}.1`, `${pathOf(1)}.2`);
  const [filters = 0, inChannels = 0] = first.shape;
  const imageSize = 2 ** depth;
  return {
    kind: 'generator',
    description: `U-Net ${imageSize} of pytorch-CycleGAN-and-pix2pix, ${normWords[norm]}, ${filters} filters`,
    config: {
      kind: 'unet',
      imageSize,
      inChannels,
      outChannels: last.shape[1] ?? 0,
      filters,
      norm,
      dropout: 0.5,
      wiring: 'junyanz',
    },
    sources: junyanzUnetSources(depth, filters, norm),
    // An instance norm subtracts what the bias before it added.
    isIgnored: (key) => isLeftOver(key, norm) || (norm === 'instance' && /\.model\.\d+\.bias$/.test(key)),
  };
};

/** Where pytorch-CycleGAN-and-pix2pix keeps each tensor of a U-Net that goes down that many times. */
export function junyanzUnetSources(depth: number, filters: number, norm: TorchNorm): Record<string, Source> {
  const sources: Record<string, Source> = {
    'final.weight': { key: `${OUTER}.3.weight`, rotate: filters },
    'final.bias': { key: `${OUTER}.3.bias` },
  };
  for (let level = 0; level < depth; level++) {
    const path = pathOf(level);
    const isInnermost = level === depth - 1;
    const down = level === 0 ? `${path}.0` : `${path}.1`;
    const ours = `down${level + 1}`;
    sources[`${ours}.weight`] = { key: `${down}.weight` };
    // Where there is no norm to take it away again. Without any norm, ours has a bias everywhere and theirs has none.
    if (level === 0 || isInnermost || norm === 'none') sources[`${ours}.bias`] = { key: `${down}.bias`, orElse: 0 };
    if (level > 0 && !isInnermost) Object.assign(sources, normSources(ours, `${path}.2`, norm));
    if (level === 0) continue;
    const [up, upNorm] = isInnermost ? [`${path}.3`, `${path}.4`] : [`${path}.5`, `${path}.6`];
    const name = `up${depth - level}`;
    const skipped = Math.min(filters * 2 ** level, 8 * filters);
    sources[`${name}.weight`] = { key: `${up}.weight`, ...(!isInnermost && { rotate: skipped }) };
    if (norm === 'none') sources[`${name}.bias`] = { key: `${up}.bias`, orElse: 0 };
    Object.assign(sources, normSources(name, upNorm, norm));
  }
  return sources;
}

/** The sequence of a level, 0 for the outermost. */
function pathOf(level: number): string {
  return level === 0 ? OUTER : `${OUTER}.1.model${'.3.model'.repeat(level - 1)}`;
}
