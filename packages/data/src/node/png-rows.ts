import { createDeflate } from 'node:zlib';
import { CHANNELS, type Pixels } from '../pixels.ts';
import { crc32 } from './crc32.ts';
import { pngFilter } from './png-filters.ts';

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/** @see encodePngRows */
export type PngRowsOptions = {
  /** How hard zlib tries, from 0 to 9. @default 6 */
  level?: number | undefined;
};

/**
 * A picture as the bytes of a PNG file (PNG specification, third edition), piece by piece as its rows come: at no time is more
 * of it in memory than the rows that came last. The first piece is what comes before the first chunk of a file's choice: its
 * signature and its header.
 *
 * @param parts the rows from top to bottom, some at a time
 */
export async function* encodePngRows(
  parts: AsyncIterable<Pixels>,
  { width, height }: { readonly width: number; readonly height: number },
  { level = 6 }: PngRowsOptions = {},
): AsyncGenerator<Uint8Array> {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8); // 8 bits, RGB, deflate, adaptive filters, not interlaced
  yield Buffer.concat([SIGNATURE, chunkOf('IHDR', header)]);
  for await (const piece of deflated(filtered(parts, width), level)) yield chunkOf('IDAT', piece);
  yield chunkOf('IEND', new Uint8Array(0));
}

/** Each row with the filter that suits it, one byte longer. */
async function* filtered(parts: AsyncIterable<Pixels>, width: number): AsyncGenerator<Uint8Array> {
  const length = width * CHANNELS;
  const filter = pngFilter(length);
  let above = new Uint8Array(length);
  for await (const { data, height } of parts) {
    const rows = new Uint8Array(height * (length + 1));
    for (let y = 0; y < height; y++) {
      const row = new Uint8Array(data.buffer as ArrayBuffer, data.byteOffset + y * length, length);
      filter(row, above, rows, y * (length + 1));
      above = row;
    }
    above = above.slice(); // the part may be used again by whoever gave it
    yield rows;
  }
}

/** In a loop of its own and not in a pipeline of streams: whoever stops asking has ended what comes before at once. */
async function* deflated(parts: AsyncIterable<Uint8Array>, level: number): AsyncGenerator<Uint8Array> {
  const deflate = createDeflate({ level, chunkSize: 1 << 16 });
  const pieces: Uint8Array[] = [];
  deflate.on('data', (piece: Uint8Array) => pieces.push(piece));
  try {
    for await (const part of parts) {
      await new Promise<void>((resolve, reject) => {
        deflate.write(part, (error) => (error ? reject(error) : resolve()));
      });
      yield* pieces.splice(0);
    }
    await new Promise<void>((resolve, reject) => {
      deflate.once('end', resolve).once('error', reject).end();
    });
    yield* pieces.splice(0);
  } finally {
    deflate.destroy();
  }
}

function chunkOf(type: string, data: Uint8Array): Uint8Array {
  const chunk = Buffer.alloc(data.length + 12);
  chunk.writeUInt32BE(data.length, 0);
  chunk.write(type, 4, 'latin1');
  chunk.set(data, 8);
  chunk.writeUInt32BE(crc32(chunk.subarray(4, data.length + 8)), data.length + 8);
  return chunk;
}
