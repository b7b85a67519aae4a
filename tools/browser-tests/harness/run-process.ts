import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

/**
 * Runs a script of this folder in a Node of its own, because bundlers are ES modules, which jest cannot load; gives what
 * it prints, read as JSON.
 *
 * @throws with what the process said, where it could not even ask the pages
 */
export function runProcess<Report>(script: string, args: readonly string[] = []): Promise<Report> {
  const file = fileURLToPath(new URL(script, import.meta.url));
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  const all = ['--conditions', '@pix2pix-ts/source', '--import', tsx, file, ...args];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, all, { maxBuffer: 2 ** 28, timeout: 280_000 }, (error, stdout, stderr) => {
      if (error) reject(new Error(`The pages could not be asked: ${error.message}\n${stderr}`));
      else resolve(JSON.parse(stdout) as Report);
    });
  });
}
