import type { Operation } from './operation.ts';

/** The pictures of a drawing by their data: addresses, decoded. */
export type Pictures = Map<string, CanvasImageSource>;

/** Decodes the pictures that are not decoded yet; one that cannot be is left out. */
export async function decodePictures(operations: readonly Operation[], pictures: Pictures): Promise<void> {
  for (const operation of operations) {
    if (operation.kind !== 'image' || pictures.has(operation.address)) continue;
    const picture = new Image();
    picture.src = operation.address;
    try {
      await picture.decode();
      pictures.set(operation.address, picture);
    } catch {} // It was stored whole or not at all; a stranger's link may hold anything.
  }
}
