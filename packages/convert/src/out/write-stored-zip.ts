import { ConvertError } from '../convert-error.ts';
import { crc32 } from '../crc32.ts';

/** A file of an archive, read when its turn comes. */
export type ZipEntry = {
  /** Its path in the archive, in ASCII. */
  readonly name: string;
  /** Its bytes, which the writer lets go of before it reads the next entry. */
  read(): Uint8Array<ArrayBuffer>;
};

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const LOCAL_BYTES = 30;
const VERSION = 20;
/** 1 January 1980: files with the same content are the same bytes. */
const DATE = 0x0021;
/** PyTorch's name for an extra field that moves the data to a multiple of 64 bytes, where it can be mapped. */
const PADDING_ID = 0x4246;
const ALIGNMENT = 64;
const LARGEST = 2 ** 32 - 1;

/**
 * A zip archive that stores its entries without compression, as `torch.save` does: in pieces, so that one entry is in memory
 * at a time.
 *
 * @throws ConvertError where it would be longer than 4 GB
 */
export function* writeStoredZip(entries: readonly ZipEntry[]): Generator<Uint8Array<ArrayBuffer>> {
  const directory: Uint8Array<ArrayBuffer>[] = [];
  let offset = 0;
  for (const { name, read } of entries) {
    const data = read();
    const crc = crc32(data);
    const local = localHeader(name, data.length, crc, offset);
    directory.push(centralHeader(name, data.length, crc, offset));
    offset += local.length + data.length;
    if (offset > LARGEST)
      throw new ConvertError('Expected weights of less than 4 GB, got more. Write them as safetensors.');
    yield local;
    yield data;
  }
  yield* directory;
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  yield header(22, (view) => {
    view.setUint32(0, END, true);
    view.setUint16(8, entries.length, true);
    view.setUint16(10, entries.length, true);
    view.setUint32(12, size, true);
    view.setUint32(16, offset, true);
  });
}

function localHeader(name: string, size: number, crc: number, offset: number): Uint8Array<ArrayBuffer> {
  const begin = offset + LOCAL_BYTES + name.length + 4;
  const padding = (ALIGNMENT - (begin % ALIGNMENT)) % ALIGNMENT;
  return header(LOCAL_BYTES + name.length + 4 + padding, (view, bytes) => {
    view.setUint32(0, LOCAL, true);
    view.setUint16(4, VERSION, true);
    setCommon(view, 10, size, crc, name);
    view.setUint16(28, 4 + padding, true);
    bytes.set(ascii(name), LOCAL_BYTES);
    view.setUint16(LOCAL_BYTES + name.length, PADDING_ID, true);
    view.setUint16(LOCAL_BYTES + name.length + 2, padding, true);
  });
}

function centralHeader(name: string, size: number, crc: number, offset: number): Uint8Array<ArrayBuffer> {
  return header(46 + name.length, (view, bytes) => {
    view.setUint32(0, CENTRAL, true);
    view.setUint16(4, VERSION, true);
    view.setUint16(6, VERSION, true);
    setCommon(view, 12, size, crc, name);
    view.setUint32(42, offset, true);
    bytes.set(ascii(name), 46);
  });
}

/** What both headers have from their time on. */
function setCommon(view: DataView, at: number, size: number, crc: number, name: string): void {
  view.setUint16(at + 2, DATE, true);
  view.setUint32(at + 4, crc, true);
  view.setUint32(at + 8, size, true);
  view.setUint32(at + 12, size, true);
  view.setUint16(at + 16, name.length, true);
}

function header(length: number, fill: (view: DataView, bytes: Uint8Array) => void): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  fill(new DataView(bytes.buffer), bytes);
  return bytes;
}

function ascii(name: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(name);
}
