import { root, rootManifest } from './repository.mjs';
import { runChild } from './run-child.mjs';

/**
 * Runs the pinned pnpm through npx, so that nobody has to install it first; resolves to its exit status.
 * Its folder is then on the PATH too, where turbo looks for it. The arguments must need no quoting.
 */
export function pinnedPnpm(args, options = {}) {
  const command = ['npx', '--yes', rootManifest.packageManager, ...args];
  // Windows finds npx.cmd only through a shell.
  return process.platform === 'win32'
    ? runChild(command.join(' '), [], { cwd: root, shell: true, ...options })
    : runChild(command[0], command.slice(1), { cwd: root, ...options });
}
