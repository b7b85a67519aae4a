import type { LibraryHandle } from 'koffi';
import type { MpiFamily } from './launcher.ts';
import { MpiError } from './mpi-error.ts';

/** A loaded MPI library. */
export type MpiLibrary = {
  readonly handle: LibraryHandle;
  readonly family: MpiFamily;
  /** As it names itself, cut to its first words. */
  readonly version: string;
};

/** Names that a system's loader knows; those with a number are there without development packages. */
const NAMES: Readonly<Record<MpiFamily, readonly string[]>> = {
  'Open MPI': ['libmpi.so.40', 'libmpi.so', 'libmpi.40.dylib', 'libmpi.dylib', '/opt/homebrew/lib/libmpi.dylib'],
  // Debian's own name first: there, libmpi.so is Open MPI's.
  MPICH: ['libmpich.so.12', 'libmpi.so.12', 'libmpich.so', 'libmpi.so', 'libmpi.12.dylib', 'libmpi.dylib'],
};

/** More than the standard's MPI_MAX_LIBRARY_VERSION_STRING of either family. */
const VERSION_BYTES = 8192;

/** The names under which the library of a launcher is looked for, the most likely ones first. */
export function libraryNames(family: MpiFamily | null): readonly string[] {
  return family === null ? [...NAMES['Open MPI'], ...NAMES.MPICH] : NAMES[family];
}

/**
 * Loads the first of these libraries that is there.
 *
 * @throws MpiError where none is, or where it belongs to no known family
 */
export async function loadLibrary(names: readonly string[]): Promise<MpiLibrary> {
  const { default: koffi } = await import('koffi');
  for (const name of names) {
    try {
      // Global, because Open MPI loads parts of its own that look for the names of the first.
      const handle = koffi.load(name, { global: true });
      const text = versionText(handle);
      return { handle, family: familyOf(text), version: shortVersion(text) };
    } catch (error) {
      if (error instanceof MpiError) throw error;
    }
  }
  throw new MpiError(
    `Expected an MPI library, as mpirun started this process, got none under ${names.join(', ')}. Install Open MPI or MPICH on every machine, or name its folder in LD_LIBRARY_PATH.`,
  );
}

function versionText(handle: LibraryHandle): string {
  const ask = handle.func('MPI_Get_library_version', 'int', ['void *', 'int *']);
  const [bytes, length] = [Buffer.alloc(VERSION_BYTES), new Int32Array(1)];
  ask(bytes, length);
  return bytes.toString('latin1', 0, length[0]).replace(/\0.*$/s, '');
}

/** @throws MpiError for a library whose handles are not known */
export function familyOf(text: string): MpiFamily {
  if (/open mpi/i.test(text)) return 'Open MPI';
  if (/mpich|intel\(r\) mpi|mvapich/i.test(text)) return 'MPICH';
  throw new MpiError(
    `Expected Open MPI, MPICH or a library made from it, got '${shortVersion(text)}'. Install one of them.`,
  );
}

/** `Open MPI 4.1.4`, `MPICH 4.0.2`. */
export function shortVersion(text: string): string {
  const [, name, version] = /(Open MPI|MPICH|MVAPICH\d*)(?: Version)?[\s:]+v?([\d.]+)/i.exec(text) ?? [];
  return name && version ? `${name} ${version}` : (text.split(/[\n,]/)[0]?.trim() ?? '');
}
