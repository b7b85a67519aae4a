import { depths, type ImageSize, imageSizeOf, type StoredPictures, type Table } from '@pix2pix-ts/common';
import * as v from 'valibot';

/** Channels, filters or layers: 1 to 4096. */
export const count = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(4096));

/** An image size as a file has it: a number, or `{ width, height }`, of which a square becomes its number. */
export const imageSize: v.GenericSchema<unknown, ImageSize> = v.pipe(
  v.union(
    [v.number(), v.strictObject({ width: v.number(), height: v.number() })],
    'Expected an image size, a number of pixels or { "width": 256, "height": 128 }',
  ),
  v.transform((size) => (typeof size === 'number' ? size : imageSizeOf(size))),
);

const folderName = v.pipe(v.string(), v.regex(/^[^/\\\0]{1,200}$/, 'expected the name of a folder'));

/** How pictures become channels where they are read as they are stored. */
export const storedPictures = v.strictObject({
  /** The folders of the pictures whose channels make an input, in this order; undefined: `A` alone. */
  inputs: v.optional(v.pipe(v.array(folderName), v.minLength(1), v.maxLength(16))),
  /** What the pages of a TIFF are; undefined: the first page alone is read. */
  pages: v.optional(v.picklist(['channels', 'pairs'])),
  /** Whether one picture is both, its lightness the input and the rest of CIELAB the target; undefined: it is not. */
  lab: v.optional(v.literal(true)),
  /** In how many bits the pictures are that the model is to make. */
  depth: v.picklist(depths),
}) satisfies v.GenericSchema<unknown, StoredPictures>;

/** The share of values that is dropped, 0 to 0.95. */
export const dropoutRate = v.pipe(v.number(), v.minValue(0), v.maxValue(0.95));

/** The name of an entry of a table, as it is when the configuration is read. */
export function nameIn<Name extends string>(table: Table<unknown, Name>) {
  return v.custom<Name | (string & {})>(table.has, ({ input }) => table.complaint(input));
}

/** The keys that a configuration of this schema has; none where it is not that of an object. */
export function keysOf(schema: v.GenericSchema): string[] {
  return 'entries' in schema ? Object.keys(schema.entries as object) : [];
}

/** A configuration of whichever architecture its `kind` names. */
export function kindSchema<Config>(
  architectures: Table<{ schema: v.GenericSchema<unknown, { kind: string }> }>,
): v.GenericSchema<unknown, Config> {
  const unknownKind = v.object({ kind: nameIn(architectures) });
  return v.lazy((input) => {
    const kind = (input as { kind?: unknown } | null)?.kind;
    return (architectures.has(kind) ? architectures.get(kind).schema : unknownKind) as v.GenericSchema<unknown, Config>;
  });
}
