import { appendFileSync, cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cleanEnvironment, mustRun } from '../run-program.ts';
import type { LocalRegistry } from './local-registry.ts';

/** A clone of the repository to release from, where everything may be changed: what is committed, and nothing else. */
export type ScratchClone = {
  folder: string;
  /** Runs a program in it, and gives its stdout. */
  run: (command: string, ...args: string[]) => Promise<string>;
  /** What the programs see: our scope comes from the local registry. */
  env: NodeJS.ProcessEnv;
};

/** Makes a repository of the last commit's files in `folder`, without a remote, and installs what the lockfile pins. */
export async function makeScratchClone(root: string, folder: string, registry: LocalRegistry): Promise<ScratchClone> {
  // changesets looks for the registry of a scope in the environment, npm and pnpm in .npmrc.
  const env = { ...cleanEnvironment(), 'npm_config_@pix2pix-ts:registry': registry.url };
  const run = (command: string, ...args: string[]) => mustRun(command, args, { cwd: folder, env });
  await takeCommittedFiles(root, folder);
  await run('git', 'init', '--quiet', '--initial-branch', 'main');
  const settings = { 'user.name': 'release check', 'user.email': 'release-check@localhost', 'commit.gpgsign': 'false' };
  for (const [name, value] of Object.entries(settings)) await run('git', 'config', name, value);
  await run('git', 'add', '--all', '--force');
  await run('git', 'commit', '--quiet', '--message', 'What is committed');
  writeFileSync(path.join(folder, '.npmrc'), registry.npmrc);
  appendFileSync(path.join(folder, '.git/info/exclude'), '/.npmrc\n');
  await run(process.execPath, 'tools/run/pnpm.mjs', 'install', '--frozen-lockfile', '--prefer-offline');
  await takeKernels(root, folder);
  return { folder, run, env };
}

/** Holds npm, and what the pinned pnpm starts, to run in the Node of this process: a release is tried on one version alone. */
export async function expectOneNode({ run }: ScratchClone): Promise<void> {
  const ofNpm = JSON.parse(await run('npm', 'version', '--json')).node;
  const ofPnpm = (await run(process.execPath, 'tools/run/pnpm.mjs', '--silent', 'exec', 'node', '--version')).trim();
  const ours = process.version;
  if (`v${ofNpm}` !== ours || ofPnpm !== ours)
    throw new Error(`Expected npm and pnpm to run in Node ${ours}, got v${ofNpm} and ${ofPnpm}.`);
}

/**
 * Writes the files of the last commit to `folder`, by an index of its own. `git clone` would keep it shallow where the
 * repository is, as in continuous integration, and changesets would then ask the missing remote for more without an end.
 */
async function takeCommittedFiles(root: string, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const index = `${folder}-index`;
  await git(root, { GIT_INDEX_FILE: index }, 'read-tree', 'HEAD');
  await git(root, { GIT_INDEX_FILE: index }, 'checkout-index', '--all', `--prefix=${folder}/`);
  rmSync(index);
}

/** The kernels take a minute to make. The repository's own are new, and the clone's where their sources are as committed. */
async function takeKernels(root: string, clone: string): Promise<void> {
  const backend = 'packages/backend-wasm';
  if ((await git(root, {}, 'status', '--porcelain', '--', backend)) !== '') return;
  cpSync(path.join(root, backend, 'wasm'), path.join(clone, backend, 'wasm'), { recursive: true });
}

/** Runs git in the repository, even if it belongs to somebody else, as where root runs the check. */
function git(root: string, variables: NodeJS.ProcessEnv, ...args: string[]): Promise<string> {
  const trust = { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'safe.directory', GIT_CONFIG_VALUE_0: '*' };
  return mustRun('git', args, { cwd: root, env: { ...process.env, ...trust, ...variables } });
}
