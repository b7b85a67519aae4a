import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { FROM_SOURCES } from '@pix2pix-ts/testing/run-command';

/**
 * Runs a script of this folder in a Node of its own, because bundlers are ES modules, which jest cannot load; gives what
 * it prints, read as JSON.
 *
 * @throws with what the process said, where it could not even ask the pages
 */
export function runProcess<Report>(script: string, args: readonly string[] = []): Promise<Report> {
  const file = fileURLToPath(new URL(script, import.meta.url));
  const all = [...FROM_SOURCES, file, ...args];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, all, { maxBuffer: 2 ** 28, timeout: 400_000 }, (error, stdout, stderr) => {
      if (error) reject(new Error(`The pages could not be asked: ${error.message}\n${stderr}`));
      else resolve(JSON.parse(stdout) as Report);
    });
  });
}
