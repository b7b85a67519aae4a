import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { UsageError } from '@pix2pix-ts/common/node';
import { defineCommand } from '../cli/define-command.ts';
import { choice, wholeNumber } from '../cli/flag-values.ts';
import type { OptionRow } from '../cli/options.ts';

/** The flags of `pix2pix export`. */
export const EXPORT_OPTIONS = [
  {
    flag: '--model <file>',
    help: 'the weights, model.safetensors of a run',
    about: 'the weights: `model.safetensors` of a run',
    required: true,
  },
  {
    flag: '--to <type>',
    help: 'float16 (half the size), int8 (a quarter); onnx, transformers (for transformers.js); pytorch-gan, junyanz',
    about:
      '`float16`: half the size, with a pixel value here and there off by one; `int8`: a quarter of the size, each weight in 8 bits with a scale for each output channel (`NAME.scale`, so that any program gets the tensor as weight x scale); `onnx`: a file for onnxruntime and others; `transformers`: a folder for the pipeline `image-to-image` of transformers.js; `pytorch-gan`, `junyanz`: weights that the classes of these code bases load',
    read: choice(['float16', 'int8', 'onnx', 'transformers', 'pytorch-gan', 'junyanz']),
    required: true,
  },
  {
    flag: '--out <file>',
    help: 'where the file goes (default: next to the model, such as NAME.int8.safetensors or NAME.onnx)',
    about:
      'where the file goes; by default, next to the model as `NAME.int8.safetensors`, `NAME.onnx`, `NAME.junyanz.pth` and so on; of a model that has a name, in the current folder. Weights for PyTorch are written as safetensors where it ends in `.safetensors`',
  },
  {
    flag: '--data <dir>',
    help: 'compare on held-out pairs (default: on generated pictures)',
    about: 'compare on the held-out pairs (`val`) of this folder, and show the L1 to their targets as well',
  },
  {
    flag: '--images <paths...>',
    help: 'compare on these images and folders of images instead',
    about: 'compare on these images and folders of images; without this and `--data`, on 8 generated pictures',
  },
  {
    flag: '--limit <n>',
    help: 'compare on at most this many',
    about: 'compare on at most this many, spread evenly over all there are',
    read: wholeNumber(),
    default: 32,
  },
] as const satisfies readonly OptionRow[];

/** `pix2pix export`: a smaller copy of a model, or its weights as others have them. */
export function addExportCommand(program: CommandUnknownOpts): void {
  const command = program
    .command('export')
    .description(
      'write a smaller copy of a model, or its weights for other programs, and say how much its pictures differ',
    );
  defineCommand(command, EXPORT_OPTIONS, async (flags, globals) => {
    if (flags.data !== undefined && flags.images !== undefined)
      throw new UsageError('Expected --data or --images, got both. Leave one out.');
    const { runExport } = await import('./run-export.ts');
    await runExport(flags, globals);
  });
}
