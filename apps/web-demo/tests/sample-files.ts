import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import { parseSafetensors } from '@pix2pix-ts/checkpoint';
import sharp from 'sharp';

/** SHA-256 of each tensor of a model file. */
export function hashesOf(bytes: Uint8Array): Record<string, string> {
  return Object.fromEntries([...parseSafetensors(bytes).tensors].map(([name, { data }]) => [name, sha256(data)]));
}

/** SHA-256 of the bytes of an array. */
export function sha256(data: NodeJS.ArrayBufferView): string {
  return createHash('sha256').update(data).digest('hex');
}

/** A picture in which hardly any two pixels are equal. */
export function gradient(side: number) {
  const data = new Uint8ClampedArray(side * side * 4).fill(255);
  for (let at = 0; at < side * side; at++) {
    data[at * 4] = (255 * (at % side)) / side;
    data[at * 4 + 1] = (255 * at) / (side * side);
    data[at * 4 + 2] = 128 + 127 * Math.sin(at / 50);
  }
  return { data, width: side, height: side };
}

/** The header of a PNG of side x side pixels, and hardly any data. */
export function widePng(side: number): Buffer {
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  );
  png.writeUInt32BE(side, 16);
  png.writeUInt32BE(side, 20);
  png.writeUInt32BE(crc32(png.subarray(12, 29)), 29);
  return png;
}

/** Eight pairs of plain colours. */
export async function pairsOnDisk(target: string): Promise<void> {
  for (const split of ['train', 'val']) {
    mkdirSync(path.join(target, split), { recursive: true });
    for (let i = 0; i < 4; i++) {
      const background = { r: 60 * i, g: 255 - 60 * i, b: 128 };
      await sharp({ create: { width: 128, height: 64, channels: 3, background } })
        .png()
        .toFile(path.join(target, split, `${i}.png`));
    }
  }
}

/** Pairs of plain colours whose halves are files of the same name in A and B. */
export async function halvesOnDisk(target: string, pairs: number): Promise<void> {
  for (const [half, shade] of [
    ['A', 0],
    ['B', 200],
  ] as const) {
    mkdirSync(path.join(target, half), { recursive: true });
    for (let i = 0; i < pairs; i++) {
      const background = { r: 40 * i, g: shade, b: 128 };
      await sharp({ create: { width: 64, height: 64, channels: 3, background } })
        .png()
        .toFile(path.join(target, half, `${i}.png`));
    }
  }
}
