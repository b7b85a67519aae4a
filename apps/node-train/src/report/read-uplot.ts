import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Report } from './report.ts';

const require = createRequire(import.meta.url);

/** The chart library as it was installed with this program. */
export async function readUplot(): Promise<Report['uplot']> {
  const folder = join(dirname(require.resolve('uplot/package.json')), 'dist');
  const [script, style] = await Promise.all([
    readFile(join(folder, 'uPlot.iife.min.js'), 'utf8'),
    readFile(join(folder, 'uPlot.min.css'), 'utf8'),
  ]);
  return { script, style };
}
