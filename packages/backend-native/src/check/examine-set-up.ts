import { existsSync } from 'node:fs';
import { COMMAND_NAME } from '../cache/command-name.ts';
import { currentInstallation, type Manifest } from '../cache/installation.ts';
import { otherPlatform } from '../cache/platform.ts';
import { findCompiler } from '../install/compile-addon.ts';
import { configuredIndex } from '../network/index-page.ts';
import { findPip } from '../network/pip.ts';
import { runProgram } from '../network/run-program.ts';
import { NVIDIA_DRIVER } from './nvidia-driver.ts';

/** The state of the native engine on this machine. */
export type SetUp = {
  /** The TensorFlow that is used; null where there is none. */
  readonly taken: Pick<Manifest, 'flavor' | 'tensorflow'> | null;
  /** Whether there is a TensorFlow for this system at all. */
  readonly available: boolean;
  /** What setting it up would need and is not here, each with how to get it; not looked for where one is in use. */
  readonly missing: readonly string[];
  /** Whether the driver of an NVIDIA GPU is loaded. */
  readonly hasGpu: boolean;
  /** The command line that sets it up. */
  readonly command: string;
};

/** Looks whether an engine is set up, and if not, what that would need; loads and fetches nothing. */
export async function examineSetUp(): Promise<SetUp> {
  const current = currentInstallation();
  const available = otherPlatform() === undefined;
  const taken = typeof current === 'string' ? null : current.manifest;
  return {
    taken: taken && { flavor: taken.flavor, tensorflow: taken.tensorflow },
    available,
    missing: taken || !available ? [] : await missingPrograms(),
    hasGpu: existsSync(NVIDIA_DRIVER),
    command: `${COMMAND_NAME} install`,
  };
}

async function missingPrograms(): Promise<string[]> {
  const hasCompiler = await findCompiler().then(
    () => true,
    () => false,
  );
  const hasNpm = (await runProgram('npm', ['--version']))?.status === 0;
  const hasWheels = (await findPip()) !== undefined || configuredIndex() !== undefined;
  return [
    ...(hasCompiler ? [] : ['a C++ compiler (apt install g++)']),
    ...(hasNpm ? [] : ['npm']),
    ...(hasWheels ? [] : ['pip (apt install python3-pip)']),
  ];
}
