import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { encodePng } from '@pix2pix-ts/data/node';
import { sampleGrid } from '../../pictures/index.ts';
import { flattenConfig } from '../../report/flatten-config.ts';
import { beginEventFile, type EventFile } from '../../tensorboard/event-file.ts';
import { logFigures } from '../log-figures.ts';
import { LOG_FILE } from '../run-folder.ts';
import type { RunListener } from './run-listener.ts';

/** What TensorBoard reads, in the folder of a run. */
const TENSORBOARD_FOLDER = 'tensorboard';

/** Whether a run that is resumed was told to write for TensorBoard before, and so goes on with it. */
export function writesTensorboard(folder: string): boolean {
  return existsSync(join(folder, TENSORBOARD_FOLDER));
}

/**
 * Writes the log's figures as scalars, the samples as images and the configuration as text into an event file in the run's
 * folder `tensorboard`, a new one after each resume.
 */
export function writeTensorboard(folder: string, config: Readonly<Record<string, unknown>>): RunListener {
  const log = join(folder, LOG_FILE);
  let file: EventFile | undefined;
  let at = 0;

  async function writeFigures(): Promise<void> {
    const lines = logFigures(log, at);
    let line = await lines.next();
    for (; !line.done; line = await lines.next()) {
      const { step, figures } = line.value;
      const scalars = Object.entries(figures).map(([tag, value]) => ({ kind: 'scalar', tag, value }) as const);
      await file?.write(step, scalars);
    }
    at = line.value;
  }

  return {
    async on(event) {
      const { type, step } = event;
      if (type === 'start') {
        at = await sizeOf(log);
        file = await beginEventFile(join(folder, TENSORBOARD_FOLDER), step);
        await file.write(step, [{ kind: 'text', tag: 'config/text_summary', markdown: configTable(config) }]);
      }
      if ((type === 'step' && event.losses) || type === 'evaluation') await writeFigures();
      if (type === 'sample') {
        const grid = sampleGrid(event.images);
        const { width, height } = grid;
        await file?.write(step, [{ kind: 'image', tag: 'samples', png: await encodePng(grid), width, height }]);
      }
    },
    finish: writeFigures,
  };
}

/** The log's bytes: what is in it was written down before. */
async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}

/** A table in Markdown, which is what TensorBoard shows. */
function configTable(config: Readonly<Record<string, unknown>>): string {
  const cell = (text: string) => text.replace(/[\\|`*_<>[\]]/g, '\\$&').replace(/\s+/g, ' ');
  const rows = flattenConfig(config).map((row) => `| ${row.map(cell).join(' | ')} |`);
  return ['| option | value |', '|---|---|', ...rows].join('\n');
}
