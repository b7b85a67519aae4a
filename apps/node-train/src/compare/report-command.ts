import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { defineCommand } from '../cli/define-command.ts';
import type { OptionRow } from '../cli/options.ts';

/** The flags of `pix2pix report`. */
export const REPORT_OPTIONS = [
  {
    flag: '--out <file>',
    help: 'where the page goes',
    about: 'where the page goes; only a page that this command made is replaced',
    default: 'comparison.html',
  },
] as const satisfies readonly OptionRow[];

/** `pix2pix report`: runs next to each other. */
export function addReportCommand(program: CommandUnknownOpts): void {
  const report = program
    .command('report')
    .description('compare runs in one page: losses, held-out metrics, samples, options')
    .argument('<runs...>', "the runs' folders, such as runs/*");
  defineCommand(report, REPORT_OPTIONS, async (flags, globals, [folders]) => {
    const { runReport } = await import('./run-report.ts');
    await runReport({ ...flags, folders: folders as string[] }, globals);
  });
}
