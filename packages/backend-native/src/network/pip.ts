import { InstallError } from '../install/install-error.ts';
import type { PinnedWheel } from '../install/pins.ts';
import { silenceReason } from './asked.ts';
import { pipNetwork } from './pip-network.ts';
import { timesAwake } from './process-tree.ts';
import { runProgram } from './run-program.ts';
import { runWatched, type WatchOptions } from './run-watched.ts';
import { END_MS } from './watch-silence.ts';

/** How pip is called on this machine. */
export type Pip = { command: string; first: readonly string[] };

/** @see pipDownload */
export type PipOptions = WatchOptions & {
  /** Told what pip writes, as it comes. */
  show?: ((text: string) => void) | undefined;
};

const WAYS: readonly Pip[] = [
  { command: 'python3', first: ['-m', 'pip'] },
  { command: 'pip3', first: [] },
  { command: 'pip', first: [] },
  { command: 'python', first: ['-m', 'pip'] },
];

/** The first pip that answers; `undefined` where there is none. */
export async function findPip(): Promise<Pip | undefined> {
  for (const pip of WAYS) {
    const outcome = await runProgram(pip.command, [...pip.first, '--version']);
    if (outcome?.status === 0) return pip;
  }
  return undefined;
}

/**
 * Lets the user's own pip fetch a wheel into a folder, so that its index, proxy and certificates are used. The wheel is
 * for this platform whatever Python runs pip; nothing is installed. If no data comes for five seconds, that is
 * reported, and after thirty pip is ended.
 *
 * @throws InstallError with what pip said, or whom it asked in vain
 */
export async function pipDownload(
  pip: Pip,
  wheel: PinnedWheel,
  into: string,
  { show, ...options }: PipOptions = {},
): Promise<void> {
  const { python, abi, platforms } = tagsOf(wheel.file);
  const { silence: { endMs = END_MS } = {} } = options;
  const args = [
    'download',
    '--no-deps',
    '--only-binary=:all:',
    '--no-cache-dir',
    '--disable-pip-version-check',
    '--no-input',
    // Its own limit holds where the system does not say whether something comes.
    '--timeout',
    String(Math.ceil(endMs / 500)),
    '--implementation',
    python.slice(0, 2),
    '--python-version',
    python === 'py3' ? '3.11' : pythonVersion(python),
    '--abi',
    abi,
    ...platforms.flatMap((platform) => ['--platform', platform]),
    '--dest',
    into,
    `${wheel.name}==${wheel.version}`,
  ];
  // pip writes a file of a gigabyte into the folder for temporary files first, which may be a small disk in memory.
  const env = { ...process.env, TMPDIR: into };
  const fetcher = { env, show, sign: timesAwake, asked: () => pipNetwork(pip) };
  const outcome = await runWatched(pip.command, [...pip.first, ...args], fetcher, options);
  const what = `Could not fetch ${wheel.name} ${wheel.version}`;
  if (outcome && 'silent' in outcome) {
    const reason = silenceReason(outcome.silent, endMs, 'HTTPS_PROXY, or pip config set global.proxy');
    throw new InstallError(`${what}: ${reason}, or pass the file with --wheel.`);
  }
  if (outcome?.status === 0) return;
  if (/No space left on device/.test(outcome?.stderr ?? '')) {
    throw Object.assign(new Error('no space left on the device'), { code: 'ENOSPC', path: into });
  }
  throw new InstallError(
    `${what}: ${reasonIn(outcome?.stderr ?? '')}. Check the network and pip's configuration, or pass the file with --wheel.`,
  );
}

/** The tags at the end of a wheel's name: `NAME-VERSION-PYTHON-ABI-PLATFORM.PLATFORM.whl`. */
export function tagsOf(file: string): { python: string; abi: string; platforms: string[] } {
  const [python = '', abi = '', platforms = ''] = file
    .replace(/\.whl$/, '')
    .split('-')
    .slice(-3);
  return { python, abi, platforms: platforms.split('.') };
}

/** `cp311` is 3.11. */
function pythonVersion(python: string): string {
  return python.replace(/^cp(\d)(\d+)$/, '$1.$2');
}

/** Why pip failed, in its own words. Where it got no connection it says so only in warnings, and ends with another line. */
export function reasonIn(output: string): string {
  const broken = [...output.matchAll(/after connection broken by '(.*)': \//g)].at(-1)?.[1];
  if (broken !== undefined && /No matching distribution|from versions: none/.test(output)) {
    const cause = broken
      .split(': ')
      .at(-1)
      ?.replace(/^\[Errno -?\d+\] |['")]+$/g, '');
    return `no connection to the package index (${cause})`;
  }
  // Where pip itself failed, the last line of its traceback says why.
  const lines = output.split('\n').flatMap((line) => /^(?:ERROR|WARNING|[\w.]+Error): (.*\S)/.exec(line)?.[1] ?? []);
  return (lines.at(-1) ?? 'pip gave no reason').replace(/\.$/, '');
}
