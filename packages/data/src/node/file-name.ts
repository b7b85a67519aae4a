import { isUtf8 } from 'node:buffer';

/** Each byte that is not UTF-8 becomes one of 128 lone surrogates, as in Python (PEP 383): names stay strings. */
const ESCAPE = 0xdc00;

/** A file's name from its bytes, any bytes; {@link filePath} gives them back. */
export function fileName(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString();
  let name = '';
  for (let at = 0; at < bytes.length; ) {
    const length = [1, 2, 3, 4].find((count) => at + count <= bytes.length && isUtf8(bytes.subarray(at, at + count)));
    name += length ? bytes.toString('utf8', at, at + length) : String.fromCharCode(ESCAPE + (bytes[at] as number));
    at += length ?? 1;
  }
  return name;
}

/** What `node:fs` takes for a path that may hold names that are not UTF-8, as {@link listImages} gives them. */
export function filePath(path: string): string | Buffer {
  if (!/[\uDC80-\uDCFF]/u.test(path)) return path;
  return Buffer.concat(
    [...path].map((letter) => (isEscape(letter) ? Buffer.of(letter.charCodeAt(0) - ESCAPE) : Buffer.from(letter))),
  );
}

/** A path with its bytes that are not UTF-8 written out, such as `caf%E9`: a name that every system takes. */
export function plainPath(path: string): string {
  return path.replace(
    /[\uDC80-\uDCFF]/gu,
    (letter) => `%${(letter.charCodeAt(0) - ESCAPE).toString(16).toUpperCase()}`,
  );
}

function isEscape(letter: string): boolean {
  return /^[\uDC80-\uDCFF]$/u.test(letter);
}
