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

/** One page of a TIFF: grey, or colours with or without alpha, row by row. */
export type TiffPage = { width: number; height: number; channels: 1 | 3 | 4; values: Uint8Array | Uint16Array };

/** A TIFF of these pages without compression, written here so that nothing but the specification decides what it means. */
export function makeTiff(pages: readonly TiffPage[]): Buffer {
  const parts: Buffer[] = [Buffer.from([0x49, 0x49, 42, 0, 0, 0, 0, 0])];
  let length = 8;
  let link = 4; // where the offset of the next directory belongs
  const links: [at: number, offset: number][] = [];
  const add = (part: Buffer) => {
    parts.push(part);
    length += part.length;
    return length - part.length;
  };
  for (const { width, height, channels, values } of pages) {
    const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
    const data = add(Buffer.concat([bytes, Buffer.alloc(bytes.length % 2)]));
    const bits = 8 * values.BYTES_PER_ELEMENT;
    const bitsPerSample = add(
      Buffer.from(new Uint16Array(channels === 1 ? [bits, 0] : Array(channels).fill(bits)).buffer),
    );
    const entries: [tag: number, type: 3 | 4, count: number, value: number][] = [
      [256, 4, 1, width],
      [257, 4, 1, height],
      [258, 3, channels, channels === 1 ? bits : bitsPerSample],
      [259, 3, 1, 1],
      [262, 3, 1, channels === 1 ? 1 : 2],
      [273, 4, 1, data],
      [277, 3, 1, channels],
      [278, 4, 1, height],
      [279, 4, 1, bytes.length],
      ...(channels === 4 ? ([[338, 3, 1, 2]] as const).map((entry) => [...entry] as [number, 3, number, number]) : []),
    ];
    const directory = Buffer.alloc(2 + 12 * entries.length + 4);
    directory.writeUInt16LE(entries.length, 0);
    for (const [i, [tag, type, count, value]] of entries.entries()) {
      const at = 2 + 12 * i;
      directory.writeUInt16LE(tag, at);
      directory.writeUInt16LE(type, at + 2);
      directory.writeUInt32LE(count, at + 4);
      directory.writeUInt32LE(value, at + 8);
    }
    links.push([link, add(directory)]);
    link = length - 4;
  }
  const file = Buffer.concat(parts);
  for (const [at, offset] of links) file.writeUInt32LE(offset, at);
  return file;
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
