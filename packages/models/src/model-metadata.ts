import { type Direction, directions, type StoredPictures, sizeText } from '@pix2pix-ts/common';
import * as v from 'valibot';
import { imageSize, storedPictures } from './config-fields.ts';
import { type GeneratorConfig, generatorConfigSchema } from './generators/index.ts';

/** The format that this version writes and reads. */
const FORMAT = 'pix2pix-ts/1';

/** Everything about a generator's weights that is needed to use them; it travels inside the weights file. */
export type ModelMetadata = {
  /** The network that the weights belong to. */
  generator: GeneratorConfig;
  /** What it was trained to do. */
  direction: Direction;
  /** Whether the weights are meant to be used without dropout, or with it as the paper's noise. */
  dropout: 'off' | 'on';
  /**
   * What a norm with running statistics divides by at translation: those, or the image's own, as in training with a batch
   * of one. @default 'running'
   */
  statistics?: 'running' | 'image' | undefined;
  /** `spread` where dots of colour in a drawing fill what its lines close in before the network sees them, as in training. */
  hints?: 'spread' | undefined;
  /** How pictures become its channels, where it was trained on them as they are stored. @default colours of 8 bits */
  pictures?: StoredPictures | undefined;
  /** How it was trained: preset, steps, seed, data set. Free JSON, for people and tools to read. */
  training: Record<string, unknown>;
  /** The licence of the data and so of what is made from it; empty where it is not known. */
  licence: string;
  /** The program and its version that wrote the file, for the line that refuses what an older one does not know. */
  writtenBy?: string | undefined;
  /** What a smaller copy was made from, and how far it is from it; the weights that were trained have none. */
  copy?: ModelCopy | undefined;
};

/** A smaller copy of a model: its weights are rounded. */
export type ModelCopy = v.InferOutput<typeof copySchema>;

const json = v.pipe(v.string(), v.parseJson());

const amount = v.pipe(v.number(), v.finite(), v.minValue(0));

const copySchema = v.object({
  weights: v.picklist(['float16', 'int8']),
  /** The file it was made from. */
  source: v.object({ sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)), bytes: amount }),
  /** How far its pictures are from the original's: on these images, in 8-bit steps and as L1 on [-1, 1]. */
  difference: v.object({ images: amount, inputs: v.string(), mean: amount, max: amount, l1: amount }),
});

const metadataSchema = v.object({
  format: v.literal(FORMAT, `Expected a model of format '${FORMAT}'`),
  generator: v.pipe(json, generatorConfigSchema),
  imageSize: v.pipe(json, imageSize),
  direction: v.pipe(json, v.picklist(directions)),
  dropout: v.pipe(json, v.picklist(['off', 'on'])),
  statistics: v.optional(v.pipe(json, v.picklist(['running', 'image']))),
  hints: v.optional(v.pipe(json, v.picklist(['spread']))),
  pictures: v.optional(v.pipe(json, storedPictures)),
  training: v.optional(v.pipe(json, v.record(v.string(), v.unknown())), '{}'),
  licence: v.optional(v.pipe(json, v.string()), '""'),
  writtenBy: v.optional(v.string()),
  copy: v.optional(v.pipe(json, copySchema)),
});

/** The metadata as safetensors keeps it: text by name, each text JSON except for the format's name. */
export function encodeModelMetadata(metadata: ModelMetadata): Record<string, string> {
  const { generator, direction, dropout, statistics, hints, pictures, training, licence, writtenBy, copy } = metadata;
  const fields = { generator, imageSize: generator.imageSize, direction, dropout, training, licence };
  return {
    format: FORMAT,
    ...Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, JSON.stringify(value)])),
    ...(statistics && { statistics: JSON.stringify(statistics) }),
    ...(hints && { hints: JSON.stringify(hints) }),
    ...(pictures && { pictures: JSON.stringify(pictures) }),
    ...(writtenBy && { writtenBy }),
    ...(copy && { copy: JSON.stringify(copy) }),
  };
}

/**
 * Reads back what `encodeModelMetadata` wrote, trusting nothing.
 *
 * @throws one line that names the field, if one is missing, is not JSON, or has an impossible value.
 */
export function parseModelMetadata(fields: Record<string, string>): ModelMetadata {
  const result = v.safeParse(metadataSchema, fields);
  if (!result.success) {
    const [issue] = result.issues;
    const where = v.getDotPath(issue) ?? 'metadata';
    throw new Error(
      `Expected a pix2pix-ts model, got a file whose ${where} is wrong: ${issue.message}.${writerOf(fields)}`,
    );
  }
  const { format: _, imageSize: stated, ...metadata } = result.output;
  const [expected, got] = [metadata.generator.imageSize, stated].map(sizeText);
  if (got !== expected) throw new Error(`Expected imageSize ${expected} as in the generator's config, got ${got}.`);
  return metadata;
}

/** The last sentence of a line that refuses a file: what wrote it, if it says so. It may be newer than its reader. */
export function writerOf({ writtenBy }: Record<string, string>): string {
  return writtenBy ? ` It was written by ${writtenBy}; use that version or a newer one.` : '';
}
