import { keepFreedMemory } from './keep-freed-memory.ts';
import { checkConnection, type Launcher, launcherOf, takeOthersAlong } from './launcher.ts';
import { libraryNames, loadLibrary, type MpiLibrary } from './load-library.ts';
import { MpiError } from './mpi-error.ts';
import { bindFunctions } from './mpi-functions.ts';
import { mpiWorld } from './mpi-world.ts';
import { type World, worldOfOne } from './world.ts';

/** @see openWorld */
export type OpenWorldOptions = {
  /** Names or paths of MPI libraries, instead of those that fit what started the process. */
  libraries?: readonly string[];
  /** @default process.env */
  environment?: NodeJS.ProcessEnv;
};

/**
 * Joins the processes that `mpirun`, `mpiexec` or `srun` started together, or gives a world of one where this process was
 * started by itself; MPI is not looked for then. To be called once in a process, and closed.
 *
 * @throws MpiError of one line where there is no MPI library, or it is not the one of the launcher
 */
export async function openWorld({ libraries, environment = process.env }: OpenWorldOptions = {}): Promise<World> {
  const launcher = launcherOf(environment);
  if (launcher === null) return worldOfOne();
  checkConnection(environment);
  const library = await libraryOf(launcher, libraries ?? libraryNames(launcher.family)).catch((error) => {
    takeOthersAlong(environment);
    throw error;
  });
  await keepFreedMemory();
  const mpi = bindFunctions(library);
  mpi.init();
  const world = mpiWorld(mpi, library.version);
  if (launcher.size !== null && launcher.size !== world.size) throw mismatch(launcher, library.version);
  return world;
}

async function libraryOf(launcher: Launcher, names: readonly string[]): Promise<MpiLibrary> {
  const library = await loadLibrary(names);
  // Another family's library would wait for a launcher of its own, or take each process for a world of its own.
  if (launcher.family !== null && launcher.family !== library.family) throw mismatch(launcher, library.version);
  return library;
}

function mismatch({ family, size }: Launcher, version: string): MpiError {
  return new MpiError(
    `Expected the MPI library of the launcher, ${family} with ${size} processes, got ${version}. Start it with the mpirun of ${version}, or install ${family}'s library.`,
  );
}
