import { mkdir, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { include_dir as nodeHeaders } from 'node-api-headers';
import { runProgram } from '../network/run-program.ts';
import { InstallError } from './install-error.ts';

/** What the addon is built from. */
export type AddonSources = {
  /** The folder of tfjs-node's C++ files. */
  readonly source: string;
  /** The folder of TensorFlow's headers. */
  readonly headers: string;
  readonly libraries: readonly string[];
};

/** The first C++ compiler that answers: CXX, or one of the usual names. */
export async function findCompiler(environment: NodeJS.ProcessEnv = process.env): Promise<string> {
  const names = environment.CXX ? [environment.CXX] : ['g++', 'clang++', 'c++'];
  for (const name of names) {
    if ((await runProgram(name, ['--version']))?.status === 0) return name;
  }
  throw new InstallError(
    `Expected a C++ compiler, got none (looked for ${names.join(', ')}). Install one, such as g++: \`apt install g++\`, \`dnf install gcc-c++\`.`,
  );
}

/**
 * Compiles tfjs-node's addon with one command: no node-gyp, no headers of Node but those of its stable interface, so one
 * file serves every Node. It finds the libraries next to itself, wherever the folder is moved.
 *
 * @throws InstallError with the compiler's first error; the signal's reason when it is aborted
 */
export async function compileAddon(
  compiler: string,
  sources: AddonSources,
  target: string,
  signal?: AbortSignal,
): Promise<void> {
  await mkdir(dirname(target), { recursive: true });
  const files = (await readdir(sources.source)).filter((name) => name.endsWith('.cc')).sort();
  const args = [
    '-O2',
    '-s',
    '-shared',
    '-fPIC',
    '-std=gnu++17',
    '-DNAPI_VERSION=8',
    '-w',
    `-I${nodeHeaders}`,
    `-I${sources.headers}`,
    ...files.map((name) => join(sources.source, name)),
    ...sources.libraries,
    '-Wl,-rpath,$ORIGIN/../tensorflow',
    '-o',
    target,
  ];
  const outcome = await runProgram(compiler, args, { signal });
  if (outcome?.status === 0) return;
  const line = (outcome?.stderr ?? '').split('\n').find((text) => /error|undefined/.test(text)) ?? 'it gave no reason';
  throw new InstallError(
    `Could not compile the addon with ${compiler}: ${line.trim()}. Use GCC 11 or newer, or set CXX to another compiler.`,
  );
}
