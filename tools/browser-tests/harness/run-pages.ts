import type { PagesReport } from './pages-process.ts';
import { runProcess } from './run-process.ts';

/**
 * Builds the pages, opens them in a browser and gathers their answers.
 *
 * @param modelFile the path of the model that the pages translate with
 */
export function runPages(modelFile: string): Promise<PagesReport> {
  return runProcess('pages-process.ts', [modelFile]);
}
