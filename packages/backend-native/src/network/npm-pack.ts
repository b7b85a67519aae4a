import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { hashFile } from '@pix2pix-ts/common/node';
import { InstallError } from '../install/install-error.ts';
import { silenceReason } from './asked.ts';
import { npmCommand } from './npm-command.ts';
import { npmNetwork } from './npm-network.ts';
import { bytesRead } from './process-tree.ts';
import type { Outcome } from './run-program.ts';
import { runWatched, type WatchOptions } from './run-watched.ts';
import { END_MS } from './watch-silence.ts';

export type { WatchOptions } from './run-watched.ts';
export type { SilenceLimits } from './watch-silence.ts';

/** A package of the npm registry, to the byte. */
export type PinnedPackage = {
  /** With its scope, such as `@tensorflow/tfjs-node`. */
  readonly name: string;
  /** All of it, such as 4.22.0. */
  readonly version: string;
  /** `sha512-` and the hash of the tarball in base64, as npm writes it. */
  readonly integrity: string;
};

/**
 * Lets the user's own npm bring a package's tarball into an empty folder, so that its registry, proxy and certificates are
 * used; nothing is installed and no script of the package runs. Where nothing comes for five seconds that is reported, and
 * after thirty npm is ended.
 *
 * @returns the tarball's path
 * @throws InstallError of one line where it cannot be fetched, or what comes is not the pinned file; the signal's reason when
 *   it is aborted
 */
export async function npmPack(pinned: PinnedPackage, into: string, options: WatchOptions = {}): Promise<string> {
  const { name, version, integrity } = pinned;
  const spec = `${name}@${version}`;
  const { silence: { endMs = END_MS } = {} } = options;
  const { command, first, shell } = npmCommand();
  // As settings and not as arguments, because a shell would take a path with spaces apart.
  const env = { ...process.env, ...SETTINGS, ...limitsOf(endMs), npm_config_pack_destination: into };
  const asked = () => npmNetwork(/^(@[^/]+)\//.exec(name)?.[1]);
  const outcome = await runWatched(command, [...first, 'pack', spec], { env, shell, sign, asked }, options);
  if (!outcome) throw new InstallError(`Expected npm, which fetches ${spec}, got none. Install npm.`);
  if ('silent' in outcome) {
    const reason = silenceReason(outcome.silent, endMs, 'HTTPS_PROXY, or npm config set https-proxy');
    throw new InstallError(`Could not fetch ${spec}: ${reason}, then try again.`);
  }
  if (outcome.status !== 0) {
    throw new InstallError(
      `Could not fetch ${spec}: ${reasonIn(outcome)}. Check the network and npm's configuration, then try again.`,
    );
  }
  const tarball = join(into, (await readdir(into)).find((file) => file.endsWith('.tgz')) ?? '');
  const hash = await hashFile(tarball, 'sha512', 'base64');
  if (`sha512-${hash}` === integrity) return tarball;
  throw new InstallError(
    `Expected ${spec} with the integrity ${integrity}, got ${hash === undefined ? 'no file' : `sha512-${hash}`}. It was not used: find out who changed it.`,
  );
}

/**
 * Where the system does not say what is read (other than Linux), npm counts as alive from its first answer on: then its
 * own limits hold.
 */
function sign(pids: readonly number[], { stderr }: Pick<Outcome, 'stderr'>): number | undefined {
  return bytesRead(pids) ?? (/^npm http fetch/m.test(stderr) ? undefined : 0);
}

const SETTINGS = {
  npm_config_ignore_scripts: 'true',
  // Each answer in a line, as a sign of life; only errors are ever shown.
  npm_config_loglevel: 'http',
  npm_config_update_notifier: 'false',
  npm_config_dry_run: 'false',
  // Wherever this was started: the package comes from the registry, not from a workspace.
  npm_config_workspaces: 'false',
  npm_config_workspace: '',
};

/** npm must not wait longer than that between two attempts. It counts only from a connection on, so it is watched on Linux. */
function limitsOf(endMs: number): NodeJS.ProcessEnv {
  return {
    npm_config_fetch_timeout: String(process.platform === 'linux' ? 2 * endMs : endMs),
    npm_config_fetch_retry_mintimeout: String(Math.floor(endMs / 3)),
    npm_config_fetch_retry_maxtimeout: String(Math.floor(endMs / 2)),
  };
}

/** The first two things that npm says went wrong, its codes once. */
function reasonIn({ stderr, status }: Outcome): string {
  const lines = stderr.split('\n').flatMap((line) => /^npm (?:error|ERR!) (?!errno )(.*\S)/.exec(line)?.[1] ?? []);
  return lines.slice(0, 2).join('; ').replace(/\.$/, '') || `npm ended with ${status ?? 'a signal'}`;
}
