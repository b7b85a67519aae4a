import { affinelayerUnet } from './affinelayer-unet.ts';
import { junyanzPatch, junyanzPixel, pytorchGanDiscriminator } from './discriminators.ts';
import { earlyPytorchGanUnet } from './early-pytorch-gan-unet.ts';
import { junyanzResnet } from './junyanz-resnet.ts';
import { junyanzUnet } from './junyanz-unet.ts';
import type { Layout } from './layout.ts';
import { pytorchGanUnet } from './pytorch-gan-unet.ts';

/** Every layout that is known; no file fits two of them. */
export const LAYOUTS: readonly Layout[] = [
  earlyPytorchGanUnet,
  pytorchGanUnet,
  junyanzUnet,
  junyanzResnet,
  pytorchGanDiscriminator,
  junyanzPatch,
  junyanzPixel,
  affinelayerUnet,
];
