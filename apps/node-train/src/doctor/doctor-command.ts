import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { defineCommand } from '../cli/define-command.ts';
import { presetChoice } from '../cli/flag-values.ts';

import type { OptionRow } from '../cli/options.ts';

/** The flags of `pix2pix doctor`. */
export const DOCTOR_OPTIONS = [
  {
    flag: '--preset <name>',
    help: 'the networks whose training step is measured: pytorch-gan, junyanz, affinelayer or fast',
    about: 'the networks whose training step is measured',
    read: presetChoice,
    default: 'fast',
  },
  {
    flag: '--data <dir>',
    help: 'say what is slow with these image pairs, data or engine',
    about: 'measure how fast the pairs of this folder come, too, and say which is slow, data or engine',
  },
] as const satisfies readonly OptionRow[];

/** `pix2pix doctor`: what runs here, how fast, and how to make it faster. */
export function addDoctorCommand(program: CommandUnknownOpts): void {
  const doctor = program.command('doctor').description('show what runs here, how fast, and how to make it faster');
  defineCommand(doctor, DOCTOR_OPTIONS, async (flags, globals) => {
    const { runDoctor } = await import('./run-doctor.ts');
    await runDoctor(flags, globals);
  });
}
