import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { PagesReport } from './pages-process.ts';

/**
 * Builds the pages, opens them in a browser and gathers their answers, in a Node of its own: Vite is an ES module, which
 * jest cannot load.
 *
 * @param modelFile the path of the model that the pages translate with
 * @throws with what the process said, where it could not even ask the pages
 */
export function runPages(modelFile: string): Promise<PagesReport> {
  const script = fileURLToPath(new URL('pages-process.ts', import.meta.url));
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  const args = ['--conditions', '@pix2pix-ts/source', '--import', tsx, script, modelFile];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { maxBuffer: 2 ** 28, timeout: 280_000 }, (error, stdout, stderr) => {
      if (error) reject(new Error(`The pages could not be asked: ${error.message}\n${stderr}`));
      else resolve(JSON.parse(stdout) as PagesReport);
    });
  });
}
