import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { choice } from '../cli/flag-values.ts';
import { globalOptionsOf } from '../cli/global-options.ts';

/** `pix2pix doctor`: what runs here, how fast, and how to make it faster. */
export function addDoctorCommand(program: CommandUnknownOpts): void {
  program
    .command('doctor')
    .description('tell what runs here, how fast, and how to make it faster')
    .option(
      '--preset <name>',
      'whose training step is measured: seed or fast',
      choice('--preset', ['seed', 'fast']),
      'fast',
    )
    .action(async (options, command) => {
      const { runDoctor } = await import('./run-doctor.ts');
      await runDoctor(options, globalOptionsOf(command));
    });
}
