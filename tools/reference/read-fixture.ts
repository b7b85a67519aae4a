import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

type Header = Record<string, { dtype: string; shape: number[]; data_offsets: [number, number] }>;

/** Reads a file under `fixtures/` as JSON, which the caller trusts to be a `Fixture`. */
export function readJson<Fixture>(name: string): Fixture {
  return JSON.parse(readFileSync(fixturePath(name), 'utf8')) as Fixture;
}

/**
 * Reads a safetensors file under `fixtures/`: its tensors of type F32 and I16 as plain arrays, and its metadata.
 * Written for these files, which are trusted; `@pix2pix-ts/checkpoint` reads untrusted ones.
 */
export function readSafetensors(name: string) {
  const file = readFileSync(fixturePath(name));
  const headerLength = Number(file.readBigUInt64LE(0));
  const { __metadata__, ...header } = JSON.parse(file.toString('utf8', 8, 8 + headerLength));
  const tensors = new Map<string, { shape: number[]; values: Float32Array | Int16Array }>();
  for (const [tensor, { dtype, shape, data_offsets }] of Object.entries(header as Header)) {
    const [start, end] = data_offsets.map((offset) => 8 + headerLength + offset);
    const bytes = new Uint8Array(file.subarray(start, end)).buffer; // a copy, aligned
    tensors.set(tensor, { shape, values: dtype === 'I16' ? new Int16Array(bytes) : new Float32Array(bytes) });
  }
  return { tensors, metadata: __metadata__ as Record<string, string> };
}

function fixturePath(name: string): string {
  return fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));
}
