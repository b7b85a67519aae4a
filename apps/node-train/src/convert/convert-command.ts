import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { directions } from '@pix2pix-ts/common';
import { defineCommand } from '../cli/define-command.ts';
import { choice, wholeNumber } from '../cli/flag-values.ts';
import type { OptionRow } from '../cli/options.ts';

/** The flags of `pix2pix convert`. */
export const CONVERT_OPTIONS = [
  { flag: '--out <file>', help: 'where the model goes, such as model.safetensors', required: true },
  {
    flag: '--direction <direction>',
    help: 'what it was trained to do',
    about: 'what it was trained to do; the file does not tell',
    read: choice(directions),
    default: 'AtoB',
  },
  {
    flag: '--size <px>',
    help: 'the image size of a ResNet (default: 256; a U-Net has its own)',
    about: 'the image size, where the network fits several: 256 for a ResNet; a U-Net has its own',
    read: wholeNumber(16, 4096),
  },
  {
    flag: '--statistics <image|running>',
    help: "what batch norm divides by: the image's own (as test.py does), or running ones (as with --eval; default of model.json and ONNX)",
    about:
      "what batch norm divides by: the image's own statistics, as `test.py` of junyanz does by itself, or the running ones, as it does with `--eval` and as others run a model.json or an ONNX model (image; running for those two)",
    read: choice(['image', 'running']),
  },
  {
    flag: '--dropout <off|on>',
    help: 'whether translations have dropout as noise',
    about: 'whether translations have dropout as noise, as `test.py` has without `--no_dropout` and `--eval`',
    read: choice(['off', 'on']),
    default: 'off',
  },
  {
    flag: '--network <path>',
    help: 'which network, where the file holds several, such as netG_A',
    about: 'which network, where the file holds several generators, such as `netG_A`; an error lists them',
  },
] as const satisfies readonly OptionRow[];

/** `pix2pix convert`: weights of another code base as a model of ours. */
export function addConvertCommand(program: CommandUnknownOpts): void {
  const command = program
    .command('convert')
    .description('make a model of the weights of another code base (.pth, .pict, .onnx, model.json)')
    .argument(
      '<files...>',
      'the weights of a generator, such as latest_net_G.pth or model.json; or the file for FID and KID, or the two for LPIPS',
    );
  defineCommand(command, CONVERT_OPTIONS, async (flags, globals, [files]) => {
    const { runConvert } = await import('./run-convert.ts');
    await runConvert({ ...flags, files: files as string[] }, globals);
  });
}
