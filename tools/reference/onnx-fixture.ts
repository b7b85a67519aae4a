import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ForeignOutputs } from './foreign-fixture.ts';

const FOLDER = join(import.meta.dirname, 'fixtures/onnx');

/** An ONNX model, and the data beside it by its name where it has some. */
export type OnnxFixture = { bytes: Uint8Array; files: Map<string, Uint8Array> };

/** A model as torch.onnx exported it: `gan-unet.onnx`; `gan-unet.dynamo.onnx` of the exporter since PyTorch 2.9. */
export function readOnnxModel(file: string): OnnxFixture {
  const read = (name: string) => new Uint8Array(readFileSync(join(FOLDER, name)));
  const data = `${file}.data`;
  return { bytes: read(file), files: new Map(existsSync(join(FOLDER, data)) ? [[data, read(data)]] : []) };
}

/** PyTorch's outputs in eval() by the networks' names. */
export function readOnnxOutputs(): Record<string, ForeignOutputs> {
  return JSON.parse(readFileSync(join(FOLDER, 'expected.json'), 'utf8')).networks;
}
