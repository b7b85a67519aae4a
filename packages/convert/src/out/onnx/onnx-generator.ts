import { sidesOf } from '@pix2pix-ts/common';
import { ConvertError } from '../../convert-error.ts';
import type { GeneratorToWrite } from '../generator-to-write.ts';
import { addGenerator } from './generator-graph.ts';
import { createGraph, encodeOnnx } from './onnx-graph.ts';
import type { Pieces } from './protobuf.ts';

/** How values go in and come out. */
export type OnnxForm = {
  /** The input's name. @default 'input' */
  readonly input?: string | undefined;
  /** The output's name. @default 'output' */
  readonly output?: string | undefined;
  /** The range of the output's values: [-1, 1] as the network's, or [0, 1]. @default 'signed' */
  readonly range?: 'signed' | 'unit' | undefined;
  /** Texts for the file's metadata, such as those of `encodeModelMetadata`. @default none */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
};

/** Old enough for every engine, and new enough for all operators used here. */
const OPSET = 17;

/** What a message of protocol buffers may have, in bytes. */
const LARGEST = 2 ** 31 - 1;

/**
 * A generator without dropout as an ONNX file in pieces, for onnxruntime and others: [batch, channels, height, width] in
 * [-1, 1] to the same, of the model's size and any batch. Only plain convolutions are in it: those that double the image give
 * four channels in place of one, which depth-to-space lays out, because transposed convolutions are slow on WebGPU.
 *
 * @throws ConvertError of one line, where its architecture or norm is not one of ours, or it has 2 GB
 */
export function encodeOnnxGenerator(generator: GeneratorToWrite, form: OnnxForm = {}): Pieces {
  const { input = 'input', output = 'output', range = 'signed', metadata = {} } = form;
  const { imageSize, inChannels, outChannels } = generator.metadata.generator;
  const { width, height } = sidesOf(imageSize);
  const graph = createGraph();
  const last = addGenerator(graph, generator, input);
  if (range === 'unit') {
    const half = graph.floats('half', [], Float32Array.of(0.5));
    graph.add('Add', [graph.add('Mul', [last, half]), half]);
  }
  graph.renameLast(output);
  const file = encodeOnnx(graph, {
    input: { name: input, shape: ['batch', inChannels, height, width] },
    output: { name: output, shape: ['batch', outChannels, height, width] },
    opset: OPSET,
    metadata,
  });
  if (file.reduce((sum, { length }) => sum + length, 0) <= LARGEST) return file;
  throw new ConvertError('Expected weights of less than 2 GB, which an ONNX file can hold, got more.');
}
