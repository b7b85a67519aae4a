import path from 'node:path';
import { prepareWorkspace } from './prepare-workspace.mjs';
import { root } from './repository.mjs';
import { runChild } from './run-child.mjs';

/**
 * Runs a TypeScript file of this repository on the packages' sources, without a build, and takes over its exit status.
 * `cwd` is the folder where npm was called, so that paths in the arguments mean what they say.
 */
export async function runFromSource(file, args, cwd = process.env.INIT_CWD ?? process.cwd()) {
  await prepareWorkspace();
  // As an address, because a name would be looked up from `cwd`.
  const tsx = import.meta.resolve('tsx');
  const script = path.join(root, file);
  const nodeArguments = ['--conditions', '@pix2pix-ts/source', '--import', tsx, script];
  // For the hints that the command line gives.
  const env = {
    ...process.env,
    PIX2PIX_COMMAND: 'npm run pix2pix --',
    BACKEND_NATIVE_COMMAND: 'npm run native --',
  };
  process.exitCode = await runChild(process.execPath, [...nodeArguments, ...args], { cwd, env });
}
