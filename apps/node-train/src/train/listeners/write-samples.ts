import { join } from 'node:path';
import { writeAtomically } from '@pix2pix-ts/common/node';
import { encodePng } from '@pix2pix-ts/data/node';
import { sampleGrid } from '../../pictures/index.ts';
import { samplePath } from '../run-folder.ts';
import type { RunListener } from './run-listener.ts';

/** Writes each set of samples as one picture. */
export function writeSamples(folder: string): RunListener {
  return {
    async on(event) {
      if (event.type !== 'sample') return;
      await writeAtomically(join(folder, samplePath(event.step)), await encodePng(sampleGrid(event.images)));
    },
  };
}
