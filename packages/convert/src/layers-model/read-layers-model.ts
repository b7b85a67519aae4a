import { joinBytes } from '@pix2pix-ts/common';
import * as v from 'valibot';
import { ConvertError, quote } from '../convert-error.ts';
import { type ForeignTensor, valueCount } from '../foreign-tensor.ts';
import type { NetworkGraph } from '../graph/network-graph.ts';
import { requireInside } from '../inside-folder.ts';
import { graphOfLayers } from './graph-of-layers.ts';

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(2 ** 31));

const weight = v.object({
  name: v.string(),
  shape: v.pipe(v.array(count), v.maxLength(8)),
  dtype: v.string(),
  quantization: v.optional(v.unknown()),
});

const modelSchema = v.object({
  format: v.nullish(v.string()),
  modelTopology: v.record(v.string(), v.unknown()),
  weightsManifest: v.array(v.object({ paths: v.array(v.string()), weights: v.array(weight) })),
});

type LayersModel = v.InferOutput<typeof modelSchema>;
type Group = LayersModel['weightsManifest'][number];

/** Whether the bytes begin as JSON does. */
export function isJson(bytes: Uint8Array): boolean {
  const start = new TextDecoder().decode(bytes.subarray(0, 64)).trimStart();
  return start.startsWith('{');
}

/**
 * The network of a model.json as TensorFlow.js's `model.save` and its converter write it.
 *
 * @param files the shards, by the paths that model.json gives
 * @throws ConvertError for another JSON file, a graph model, weights that are not float32, and shards of another length
 */
export function readLayersModel(bytes: Uint8Array, files: ReadonlyMap<string, Uint8Array>): NetworkGraph {
  const model = parseModel(bytes);
  const tensors = new Map<string, ForeignTensor>();
  for (const group of model.weightsManifest) {
    group.weights.forEach(requireFloats);
    addTensors(tensors, group, joined(group, files));
  }
  return graphOfLayers(model.modelTopology, tensors);
}

/** The paths of a model.json's shards, relative to it. @throws ConvertError where it is none, or has paths outside its folder */
export function shardPaths(bytes: Uint8Array): string[] {
  return parseModel(bytes).weightsManifest.flatMap(({ paths }) => paths.map(requireInside));
}

function parseModel(bytes: Uint8Array): LayersModel {
  const json = parseJson(bytes);
  const result = v.safeParse(modelSchema, json);
  if (!result.success)
    throw new ConvertError(
      'Expected a model.json of a TensorFlow.js layers model, got a different JSON file. Give the file that has modelTopology and weightsManifest.',
    );
  const { format, modelTopology } = result.output;
  if (format === 'graph-model' || 'node' in modelTopology)
    throw new ConvertError(
      'Expected a layers model of TensorFlow.js, got a graph model. Convert the Keras model again, with --output_format tfjs_layers_model.',
    );
  return result.output;
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new ConvertError('Expected a model.json, got a JSON file that is damaged. Copy or download it again.');
  }
}

function requireFloats({ name, dtype, quantization }: Group['weights'][number]): void {
  if (quantization !== undefined)
    throw new ConvertError(
      `Expected weights in float32, got ${quote(name)} quantised. Convert the Keras model again, without --quantize flags.`,
    );
  if (dtype !== 'float32')
    throw new ConvertError(
      `Expected weights in float32, got ${quote(name)} in ${quote(dtype)}. Save the model in float32.`,
    );
}

/** The bytes of a group: its shards one after the other. */
function joined({ paths, weights }: Group, files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const expected = weights.reduce((sum, { shape }) => sum + byteLength(shape), 0);
  const shards = paths.map((path) => {
    const shard = files.get(requireInside(path));
    if (!shard)
      throw new ConvertError(`Expected ${quote(path)} beside model.json, got none. Give the shards together with it.`);
    return shard;
  });
  const got = shards.reduce((sum, { length }) => sum + length, 0);
  if (got !== expected)
    throw new ConvertError(
      `Expected ${expected} bytes in ${paths.length === 1 ? quote(paths[0] as string) : `${paths.length} shards`}, got ${got}. Copy or download ${paths.length === 1 ? 'it' : 'them'} again.`,
    );
  return shards.length === 1 ? (shards[0] as Uint8Array) : joinBytes(shards);
}

function addTensors(tensors: Map<string, ForeignTensor>, { weights }: Group, bytes: Uint8Array): void {
  let at = 0;
  for (const { name, shape, dtype } of weights) {
    const view = bytes.subarray(at, at + byteLength(shape));
    at += view.length;
    if (tensors.has(name)) throw new ConvertError(`Expected one tensor ${quote(name)}, got two. Save the model again.`);
    // In memory of its own, because a shard may begin at any byte.
    tensors.set(name, { shape, dtype, byteLength: view.length, read: () => new Float32Array(view.slice().buffer) });
  }
}

function byteLength(shape: readonly number[]): number {
  return 4 * valueCount(shape);
}
