import { decodeImage } from '@pix2pix-ts/data/node';
import { shorten } from '../../fetch-bytes.ts';
import type { ImageLike } from '../../image.ts';
import { bytesOfBlob, fetchPicture, nameOfBlob } from '../../sources/decode-picture.ts';
import { kindOf } from '../../sources/kind-of.ts';
import type { PictureSource } from '../../sources/picture-source.ts';
import { readPicture } from '../../sources/read-picture.ts';
import { pathOf } from '../path-of.ts';
import { isSharp, readSharp, type SharpPicture } from './sharp-picture.ts';

/**
 * A picture as a program in Node has it; all of them stay the caller's. Text is a path unless it names a scheme, such as
 * `https://`; bytes are those of an image file, and a sharp object's operations are run.
 */
export type NodePictureSource = PictureSource | SharpPicture;

/**
 * The pixels of anything that is a picture in Node.
 *
 * @throws TypeError where it is none; DataError of one line where it cannot be read
 */
export async function readNodePicture(source: NodePictureSource): Promise<ImageLike> {
  if (typeof source === 'object' && source !== null && isSharp(source)) return readSharp(source);
  const read = READERS[kindOf(source)];
  return read ? read(source as never) : readPicture(source as PictureSource);
}

/** How each kind of object is read, where a page would do it in another way. */
const READERS: Readonly<Record<string, (source: never) => Promise<ImageLike>>> = {
  String: readText,
  URL: readText,
  Uint8Array: (bytes: Uint8Array) => decodeImage(bytes),
  ArrayBuffer: (bytes: ArrayBuffer) => decodeImage(new Uint8Array(bytes)),
  Blob: readBlob,
  File: readBlob,
};

async function readText(source: string | URL): Promise<ImageLike> {
  const path = pathOf(source);
  if (path !== undefined) return decodeImage(path);
  return decodeImage(await fetchPicture(source), { name: shorten(String(source)) });
}

async function readBlob(blob: Blob): Promise<ImageLike> {
  return decodeImage(await bytesOfBlob(blob), { name: nameOfBlob(blob) });
}
