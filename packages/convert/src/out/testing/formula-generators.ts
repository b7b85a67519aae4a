import { type GeneratorConfig, generatorTensors } from '@pix2pix-ts/models';
import { formulaTensor } from '@pix2pix-ts/reference';
import type { GeneratorToWrite } from '../generator-to-write.ts';
import type { TorchForm } from '../torch-forms.ts';

/** A generator with weights by formula, large enough that every layer matters. */
export function formulaGenerator(
  generator: GeneratorConfig,
  changes: Partial<GeneratorToWrite['metadata']> = {},
): GeneratorToWrite {
  const values = Object.entries(generatorTensors(generator)).map(([name, { shape }]) => {
    const drawn = formulaTensor(`export.${name}`, [...shape]).values;
    const middle = /\.norm\.(scale|variance)$/.test(name) ? 1 : 0;
    return [name, Float32Array.from(drawn, (value) => Math.fround(middle + 10 * value))] as const;
  });
  return { metadata: { generator, dropout: 'off', ...changes }, values: Object.fromEntries(values) };
}

const SMALL = { inChannels: 3, outChannels: 3, filters: 2, dropout: 0.5 } as const;

/** Generators that are written for PyTorch, by the names of their files in `fixtures/exported`. */
export const TORCH_EXPORTS: Readonly<Record<string, { form: TorchForm; generator: GeneratorToWrite }>> = {
  'gan-nearest': {
    form: 'pytorch-gan',
    generator: formulaGenerator({ ...SMALL, kind: 'unet', imageSize: 64, norm: 'instance', upsampling: 'nearest' }),
  },
  'junyanz-unet-batch': {
    form: 'junyanz',
    generator: formulaGenerator({ ...SMALL, kind: 'unet', imageSize: 32, norm: 'batch', wiring: 'junyanz' }),
  },
  'junyanz-resnet-instance': {
    form: 'junyanz',
    generator: formulaGenerator({ ...SMALL, kind: 'resnet', imageSize: 32, norm: 'instance', blocks: 6 }),
  },
};
