import { checkedContent } from './check-content.ts';
import { checkLayout } from './check-layout.ts';
import { decodeHeader } from './header-cursor.ts';
import { readHeader, type TensorLayout } from './read-header.ts';
import { SafetensorsError } from './safetensors-error.ts';
import type { SafetensorsEntry, SafetensorsFile } from './safetensors-file.ts';
import { MAX_HEADER_BYTES } from './write-header.ts';

/** A file's header: where each tensor is, counted in bytes from `dataStart`, where the data begins in the file. */
export type SafetensorsHeader = {
  /** Where each tensor is, by its name. */
  readonly tensors: ReadonlyMap<string, TensorLayout>;
  /** The file's texts by key; empty where it has none. */
  readonly metadata: Readonly<Record<string, string>>;
  /** How many bytes of the file are in front of the data. */
  readonly dataStart: number;
};

/** The bytes at a file's beginning that give the length of its header. */
const LENGTH_BYTES = 8;

/**
 * Reads a safetensors file, every rule of the format checked. Nothing is copied: each `data` is a view that keeps
 * `bytes` alive and shows later changes to it; its offset in the buffer need not be a multiple of the value's size.
 * Where the metadata holds a check, all of the content is checked against it, and the check is left out of what is returned.
 *
 * @throws SafetensorsError for every file that does not follow the format, whatever it holds
 */
export function parseSafetensors(bytes: Uint8Array): SafetensorsFile {
  const { tensors, metadata, dataStart } = parseSafetensorsHeader(bytes, bytes.length);
  const start = bytes.byteOffset + dataStart;
  const entries = new Map<string, SafetensorsEntry>();
  for (const [name, { dtype, shape, begin, end }] of tensors) {
    entries.set(name, { dtype, shape, data: new Uint8Array(bytes.buffer, start + begin, end - begin) });
  }
  return checkedContent({ tensors: entries, metadata });
}

/**
 * Reads and checks the header alone, for a file that is too large to be read at once or that is only to be checked:
 * `head` holds at least the first `safetensorsHeadLength` bytes of a file of `fileLength` bytes.
 *
 * @throws SafetensorsError for every header that does not follow the format or does not fit a file of this length
 */
export function parseSafetensorsHeader(head: Uint8Array, fileLength: number): SafetensorsHeader {
  const dataStart = safetensorsHeadLength(head, fileLength);
  const { tensors, metadata } = readHeader(decodeHeader(head.subarray(LENGTH_BYTES, dataStart)));
  return { tensors: new Map(checkLayout(tensors, fileLength - dataStart)), metadata, dataStart };
}

/**
 * How many bytes a file has by its own header, all of which `head` holds: for a file that is still on its way, and whose
 * length is not known otherwise.
 *
 * @throws SafetensorsError for a header that does not follow the format; whether its tensors fit together is not checked
 */
export function safetensorsLength(head: Uint8Array): number {
  const dataStart = safetensorsHeadLength(head, head.length);
  const { tensors } = readHeader(decodeHeader(head.subarray(LENGTH_BYTES, dataStart)));
  let end = 0;
  for (const layout of tensors.values()) end = Math.max(end, layout.end);
  return dataStart + end;
}

/**
 * How many bytes at the beginning of a file of `fileLength` bytes are length and header; `head` holds the first 8.
 *
 * @throws SafetensorsError `too-short`, `header-too-long` or `header-beyond-file`, before anything is allocated
 */
export function safetensorsHeadLength(head: Uint8Array, fileLength: number): number {
  if (head.length < LENGTH_BYTES || fileLength < LENGTH_BYTES) {
    throw new SafetensorsError(
      'too-short',
      `safetensors file: expected at least ${LENGTH_BYTES} bytes, got ${Math.min(head.length, fileLength)}. The file is cut short or empty; fetch or save it again.`,
    );
  }
  const view = new DataView(head.buffer, head.byteOffset, LENGTH_BYTES);
  const length = view.getUint32(4, true) * 2 ** 32 + view.getUint32(0, true);
  if (length > MAX_HEADER_BYTES) {
    throw new SafetensorsError(
      'header-too-long',
      `safetensors file: expected a header of at most ${MAX_HEADER_BYTES} bytes, got ${length}. This is not a safetensors file, or it is damaged; check where it comes from.`,
    );
  }
  if (LENGTH_BYTES + length > fileLength) {
    throw new SafetensorsError(
      'header-beyond-file',
      `safetensors file: expected ${LENGTH_BYTES + length} bytes of header, got a file of ${fileLength}. The file is cut short; fetch or save it again.`,
    );
  }
  return LENGTH_BYTES + length;
}
