import { int8Scales, parseSafetensors, requireFinite } from '@pix2pix-ts/checkpoint';
import { checkTensors, generatorTensors, type ModelMetadata, parseModelMetadata } from '@pix2pix-ts/models';
import type { Tensor } from '@tensorflow/tfjs-core';
import { separateInt8, type Weights, weightTensors } from './int8-weights.ts';
import { ModelError } from './model-error.ts';

/** A generator's file: its metadata, also as the texts it was read from, and the tensors that its configuration asks for. */
export type ModelFile = {
  /** What the file says of its weights. */
  readonly metadata: ModelMetadata;
  /** The texts that this was read from. */
  readonly fields: Readonly<Record<string, string>>;
  /** The generator's, checked; no tensor is made of them yet. */
  readonly weights: Weights;
};

/**
 * Reads and checks a model file; no tensor is made yet.
 *
 * @param name what an error calls the file
 * @throws ModelError where the file does not follow the format, holds another kind of model, or a tensor is missing,
 *   left over, of another shape or type, in 8 bits without valid scales, or has values that are not finite, unless they are
 *   allowed
 */
export function parseModel(bytes: Uint8Array, name: string, { allowNonFinite = false } = {}): ModelFile {
  return withFileName(name, () => {
    refuseForeign(bytes);
    const file = parseSafetensors(bytes);
    const metadata = parseModelMetadata(file.metadata);
    const specs = generatorTensors(metadata.generator);
    const weights = separateInt8(specs, file);
    for (const [tensor, { dtype }] of weights.plain) {
      if (FLOATS.has(dtype)) continue;
      throw new Error(`Expected '${tensor}' as one of ${[...FLOATS].join(', ')}, got ${dtype}. Convert the file.`);
    }
    // Names and shapes are all that is looked at here, and what a file's entries have in common with tensors.
    const int8 = weights.int8.map(({ name, weight }) => [name, weight] as const);
    checkTensors(specs, Object.fromEntries([...weights.plain, ...int8]) as unknown as NamedTensors);
    for (const weight of weights.int8) int8Scales(weight);
    if (!allowNonFinite) requireFinite(weights.plain);
    return { metadata, fields: file.metadata, weights };
  });
}

/** The first bytes of other code bases' weights: a zip archive or a pickle of PyTorch, an HDF5 file, JSON, an ONNX model. */
const FOREIGN = [[0x50, 0x4b, 3, 4], [0x80, 2], [0x89, 0x48, 0x44, 0x46], [0x7b], [8, 7], [8, 8], [8, 9], [8, 10]];

/** A length of 8 bytes and a brace are safetensors, whatever the length begins with. */
function refuseForeign(bytes: Uint8Array): void {
  const isForeign = FOREIGN.some((begin) => begin.every((byte, i) => bytes[i] === byte));
  if (!isForeign || bytes[8] === 0x7b) return;
  throw new Error(
    'Expected a model.safetensors, got weights of another format. Convert them first: pix2pix convert FILE --out model.safetensors.',
  );
}

type NamedTensors = Record<string, Tensor>;

/** What becomes float32 as it is; weights may also be I8 with scales next to them. */
const FLOATS: ReadonlySet<string> = new Set(['F32', 'F16', 'BF16']);

/** The generator's tensors on the current engine, which the caller disposes. */
export function modelTensors({ metadata, weights }: ModelFile): NamedTensors {
  const tensors = weightTensors(weights);
  const names = Object.keys(generatorTensors(metadata.generator)); // in the network's order, whatever the file's is
  return Object.fromEntries(names.map((name) => [name, tensors[name] as Tensor]));
}

/** Runs `read`; what it throws is thrown again with the name of the file in front. */
export function withFileName<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new ModelError(`Could not load ${name}: ${(error as Error).message}`, { cause: error });
  }
}
