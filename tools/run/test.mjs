import path from 'node:path';
import { prepareWorkspace } from './prepare-workspace.mjs';
import { root } from './repository.mjs';
import { runChild } from './run-child.mjs';

await prepareWorkspace();
const asked = process.argv.slice(2);
if (asked.length > 0) process.exitCode = await jest(asked);
else {
  // A page that shares its cores with a training run takes so long that nobody could say what is too long.
  const first = await jest([]);
  const second = await jest(['--config', 'jest.browser.config.mjs'], { PIX2PIX_TALLY: 'add' });
  process.exitCode = first || second;
}

/** Runs jest, and gives its exit status. A test that fails may leave a server open, for which jest would wait forever. */
function jest(args, variables = {}) {
  const command = [path.join(root, 'node_modules/jest/bin/jest.js'), '--forceExit', ...args];
  return runChild(process.execPath, command, { cwd: root, env: { ...process.env, ...variables } });
}
