import type { Layout, Source } from './layout.ts';
import { isLeftOver, normOf, normSources, normWords } from './norm-of.ts';

const OUTER = 'model.model';

/**
 * The U-Net of pytorch-CycleGAN-and-pix2pix: each level a sequence that holds the next one. Skips come first in its
 * concatenations, and last in ours.
 */
export const junyanzUnet: Layout = (tensors) => {
  const first = tensors.get(`${OUTER}.0.weight`);
  const last = tensors.get(`${OUTER}.3.weight`);
  if (!first || !last || !tensors.has(`${OUTER}.1.model.1.weight`)) return undefined;
  const levels = [OUTER, `${OUTER}.1.model`];
  while (tensors.has(`${levels.at(-1)}.3.model.1.weight`)) levels.push(`${levels.at(-1)}.3.model`);
  const depth = levels.length;
  const norm = normOf(tensors, `${levels[1]}.1`, `${levels[1]}.2`);
  const sources: Record<string, Source> = {
    'final.weight': { key: `${OUTER}.3.weight`, rotate: (last.shape[0] ?? 0) / 2 },
    'final.bias': { key: `${OUTER}.3.bias` },
  };
  levels.forEach((path, level) => {
    const isInnermost = level === depth - 1;
    const down = level === 0 ? `${path}.0` : `${path}.1`;
    const ours = `down${level + 1}`;
    sources[`${ours}.weight`] = { key: `${down}.weight` };
    // Where there is no norm to take it away again. Without any norm, ours has a bias everywhere and theirs has none.
    if (level === 0 || isInnermost || norm === 'none') sources[`${ours}.bias`] = { key: `${down}.bias`, orElse: 0 };
    if (level > 0 && !isInnermost) Object.assign(sources, normSources(ours, `${path}.2`, norm));
    if (level === 0) return;
    const [up, upNorm] = isInnermost ? [`${path}.3`, `${path}.4`] : [`${path}.5`, `${path}.6`];
    const name = `up${depth - level}`;
    const channels = tensors.get(`${up}.weight`)?.shape[0] ?? 0;
    sources[`${name}.weight`] = { key: `${up}.weight`, ...(!isInnermost && { rotate: channels / 2 }) };
    if (norm === 'none') sources[`${name}.bias`] = { key: `${up}.bias`, orElse: 0 };
    Object.assign(sources, normSources(name, upNorm, norm));
  });
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
    sources,
    // An instance norm subtracts what the bias before it added.
    isIgnored: (key) => isLeftOver(key, norm) || (norm === 'instance' && /\.model\.\d+\.bias$/.test(key)),
  };
};
