import { type TransformedPair, type TransformOptions, transformPair } from '@pix2pix-ts/data';
import { checkImages, type FolderPairs, openPairs } from '@pix2pix-ts/data/node';

/** The pairs that the pictures are made of: line drawings of faces and people, and their coloured emoji. */
export type Faces = { train: FolderPairs; heldOut: FolderPairs };

/**
 * The pairs of the folder that the command line names, or of data/faces.
 *
 * @throws DataError of one line where there are none; `prepare openmoji` makes them
 */
export async function openFaces(): Promise<Faces> {
  const folder = process.argv[2] ?? 'data/faces';
  const [train, heldOut] = await Promise.all([
    openPairs(folder, { split: 'train' }),
    openPairs(folder, { split: 'val' }),
  ]);
  await checkImages(train);
  return { train, heldOut };
}

/** Held-out pairs in the model's size, by their names in the order asked for. */
export function pickPairs(
  { heldOut }: Faces,
  names: readonly string[],
  imageSize: TransformOptions['imageSize'],
): Promise<TransformedPair[]> {
  return Promise.all(
    names.map(async (name) => {
      const index = heldOut.names.indexOf(name);
      if (index < 0) throw new Error(`Expected a held-out pair '${name}', got none of that name. Prepare data/faces.`);
      return transformPair(await heldOut.load(index), { imageSize, direction: 'AtoB' });
    }),
  );
}
