import { shorterSide } from '@pix2pix-ts/common';
import type { GeneratorConfig, ModelMetadata, ResnetConfig, UnetConfig } from '@pix2pix-ts/models';
import { ConvertError } from '../convert-error.ts';
import { junyanzResnetSources } from '../layouts/junyanz-resnet.ts';
import { junyanzUnetSources } from '../layouts/junyanz-unet.ts';
import type { Source } from '../layouts/layout.ts';
import type { TorchNorm } from '../layouts/norm-of.ts';
import { pytorchGanUnetSources } from '../layouts/pytorch-gan-unet.ts';

/** The code bases whose generators can be written. */
export const TORCH_FORMS = ['pytorch-gan', 'junyanz'] as const;

/** A code base: PyTorch-GAN, or pytorch-CycleGAN-and-pix2pix of junyanz. */
export type TorchForm = (typeof TORCH_FORMS)[number];

/** How a code base has a generator of ours. */
export type TorchPlace = {
  /** Where it keeps each tensor, as reading has it. */
  readonly sources: Readonly<Record<string, Source>>;
  /** Its norm. */
  readonly norm: TorchNorm;
  /** Whether its class gives a bias to convolutions before an instance norm, which subtracts it again. */
  readonly hasIdleBiases: boolean;
  /** What makes the class that takes the weights, in its own words. */
  readonly use: string;
};

type Described = Pick<ModelMetadata, 'generator' | 'dropout' | 'statistics'>;

/** How this code base has the generator. @throws ConvertError of one line, where its classes cannot hold it */
export function torchPlace(form: TorchForm, described: Described): TorchPlace {
  return FORMS[form](described);
}

const FORMS: Readonly<Record<TorchForm, (described: Described) => TorchPlace>> = {
  'pytorch-gan': ({ generator }) => {
    const config = unetOf(generator, "PyTorch-GAN's U-Net");
    requireWiring(config, 'pytorch-gan', "PyTorch-GAN's U-Net");
    if (config.norm !== 'instance')
      throw new ConvertError(
        `Expected instance norm, which PyTorch-GAN's U-Net has, got ${config.norm}. Export it to ONNX.`,
      );
    const depth = depthOf(config);
    return {
      sources: pytorchGanUnetSources(depth),
      norm: 'instance',
      hasIdleBiases: false,
      use: pytorchGanUse(config, depth),
    };
  },

  junyanz: (described) => {
    const { generator } = described;
    const norm = torchNorm(generator);
    if (generator.kind === 'resnet') {
      const hasDropout = isDropping(described);
      return {
        sources: junyanzResnetSources(generator.blocks, norm, hasDropout),
        norm,
        hasIdleBiases: norm === 'instance',
        use: junyanzUse(described, norm, resnetNames(generator)),
      };
    }
    const config = unetOf(generator, 'a U-Net or ResNet of pytorch-CycleGAN-and-pix2pix');
    requireWiring(config, 'junyanz', 'a U-Net of pytorch-CycleGAN-and-pix2pix');
    const depth = depthOf(config);
    return {
      sources: junyanzUnetSources(depth, config.filters, norm),
      norm,
      hasIdleBiases: norm === 'instance',
      use: junyanzUse(described, norm, unetNames(config, depth)),
    };
  },
};

function unetOf(config: GeneratorConfig, expected: string): UnetConfig {
  if (config.kind === 'unet') return config;
  throw new ConvertError(`Expected ${expected}, got a generator of the kind '${config.kind}'. Export it to ONNX.`);
}

/** The U-Nets of other code bases differ in skips, norms or the last layer. */
function requireWiring(config: UnetConfig, form: TorchForm, expected: string): void {
  const wiring = config.wiring ?? 'pytorch-gan';
  if (wiring === form) return;
  const [got, to] = OTHER_WIRINGS[wiring];
  throw new ConvertError(`Expected ${expected}, got ${got}. Export it to ${to}.`);
}

/** What it is called, and in which form it can be written. */
const OTHER_WIRINGS: Readonly<Record<NonNullable<UnetConfig['wiring']> | 'pytorch-gan', readonly [string, string]>> = {
  'pytorch-gan': ["PyTorch-GAN's, whose skips and last layer differ", 'pytorch-gan'],
  junyanz: ['that of pytorch-CycleGAN-and-pix2pix', 'junyanz'],
  affinelayer: ['one as affinelayer wires it', 'ONNX'],
  'tensorflow-tutorial': ['one as tensorflow-tutorial wires it', 'ONNX'],
};

function depthOf({ imageSize }: UnetConfig): number {
  return Math.log2(shorterSide(imageSize));
}

function torchNorm({ norm }: GeneratorConfig): TorchNorm {
  const found = (['batch', 'instance', 'none'] as const).find((known) => known === norm);
  if (found) return found;
  throw new ConvertError(
    `Expected batch, instance or no norm, got '${norm}', which pytorch-CycleGAN-and-pix2pix does not have.`,
  );
}

/** Whether its dropout is part of what it is, and not off. */
function isDropping({ generator, dropout }: Described): boolean {
  return dropout === 'on' && generator.dropout > 0;
}

function pytorchGanUse({ inChannels, outChannels, filters }: UnetConfig, depth: number): string {
  const changes = [
    ...(depth === 8 ? [] : [`${depth} levels in place of 8`]),
    ...(filters === 64 ? [] : [`${filters} filters in place of 64`]),
  ];
  const call = `GeneratorUNet(${inChannels}, ${outChannels}) of PyTorch-GAN's pix2pix/models.py, in eval()`;
  return changes.length === 0 ? call : `${call}, with ${changes.join(' and ')}`;
}

/** How a class is asked for: by a name of the command line, where it has one, or by itself. */
type JunyanzNames = { readonly flag: string | undefined; readonly call: string };

function unetNames({ inChannels, outChannels, filters }: UnetConfig, depth: number): JunyanzNames {
  return {
    flag: depth === 8 || depth === 7 ? `unet_${2 ** depth}` : undefined,
    call: `UnetGenerator(${inChannels}, ${outChannels}, ${depth}, ngf=${filters}`,
  };
}

function resnetNames({ inChannels, outChannels, filters, blocks }: ResnetConfig): JunyanzNames {
  return {
    flag: blocks === 9 || blocks === 6 ? `resnet_${blocks}blocks` : undefined,
    call: `ResnetGenerator(${inChannels}, ${outChannels}, n_blocks=${blocks}, ngf=${filters}`,
  };
}

function junyanzUse(described: Described, norm: TorchNorm, { flag, call }: JunyanzNames): string {
  const { inChannels, outChannels, filters } = described.generator;
  const usesRunning = norm === 'batch' && described.statistics !== 'image';
  const drops = isDropping(described);
  if (flag === undefined)
    return `${call}, norm_layer=get_norm_layer('${norm}'), use_dropout=${drops ? 'True' : 'False'}) of its networks.py${usesRunning ? ', in eval()' : ''}`;
  const channels = inChannels === 3 && outChannels === 3 ? '' : ` --input_nc ${inChannels} --output_nc ${outChannels}`;
  return `test.py --model test --netG ${flag} --ngf ${filters} --norm ${norm}${channels}${drops ? '' : ' --no_dropout'}${usesRunning ? ' --eval' : ''}`;
}
