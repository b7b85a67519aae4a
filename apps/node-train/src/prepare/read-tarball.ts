import { list } from 'tar';

/**
 * The wanted files of a package's tarball, by their paths inside the package. They are read into memory, so nothing
 * half-unpacked can be left on the disk; a set of emoji is some 30 MB. What the archive claims is believed, because its
 * hash was checked: it is exactly the one that this program was written for.
 */
export async function readTarball(path: string, wanted: (file: string) => boolean): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>();
  await list({
    file: path,
    strict: true,
    // A package's files are in one folder, whatever its name.
    filter: (file) => wanted(file.slice(file.indexOf('/') + 1)),
    onReadEntry: (entry) => {
      const pieces: Buffer[] = [];
      entry.on('data', (piece) => pieces.push(piece));
      entry.on('end', () => files.set(entry.path.slice(entry.path.indexOf('/') + 1), Buffer.concat(pieces)));
    },
  });
  return files;
}
