import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { hashFile } from './hash-file.ts';
import { InstallError } from './install-error.ts';
import { runProgram } from './run-program.ts';

/** A package of the npm registry, to the byte. */
export type PinnedPackage = { readonly name: string; readonly version: string; readonly integrity: string };

/**
 * Lets the user's own npm bring a package's tarball into a folder, so that its registry, proxy and certificates are used.
 * No script of the package runs.
 *
 * @returns the tarball's path
 * @throws InstallError where it cannot be fetched, or what comes is not the pinned file
 */
export async function npmPack({ name, version, integrity }: PinnedPackage, into: string): Promise<string> {
  const spec = `${name}@${version}`;
  const { command, first, shell } = npmCommand();
  // As settings and not as arguments, because a shell would take a path with spaces apart.
  const env = { ...process.env, ...SETTINGS, npm_config_pack_destination: into };
  const outcome = await runProgram(command, [...first, 'pack', spec], { cwd: into, env, shell });
  if (!outcome) throw new InstallError(`Expected npm, which fetches ${spec}, got none. Install npm.`);
  if (outcome.status !== 0) {
    throw new InstallError(
      `Could not fetch ${spec}: ${reasonIn(outcome.stderr)}. Check the network and npm's configuration.`,
    );
  }
  const tarball = join(into, (await readdir(into)).find((file) => file.endsWith('.tgz')) ?? '');
  const got = `sha512-${await hashFile(tarball, 'sha512', 'base64')}`;
  if (got === integrity) return tarball;
  throw new InstallError(
    `Expected ${spec} with the integrity ${integrity}, got ${got}. It was not used: find out who changed it.`,
  );
}

const SETTINGS = {
  npm_config_ignore_scripts: 'true',
  npm_config_loglevel: 'error',
  npm_config_update_notifier: 'false',
  npm_config_dry_run: 'false',
  // Wherever this was started: the package comes from the registry, not from a workspace.
  npm_config_workspaces: 'false',
  npm_config_workspace: '',
};

/** The npm that started this process, or the one on the PATH. */
function npmCommand(): { command: string; first: string[]; shell: boolean } {
  const started = process.env.npm_execpath ?? '';
  if (basename(started) === 'npm-cli.js') return { command: process.execPath, first: [started], shell: false };
  // Windows finds npm.cmd only through a shell.
  return { command: 'npm', first: [], shell: process.platform === 'win32' };
}

function reasonIn(output: string): string {
  const lines = output.split('\n').flatMap((line) => /^npm (?:error|ERR!) (.*\S)/.exec(line)?.[1] ?? []);
  return lines.slice(0, 2).join('; ').replace(/\.$/, '') || 'npm gave no reason';
}
