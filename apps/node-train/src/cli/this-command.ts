import { readFileSync } from 'node:fs';

/** How the command line was called, for hints that can be typed: a script of the repository says so itself. */
export const COMMAND_NAME = process.env.PIX2PIX_COMMAND ?? 'npx @pix2pix-ts/cli';

/** The version of this command. */
export function version(): string {
  const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return JSON.parse(manifest).version;
}
