import { joinBytes } from '@pix2pix-ts/common';
import { CHECK_FIELD, createContentCheck } from './check-content.ts';
import { quote, SafetensorsError, showList } from './safetensors-error.ts';
import { type EntryToWrite, encodeHeader, type Planned, planLayout } from './write-header.ts';

/** How a file is written. */
export type EncodeOptions = {
  /** Write a hash of the content into the metadata, so that a reader finds a flipped bit. @default false */
  check?: boolean;
};

/**
 * A safetensors file in pieces: the header, then tensor after tensor, so that no more than one tensor is in memory.
 *
 * Equal content gives equal bytes, whatever order it comes in. The order is the official writer's: dtypes from the widest
 * alignment to the narrowest, names by code point; the header is filled with spaces to a multiple of 8 bytes. Metadata,
 * which the official writer leaves in random order, is sorted by key, and left out where there is none. A piece may be the
 * memory that `read` returned: use it before you ask for the next one. With `check`, the metadata holds a hash of everything
 * in the file, which {@link parseSafetensors} checks; tensors are read twice, and nothing more is kept in memory.
 *
 * @throws SafetensorsError for names, shapes and metadata the format cannot hold (before the first piece), and for a
 *   tensor whose number of bytes is not what its shape and dtype say
 */
export async function* encodeSafetensors(
  entries: Iterable<EntryToWrite>,
  metadata: Readonly<Record<string, string>> = {},
  { check = false }: EncodeOptions = {},
): AsyncGenerator<Uint8Array, void, void> {
  const plan = planLayout(entries);
  yield encodeHeader(plan, check ? { ...metadata, [CHECK_FIELD]: await checkOf(plan, metadata) } : metadata);
  for (const planned of plan) {
    const data = await readPlanned(planned);
    if (data.length > 0) yield data;
  }
}

async function checkOf(plan: readonly Planned[], metadata: Readonly<Record<string, string>>): Promise<string> {
  const check = createContentCheck(plan, metadata);
  for (const planned of plan) check.add(await readPlanned(planned));
  return check.text();
}

async function readPlanned({ entry, begin, end }: Planned): Promise<Uint8Array> {
  const data = await entry.read();
  if (data.length === end - begin) return data;
  throw new SafetensorsError(
    'bytes',
    `Tensor ${quote(entry.name)}: expected ${end - begin} bytes for ${entry.dtype} of shape ${showList(entry.shape)}, got ${data.length}. Make read() return the whole tensor in its own dtype.`,
  );
}

/** The complete file of {@link encodeSafetensors} at once, for what fits into memory twice. */
export async function encodeSafetensorsToBytes(
  entries: Iterable<EntryToWrite>,
  metadata: Readonly<Record<string, string>> = {},
  options: EncodeOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array[] = [];
  for await (const piece of encodeSafetensors(entries, metadata, options)) pieces.push(piece.slice());
  return joinBytes(pieces);
}
