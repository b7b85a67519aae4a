import { countWhile, type Layout, type Source } from './layout.ts';
import { EPSILON, isLeftOver, normWords } from './norm-of.ts';

/** Batch norm's epsilon there, where 0.8 was meant to be something else, as a factor of what is normed. */
const FACTOR = Math.sqrt(EPSILON / 0.8);

/**
 * The U-Net that PyTorch-GAN had in April 2018, told apart from the one since by kernels of 3x3. An epsilon e of batch norm is
 * a factor s = sqrt(1e-5 / e) of all that comes before it, because LeakyReLU(s x) = s LeakyReLU(x).
 */
export const earlyPytorchGanUnet: Layout = (tensors) => {
  const first = tensors.get('down1.model.0.weight');
  if (first?.shape[2] !== 3 || !tensors.has('up1.model.1.weight')) return undefined;
  const depth = countWhile((level) => tensors.has(`down${level}.model.0.weight`));
  const norm = tensors.has('down2.model.2.weight') ? 'batch' : 'instance';
  const sources: Record<string, Source> = {
    'final.weight': { key: 'final.1.weight' },
    'final.bias': { key: 'final.1.bias' },
  };
  const add = (name: string, conv: number, hasNorm: boolean) => {
    const factor = hasNorm && norm === 'batch' ? FACTOR : 1;
    const own = `${name}.model.${conv + 2}`;
    sources[`${name}.weight`] = { key: `${name}.model.${conv}.weight`, factor };
    sources[`${name}.bias`] = { key: `${name}.model.${conv}.bias`, factor };
    if (!hasNorm || norm !== 'batch') return;
    sources[`${name}.norm.scale`] = { key: `${own}.weight` };
    sources[`${name}.norm.offset`] = { key: `${own}.bias` };
    sources[`${name}.norm.mean`] = { key: `${own}.running_mean`, factor };
    sources[`${name}.norm.variance`] = { key: `${own}.running_var`, factor: factor ** 2 };
  };
  for (let level = 1; level <= depth; level++) add(`down${level}`, 0, level > 1);
  for (let level = 1; level < depth; level++) add(`up${level}`, 1, true);
  const [filters = 0, inChannels = 0] = first.shape;
  return {
    kind: 'generator',
    description: `U-Net of PyTorch-GAN before May 2018, ${depth} levels, ${normWords[norm]}, ${filters} filters`,
    config: {
      kind: 'early-unet',
      imageSize: 128,
      inChannels,
      outChannels: tensors.get('final.1.weight')?.shape[0] ?? 0,
      filters,
      norm,
      dropout: 0.5,
      depth,
    },
    sources,
    isIgnored: (key) => isLeftOver(key, norm),
  };
};
