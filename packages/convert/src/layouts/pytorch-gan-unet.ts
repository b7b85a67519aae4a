import type { Layout, Source } from './layout.ts';

/** The U-Net that PyTorch-GAN has since May 2018, which ours is too: `down1.model.0.weight` ... `final.2.bias`. */
export const pytorchGanUnet: Layout = (tensors) => {
  const first = tensors.get('down1.model.0.weight');
  if (!first || !tensors.has('up1.model.0.weight')) return undefined;
  const count = (prefix: string) => {
    let found = 0;
    while (tensors.has(`${prefix}${found + 1}.model.0.weight`)) found++;
    return found;
  };
  const [depth, ups] = [count('down'), count('up')];
  const sources: Record<string, Source> = {};
  for (let level = 1; level <= depth; level++) sources[`down${level}.weight`] = { key: `down${level}.model.0.weight` };
  for (let level = 1; level <= ups; level++) sources[`up${level}.weight`] = { key: `up${level}.model.0.weight` };
  sources['final.weight'] = { key: 'final.2.weight' };
  sources['final.bias'] = { key: 'final.2.bias' };
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
    sources,
    isIgnored: (key) => /\.model\.1\.(running_(mean|var)|num_batches_tracked)$/.test(key),
  };
};
