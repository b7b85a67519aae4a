import { spawn } from 'node:child_process';
import { basename } from 'node:path';

/**
 * Lets the user's own npm bring a package's tarball into a folder, so that its registry, proxy and certificates are
 * used; nothing is installed and no script of the package runs.
 *
 * @throws Error of one line with what npm said; the signal's reason when it is aborted
 */
export async function npmPack(spec: string, into: string, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  const { status, output } = await runNpm(['pack', spec], into, signal);
  signal?.throwIfAborted();
  if (status === 0) return;
  throw new Error(
    `Could not fetch ${spec}: ${reasonIn(output) || `npm ended with ${status}`}. Check the network and npm's configuration, then try again.`,
  );
}

function runNpm(
  args: string[],
  into: string,
  signal?: AbortSignal,
): Promise<{ status: number | null; output: string }> {
  const { command, first, shell } = npmCommand();
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...first, ...args], {
      // As settings and not as arguments, because a shell would take a path with spaces apart.
      env: { ...process.env, ...SETTINGS, npm_config_pack_destination: into },
      stdio: ['ignore', 'ignore', 'pipe'],
      shell,
      ...(signal && { signal }),
    });
    let output = '';
    child.stderr.on('data', (piece) => {
      output += piece;
    });
    child.on('error', (error) => {
      if (signal?.aborted) reject(signal.reason);
      else
        reject(
          new Error(`Could not run npm, which fetches the data: ${error.message}. Install npm.`, { cause: error }),
        );
    });
    child.on('close', (status) => resolve({ status, output }));
  });
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

/** The first two things that npm says went wrong. */
function reasonIn(output: string): string {
  const lines = output.split('\n').flatMap((line) => /^npm (?:error|ERR!) (.*\S)/.exec(line)?.[1] ?? []);
  return lines.slice(0, 2).join('; ').replace(/\.$/, '');
}
