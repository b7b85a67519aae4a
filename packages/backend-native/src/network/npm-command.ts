import { basename } from 'node:path';

/** The npm that started this process, or the one on the PATH. */
export function npmCommand(): { command: string; first: string[]; shell: boolean } {
  const started = process.env.npm_execpath ?? '';
  if (basename(started) === 'npm-cli.js') return { command: process.execPath, first: [started], shell: false };
  // Windows finds npm.cmd only through a shell.
  return { command: 'npm', first: [], shell: process.platform === 'win32' };
}
