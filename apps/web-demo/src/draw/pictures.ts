import { type Operation, SIDE } from './operation.ts';

/** The pictures of a drawing by their data: addresses, decoded. */
export type Pictures = Map<string, CanvasImageSource>;

/**
 * Decodes the pictures that are not decoded yet; one that cannot be, or has more pixels than the entire drawing, is left
 * out: a drawing's own have as many.
 */
export async function decodePictures(operations: readonly Operation[], pictures: Pictures): Promise<void> {
  for (const operation of operations) {
    if (operation.kind !== 'image' || pictures.has(operation.address)) continue;
    try {
      pictures.set(operation.address, await decoded(operation.address));
    } catch {} // It was stored completely or not at all; a link may hold anything.
  }
}

async function decoded(address: string): Promise<HTMLImageElement> {
  const picture = new Image();
  // Tells the size before the pixels are decoded.
  await new Promise((resolve, reject) => {
    picture.onload = resolve;
    picture.onerror = reject;
    picture.src = address;
  });
  if (picture.naturalWidth * picture.naturalHeight > SIDE * SIDE) throw new Error('too large');
  await picture.decode();
  return picture;
}
