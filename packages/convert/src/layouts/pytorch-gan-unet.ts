import { countWhile, type Layout, type Source } from './layout.ts';

/** The U-Net that PyTorch-GAN has since May 2018, which ours is too: `down1.model.0.weight` ... `final.2.bias`. */
export const pytorchGanUnet: Layout = (tensors) => {
  const first = tensors.get('down1.model.0.weight');
  if (!first || !tensors.has('up1.model.0.weight')) return undefined;
  const depth = countWhile((level) => tensors.has(`down${level}.model.0.weight`));
  const [filters = 0, inChannels = 0] = first.shape;
  const imageSize = 2 ** depth;
  return {
    kind: 'generator',
    description: `U-Net ${imageSize} of PyTorch-GAN, instance norm, ${filters} filters`,
    config: {
      kind: 'unet',
      imageSize,
      inChannels,
      outChannels: tensors.get('final.2.weight')?.shape[0] ?? 0,
      filters,
      norm: 'instance',
      dropout: 0.5,
    },
    sources: pytorchGanUnetSources(depth),
    isIgnored: (key) => /\.model\.1\.(running_(mean|var)|num_batches_tracked)$/.test(key),
  };
};

/** Where PyTorch-GAN keeps each tensor of a U-Net that goes down that many times. */
export function pytorchGanUnetSources(depth: number): Record<string, Source> {
  const sources: Record<string, Source> = {};
  for (let level = 1; level <= depth; level++) sources[`down${level}.weight`] = { key: `down${level}.model.0.weight` };
  for (let level = 1; level < depth; level++) sources[`up${level}.weight`] = { key: `up${level}.model.0.weight` };
  sources['final.weight'] = { key: 'final.2.weight' };
  sources['final.bias'] = { key: 'final.2.bias' };
  return sources;
}
