import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { pinnedPnpm } from './pinned-pnpm.mjs';
import { root } from './repository.mjs';

// What is installed or built here is not a result: stdout stays free for the command itself.
const onStderr = { stdio: ['ignore', 2, 2] };

/** What every command needs first: the pinned packages and the wasm kernels. Does nothing where both are up to date. */
export async function prepareWorkspace() {
  requireNode(20);
  if (!isInstalled()) await must('install', ['install', '--frozen-lockfile', '--prefer-offline']);
  if (kernelsAreOld()) await must('kernels', ['--filter', '@pix2pix-ts/backend-wasm', 'run', 'kernels']);
}

function requireNode(major) {
  if (Number.parseInt(process.versions.node, 10) >= major) return;
  console.error(`Expected Node ${major} or newer, got ${process.versions.node}. Install it from nodejs.org.`);
  process.exit(2);
}

/** pnpm leaves a copy of the lockfile next to what it installed, as its last step. */
function isInstalled() {
  const installed = path.join(root, 'node_modules/.pnpm/lock.yaml');
  return existsSync(installed) && readFileSync(installed).equals(readFileSync(path.join(root, 'pnpm-lock.yaml')));
}

function kernelsAreOld() {
  const backend = path.join(root, 'packages/backend-wasm');
  const sources = ['assembly', 'build-kernels.mjs', 'compile-kernels.mjs', 'kernel-functions.mjs'].map((name) =>
    newest(path.join(backend, name)),
  );
  return newest(path.join(backend, 'wasm')) < Math.max(...sources);
}

/** The latest time of change of a file, or of one below a folder, in ms; -1 where there is none. */
function newest(folder) {
  if (!existsSync(folder)) return -1;
  if (!statSync(folder).isDirectory()) return statSync(folder).mtimeMs;
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Math.max(-1, ...files.map((file) => statSync(path.join(file.parentPath ?? file.path, file.name)).mtimeMs));
}

async function must(step, args) {
  const status = await pinnedPnpm(args, onStderr);
  if (status === 0) return;
  console.error(`Expected the step "${step}" to succeed, got exit status ${status}. Its own message is above.`);
  process.exit(status);
}
