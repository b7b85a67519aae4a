import { ConvertError, quote } from './convert-error.ts';
import { crc32 } from './crc32.ts';

const END = 0x06054b50;
const END64 = 0x06064b50;
const END64_LOCATOR = 0x07064b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
const LONGEST_COMMENT = 0xffff;
/** Says that the number stands in the entry's zip64 field. */
const IN_ZIP64 = 0xffffffff;

type Entry = { name: string; size: number; localOffset: number; crc: number };

/** Whether the bytes begin as a zip archive does. */
export function isZip(bytes: Uint8Array): boolean {
  return bytes.length >= 4 && viewOf(bytes).getUint32(0, true) === LOCAL;
}

/**
 * The entries of a zip archive that stores them without compression, as PyTorch does: views on its bytes by their names.
 * Nothing is allocated but names and views, and every number is compared with the bytes that are there.
 *
 * @throws ConvertError where it is incomplete, compressed, encrypted, or contradicts itself
 */
export function readStoredZip(bytes: Uint8Array): Map<string, Uint8Array> {
  const view = viewOf(bytes);
  const spans: [number, number][] = [];
  const entries = new Map<string, Uint8Array>();
  for (const entry of directory(bytes, view)) {
    if (entries.has(entry.name)) throw damaged(`the entry ${quote(entry.name)} twice`);
    const [begin, data, end] = locate(entry, bytes, view);
    spans.push([begin, end]);
    if (crc32(data) !== entry.crc) throw damaged(`an entry ${quote(entry.name)} that is not what its CRC-32 says`);
    entries.set(entry.name, data);
  }
  spans.sort(([a], [b]) => a - b);
  for (let i = 1; i < spans.length; i++)
    if ((spans[i] as [number, number])[0] < (spans[i - 1] as [number, number])[1])
      throw damaged('entries that overlap');
  return entries;
}

function* directory(bytes: Uint8Array, view: DataView): Generator<Entry> {
  const { count, offset, size } = findDirectory(view);
  const end = offset + size;
  if (end > view.byteLength) throw damaged('a directory beyond its end');
  let at = offset;
  for (let i = 0; i < count; i++) {
    if (at + 46 > end || view.getUint32(at, true) !== CENTRAL) throw damaged('a broken directory');
    const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((field) => view.getUint16(at + field, true)) as [
      number,
      number,
      number,
    ];
    const next = at + 46 + nameBytes + extraBytes + commentBytes;
    if (next > end) throw damaged('a broken directory');
    const name = decodeName(bytes.subarray(at + 46, at + 46 + nameBytes));
    const [packed, size, localOffset] = sizes(view, at, at + 46 + nameBytes, extraBytes);
    if (view.getUint16(at + 8, true) & 1) throw new ConvertError(`Expected an open archive, got one with a password.`);
    if (view.getUint16(at + 10, true) !== 0 || packed !== size)
      throw new ConvertError(
        `Expected entries as torch.save stores them, got ${quote(name)} compressed, as in a TorchScript program or an archive packed anew. Save model.state_dict() with torch.save.`,
      );
    yield { name, size, localOffset, crc: view.getUint32(at + 16, true) };
    at = next;
  }
}

function findDirectory(view: DataView): { count: number; offset: number; size: number } {
  const last = view.byteLength - END_BYTES;
  for (let at = last; at >= Math.max(0, last - LONGEST_COMMENT); at--) {
    if (view.getUint32(at, true) !== END || at + END_BYTES + view.getUint16(at + 20, true) !== view.byteLength)
      continue;
    const locator = at - 20;
    if (locator >= 0 && view.getUint32(locator, true) === END64_LOCATOR)
      return directory64(view, safeUint64(view, locator + 8));
    return {
      count: view.getUint16(at + 10, true),
      size: view.getUint32(at + 12, true),
      offset: view.getUint32(at + 16, true),
    };
  }
  throw new ConvertError('Expected a complete archive, got one without its end. Copy or download the file again.');
}

function directory64(view: DataView, at: number) {
  if (at + 56 > view.byteLength || view.getUint32(at, true) !== END64) throw damaged('a broken zip64 directory');
  const [count, size, offset] = [32, 40, 48].map((field) => safeUint64(view, at + field)) as [number, number, number];
  return { count, size, offset };
}

/** Packed and unpacked size and the place of the local header, from the zip64 field where they do not fit. */
function sizes(view: DataView, at: number, extra: number, extraBytes: number): [number, number, number] {
  const fields = [20, 24, 42].map((field) => view.getUint32(at + field, true)) as [number, number, number];
  if (!fields.includes(IN_ZIP64)) return fields;
  const end = extra + extraBytes;
  for (let field = extra; field + 4 <= end; ) {
    const [id, length] = [view.getUint16(field, true), view.getUint16(field + 2, true)];
    let value = field + 4;
    field = value + length;
    if (id !== 1 || field > end) continue;
    const order = [1, 0, 2] as const; // unpacked, packed, offset
    for (const each of order) {
      if (fields[each] !== IN_ZIP64) continue;
      if (value + 8 > field) throw damaged('a broken zip64 field');
      fields[each] = safeUint64(view, value);
      value += 8;
    }
    return fields;
  }
  throw damaged('sizes without their zip64 field');
}

/** Where the entry begins, its data, and where it ends. */
function locate({ name, size, localOffset }: Entry, bytes: Uint8Array, view: DataView): [number, Uint8Array, number] {
  if (localOffset + 30 > bytes.length || view.getUint32(localOffset, true) !== LOCAL)
    throw damaged(`no entry where ${quote(name)} should be`);
  const nameBytes = view.getUint16(localOffset + 26, true);
  const begin = localOffset + 30 + nameBytes + view.getUint16(localOffset + 28, true);
  if (begin + size > bytes.length) throw damaged(`an entry ${quote(name)} beyond its end`);
  if (decodeName(bytes.subarray(localOffset + 30, localOffset + 30 + nameBytes)) !== name)
    throw damaged(`two names for ${quote(name)}`);
  return [localOffset, bytes.subarray(begin, begin + size), begin + size];
}

function decodeName(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

function safeUint64(view: DataView, at: number): number {
  if (at + 8 > view.byteLength) throw damaged('a number beyond its end');
  const value = Number(view.getBigUint64(at, true));
  if (!Number.isSafeInteger(value)) throw damaged('a size beyond 2^53');
  return value;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function damaged(what: string): ConvertError {
  return new ConvertError(`Expected a valid archive, got one with ${what}. Copy or download the file again.`);
}
