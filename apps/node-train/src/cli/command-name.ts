/** How the command line was called, for hints that can be typed: a script of the repository says so itself. */
export const COMMAND_NAME = process.env.PIX2PIX_COMMAND ?? 'npx @pix2pix-ts/cli';
