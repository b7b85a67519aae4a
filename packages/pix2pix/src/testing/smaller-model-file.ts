import { type EntryToWrite, encodeSafetensorsToBytes } from '@pix2pix-ts/checkpoint';
import type { ModelCopy } from '@pix2pix-ts/models';
import { smallModelFile } from '@pix2pix-ts/testing-models';
import { smallerModel } from '../smaller-model.ts';

/** The file of a small model's smaller copy, its entries changed before they are written. */
export async function smallerModelFile(
  to: ModelCopy['weights'],
  change: (entries: EntryToWrite[]) => EntryToWrite[] = (entries) => entries,
): Promise<Uint8Array<ArrayBuffer>> {
  const { entries, fields } = smallerModel(await smallModelFile(), to);
  return encodeSafetensorsToBytes(change([...entries]), fields);
}
