import type { ModelMetadata } from '@pix2pix-ts/models';
import { readModelHeader } from '../summary/read-model-header.ts';

/** What a model's file says of its pictures. */
export type PictureReading = Pick<ModelMetadata, 'pictures' | 'generator'>;

/**
 * How a model's pictures are read, before the model is loaded; undefined of a file that cannot be: loading it tells why.
 *
 * @param path of a weights file
 */
export async function pictureReading(path: string): Promise<PictureReading | undefined> {
  return (await readModelHeader(path).catch(() => undefined))?.metadata;
}
