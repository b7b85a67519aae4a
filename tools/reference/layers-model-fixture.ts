import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ForeignOutputs } from './foreign-fixture.ts';

const FOLDER = join(import.meta.dirname, 'fixtures/layers-models');

/** A model.json and the shards beside it by their names, as the converter of TensorFlow.js wrote them. */
export type LayersModelFixture = { bytes: Uint8Array; files: Map<string, Uint8Array> };

/** The model of that name: `tutorial`, `affinelayer`. */
export function readLayersModel(name: string): LayersModelFixture {
  const read = (file: string) => new Uint8Array(readFileSync(join(FOLDER, name, file)));
  const shards = readdirSync(join(FOLDER, name)).filter((file) => file.endsWith('.bin'));
  return { bytes: read('model.json'), files: new Map(shards.map((file) => [file, read(file)])) };
}

/** Keras's outputs by the models' names. */
export function readLayersModelOutputs(): Record<string, ForeignOutputs> {
  return JSON.parse(readFileSync(join(FOLDER, 'expected.json'), 'utf8')).networks;
}
