import { DataError } from '../../data-error.ts';
import { channelsOf, depthOf, MAX_PIXELS, MAX_SIDE, type Raster } from '../../pixels.ts';

/** What an .npy file begins with (NumPy enhancement proposal 1). */
const MAGIC = '\x93NUMPY';

/** NumPy's names of the types that are read, and the arrays for them. */
const TYPES = {
  '|u1': Uint8Array,
  '<u2': Uint16Array,
  '<f4': Float32Array,
  '<f8': Float64Array,
} as const;

/** Whether these are the bytes of an .npy file. */
export function isNpy(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, MAGIC.length)).toString('latin1') === MAGIC;
}

/**
 * An array of NumPy as a picture: of shape (height, width) or (height, width, channels), in C order, of uint8, uint16, or floats
 * from 0 to 1.
 *
 * @param name what an error calls the file
 * @throws DataError of one line where it is another array, cut short, or has floats outside of 0 to 1
 */
export function parseNpy(bytes: Uint8Array, name: string): Raster {
  const { header, start } = readHeader(bytes, name);
  const descr = /'descr'\s*:\s*'([^']*)'/.exec(header)?.[1];
  const shape = /'shape'\s*:\s*\(([\d\s,]*)\)/
    .exec(header)?.[1]
    ?.split(',')
    .flatMap((side) => side.trim() || []);
  if (descr === undefined || shape === undefined) throw refused(name, 'another header');
  if (/'fortran_order'\s*:\s*True/.test(header)) throw refused(name, 'one in Fortran order');
  const ArrayType = TYPES[descr as keyof typeof TYPES];
  if (!ArrayType) throw refused(name, `one of type ${descr}`);
  if (shape.length < 2 || shape.length > 3) throw refused(name, `one of shape (${shape.join(', ')})`);
  const [height, width, channels] = [...shape, '1'].map(Number) as [number, number, number];
  if (!(height >= 1 && width >= 1 && channels >= 1)) throw refused(name, `one of shape (${shape.join(', ')})`);
  if (Math.max(height, width) > MAX_SIDE || height * width > MAX_PIXELS)
    throw new DataError(
      `Expected at most ${MAX_PIXELS / 1e6} million pixels and ${MAX_SIDE} a side in ${name}, got ${width}x${height}. Make it smaller.`,
    );
  const length = height * width * channels * ArrayType.BYTES_PER_ELEMENT;
  if (bytes.length - start !== length)
    throw new DataError(
      `Expected ${length} bytes of values in ${name}, as its header says, got ${bytes.length - start}. Write it anew.`,
    );
  const values = new ArrayType(Uint8Array.from(bytes.subarray(start)).buffer); // a copy, at an address that suits the type
  const data = values instanceof Float64Array ? Float32Array.from(values) : values;
  if (data instanceof Float32Array) requireUnit(data, name);
  return { data, width, height };
}

function readHeader(bytes: Uint8Array, name: string): { header: string; start: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const cut = () => new DataError(`Expected a whole array of NumPy in ${name}, got a file cut short. Write it anew.`);
  if (bytes.length < 12) throw cut();
  const [at, length] = bytes[6] === 1 ? [10, view.getUint16(8, true)] : [12, view.getUint32(8, true)];
  if (bytes.length < at + length) throw cut();
  return { header: Buffer.from(bytes.subarray(at, at + length)).toString('latin1'), start: at + length };
}

function requireUnit(data: Float32Array, name: string): void {
  const wrong = data.find((value) => !(value >= 0 && value <= 1));
  if (wrong === undefined) return;
  throw new DataError(`Expected floats from 0 to 1 in ${name}, got ${wrong}. Scale them.`);
}

function refused(name: string, found: string): DataError {
  return new DataError(
    `Expected an array (height, width) or (height, width, channels) of uint8, uint16 or floats in ${name}, got ${found}. Convert it with NumPy.`,
  );
}

/** A picture as the bytes of an .npy file of shape (height, width, channels). */
export function encodeNpy(picture: Raster): Uint8Array {
  const { data, width, height } = picture;
  const descr = { 8: '|u1', 16: '<u2', 32: '<f4' }[depthOf(picture)];
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${height}, ${width}, ${channelsOf(picture)}), }`;
  const length = 64 * Math.ceil((10 + text.length + 1) / 64) - 10; // the values begin at a multiple of 64
  const head = Buffer.alloc(10);
  head.write(MAGIC, 'latin1');
  head.set([1, 0], 6);
  head.writeUInt16LE(length, 8);
  const values = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  return Buffer.concat([head, Buffer.from(`${text.padEnd(length - 1)}\n`, 'latin1'), values]);
}
