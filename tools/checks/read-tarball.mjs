import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** The files of a tarball as npm and pnpm make it, by their paths within the package. */
export function readTarball(file) {
  const bytes = gunzipSync(readFileSync(file));
  const files = new Map();
  // Blocks of 512 bytes: a header, then the file; https://www.gnu.org/software/tar/manual/html_node/Standard.html
  for (let at = 0; bytes[at] > 0; ) {
    const text = (from, length) => bytes.toString('utf8', at + from, at + from + length).split('\0', 1)[0];
    const [prefix, name, size] = [text(345, 155), text(0, 100), Number.parseInt(text(124, 12), 8)];
    const path = prefix === '' ? name : `${prefix}/${name}`;
    files.set(path.replace(/^package\//, ''), bytes.subarray(at + 512, at + 512 + size));
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return files;
}
