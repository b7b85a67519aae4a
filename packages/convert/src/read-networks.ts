import { ConvertError, quote } from './convert-error.ts';
import { type FoundTensors, findNetworks } from './find-networks.ts';
import type { ForeignTensors } from './foreign-tensor.ts';
import { recogniseGraph } from './graph/recognise-graph.ts';
import { isJson, readLayersModel, shardPaths } from './layers-model/read-layers-model.ts';
import type { Recognised } from './layouts/layout.ts';
import { externalPaths, isOnnx, readOnnx } from './onnx/read-onnx.ts';
import { isPict, readPict } from './pict/read-pict.ts';
import { readPytorch } from './pytorch/read-pytorch.ts';
import { arrange, type RecognisedNetwork, recognise } from './recognise.ts';

/** A network that a file holds, and where: '' in a file that holds nothing else. */
export type FoundNetwork = {
  readonly path: string;
  /** The name of one of its tensors, for a message. */
  readonly example: string;
  /** How many bytes a value takes in the file at the very least. */
  readonly leastBytes: number;
  /** @returns undefined where it is none that is known */
  recognise(): RecognisedNetwork | undefined;
};

/** What lies beside a file that is not complete in itself: the shards of a model.json, the data of an ONNX model. */
export type FilesBeside = ReadonlyMap<string, Uint8Array>;

/** The networks in a file of any format that is known. @throws ConvertError of one line for others, and for damaged ones */
export function readNetworks(bytes: Uint8Array, files: FilesBeside): FoundNetwork[] {
  if (isJson(bytes)) return [ofGraph(recogniseGraph(readLayersModel(bytes, files)))];
  if (isPict(bytes)) return [ofTensors({ path: '', tensors: readPict(bytes) }, 1)];
  if (isOnnx(bytes)) return [ofGraph(recogniseGraph(readOnnx(bytes, files)))];
  return findNetworks(readPytorch(bytes)).map((found) => ofTensors(found, 2));
}

/** Whether it is a kind of file that has no weights of PyTorch in it. */
export function isOtherFormat(bytes: Uint8Array): boolean {
  return isJson(bytes) || isPict(bytes) || isOnnx(bytes);
}

function ofTensors({ path, tensors }: FoundTensors, leastBytes: number): FoundNetwork {
  return { path, leastBytes, example: String([...tensors.keys()][0]), recognise: () => recognise(tensors) };
}

/**
 * The names of the files that have to be given along with one, relative to it: the shards of a model.json, the data of an ONNX model. Empty for a file
 * that is complete, and for one that `convertGenerator` refuses anyway.
 */
export function filesBeside(bytes: Uint8Array): string[] {
  try {
    if (isJson(bytes)) return shardPaths(bytes);
    return isOnnx(bytes) ? externalPaths(bytes) : [];
  } catch (error) {
    if (error instanceof ConvertError) return [];
    throw error;
  }
}

function ofGraph({ recognised, tensors }: { recognised: Recognised; tensors: ForeignTensors }): FoundNetwork {
  return {
    path: '',
    leastBytes: 4,
    example: quote(recognised.description),
    recognise: () => ({ ...recognised, tensors: arrange(recognised, tensors) }),
  };
}
