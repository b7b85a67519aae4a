import { appendFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cleanEnvironment } from './clean-environment.ts';
import type { LocalRegistry } from './local-registry.ts';
import { mustRun } from './run-program.ts';

/** A clone of the repository to release from, where everything may be changed: what is committed, and nothing else. */
export type ScratchClone = {
  folder: string;
  /** Runs a program in it, and gives its stdout. */
  run: (command: string, ...args: string[]) => Promise<string>;
  /** What the programs see: our scope comes from the local registry. */
  env: NodeJS.ProcessEnv;
};

/** Clones the repository's commit into `folder`, without its remote, and installs what the lockfile pins. */
export async function makeScratchClone(root: string, folder: string, registry: LocalRegistry): Promise<ScratchClone> {
  // changesets looks for the registry of a scope in the environment, npm and pnpm in .npmrc.
  const env = { ...cleanEnvironment(), 'npm_config_@pix2pix-ts:registry': registry.url };
  await mustRun('git', ['clone', '--quiet', '--local', root, folder], { cwd: root });
  const run = (command: string, ...args: string[]) => mustRun(command, args, { cwd: folder, env });
  await run('git', 'remote', 'remove', 'origin');
  await run('git', 'config', 'user.name', 'release check');
  await run('git', 'config', 'user.email', 'release-check@localhost');
  writeFileSync(path.join(folder, '.npmrc'), registry.npmrc);
  appendFileSync(path.join(folder, '.git/info/exclude'), '/.npmrc\n');
  await run(process.execPath, 'tools/run/pnpm.mjs', 'install', '--frozen-lockfile', '--prefer-offline');
  return { folder, run, env };
}
