import { countWhile, type Layout, type Source } from './layout.ts';
import { isLeftOver, normOf, normSources, normWords, type TorchNorm } from './norm-of.ts';

/** The ResNet of pytorch-CycleGAN-and-pix2pix: `model.1`, `model.4`, `model.7`, the blocks from `model.10` on, and back. */
export const junyanzResnet: Layout = (tensors) => {
  const first = tensors.get('model.1.weight');
  if (!first || !tensors.has('model.10.conv_block.1.weight')) return undefined;
  const blocks = countWhile((block) => tensors.has(`model.${9 + block}.conv_block.1.weight`));
  const norm = normOf(tensors, 'model.1', 'model.2');
  const hasDropout = tensors.get('model.10.conv_block.6.weight')?.shape.length === 4; // without it a norm is there
  const final = `model.${17 + blocks}`;
  const [filters = 0, inChannels = 0] = first.shape;
  return {
    kind: 'generator',
    description: `ResNet of ${blocks} blocks of pytorch-CycleGAN-and-pix2pix, ${normWords[norm]}, ${filters} filters`,
    config: {
      kind: 'resnet',
      imageSize: 256,
      inChannels,
      outChannels: tensors.get(`${final}.weight`)?.shape[0] ?? 0,
      filters,
      norm,
      dropout: hasDropout ? 0.5 : 0,
      blocks,
    },
    sources: junyanzResnetSources(blocks, norm, hasDropout),
    isIgnored: (key) =>
      isLeftOver(key, norm) || (norm === 'instance' && /\.bias$/.test(key) && key !== `${final}.bias`),
  };
};

/** Where pytorch-CycleGAN-and-pix2pix keeps each tensor of a ResNet. */
export function junyanzResnetSources(blocks: number, norm: TorchNorm, hasDropout: boolean): Record<string, Source> {
  const second = hasDropout ? 6 : 5; // the second convolution of a block
  const sources: Record<string, Source> = {};
  const add = (ours: string, path: string, place: number) => {
    sources[`${ours}.weight`] = { key: `${path}.${place}.weight` };
    if (norm === 'none') sources[`${ours}.bias`] = { key: `${path}.${place}.bias`, orElse: 0 };
    Object.assign(sources, normSources(ours, `${path}.${place + 1}`, norm));
  };
  add('first', 'model', 1);
  add('down1', 'model', 4);
  add('down2', 'model', 7);
  for (let block = 1; block <= blocks; block++) {
    add(`block${block}.conv1`, `model.${9 + block}.conv_block`, 1);
    add(`block${block}.conv2`, `model.${9 + block}.conv_block`, second);
  }
  add('up1', 'model', 10 + blocks);
  add('up2', 'model', 13 + blocks);
  const final = `model.${17 + blocks}`;
  sources['final.weight'] = { key: `${final}.weight` };
  sources['final.bias'] = { key: `${final}.bias` };
  return sources;
}
