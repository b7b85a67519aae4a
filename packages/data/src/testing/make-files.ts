import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import type { Pixels } from '../pixels.ts';

/** Bytes of an image in one of sharp's formats, without loss where the format can. */
export function makeImage(pixels: Pixels, format: 'png' | 'jpeg' | 'webp' | 'tiff' | 'gif' | 'avif') {
  const { data, width, height } = pixels;
  const image = sharp(data, { raw: { width, height, channels: 3 } });
  const makers = {
    png: () => image.png(),
    jpeg: () => image.jpeg({ quality: 100, chromaSubsampling: '4:4:4' }),
    webp: () => image.webp({ lossless: true }),
    tiff: () => image.tiff({ compression: 'lzw' }),
    gif: () => image.gif({ dither: 0 }),
    avif: () => image.avif({ lossless: true, chromaSubsampling: '4:4:4' }),
  };
  return makers[format]().toBuffer();
}

/** What a PNG's header says of its pixels (PNG specification, 11.2.1). */
export type PngHeader = { width: number; height: number; depth: number; colourType: 0 | 2 | 3 | 4 | 6 };

/** A PNG of these rows of packed samples, written here so that nothing but the specification decides what it means. */
export function makePng(
  header: PngHeader,
  rows: readonly (readonly number[])[],
  chunks: Record<string, number[]> = {},
) {
  const { width, height, depth, colourType } = header;
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([depth, colourType], 8);
  const pixels = Buffer.from(rows.flatMap((row) => [0, ...row])); // 0: no filter
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    ...Object.entries(chunks).map(([type, data]) => chunk(type, Buffer.from(data))),
    chunk('IDAT', deflateSync(pixels)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

/** The checksum of PNG's chunks (ISO 3309); node:zlib has none in Node 20.0. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
