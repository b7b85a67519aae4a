import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { globalOptionsOf } from '../cli/global-options.ts';

/** `pix2pix metrics`: the figures of all shards. */
export function addMetricsCommand(program: CommandUnknownOpts): void {
  program
    .command('metrics')
    .description('merge the metrics of the shards of translate --list')
    .argument('<dir>', 'the output folder of translate --list')
    .action(async (dir, _options, command) => {
      const { runMetrics } = await import('./run-metrics.ts');
      await runMetrics(dir, globalOptionsOf(command));
    });
}
