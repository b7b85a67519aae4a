import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { encodeSafetensors } from '@pix2pix-ts/checkpoint';
import type { Direction } from '@pix2pix-ts/common';
import { FILE_SYSTEM, FileError, systemCode, UsageError, writeAtomically } from '@pix2pix-ts/common/node';
import {
  ConvertError,
  type ConvertedFeatures,
  type ConvertedGenerator,
  type ConvertedTensor,
  convertFeatures,
  convertGenerator,
  filesBeside,
} from '@pix2pix-ts/convert';
import { encodeFeatureMetadata, encodeModelMetadata, parseFeatureMetadata } from '@pix2pix-ts/models';
import type { GlobalOptions } from '../cli/global-options.ts';
import { printEvent, printResult } from '../cli/output.ts';
import { version } from '../cli/this-command.ts';
import { readBytes } from '../files/read-file.ts';
import { readFileFields, readModelHeader } from '../summary/read-model-header.ts';
import { convertSummary, featuresSummary } from './convert-summary.ts';

/** What is asked for. */
export type ConvertRequest = {
  /** One, or the two whose features LPIPS compares. */
  files: readonly string[];
  out: string;
  direction: Direction;
  size?: number | undefined;
  statistics?: 'image' | 'running' | undefined;
  dropout: 'off' | 'on';
  network?: string | undefined;
};

/** Writes a model from the weights of another code base, and says what they were recognised as. */
export async function runConvert(request: ConvertRequest, globals: GlobalOptions): Promise<void> {
  const { files: given, out, size, ...choices } = request;
  await checkOut(out);
  const contents = await Promise.all(given.map(read));
  const features = named(given.join(' and '), () => convertFeatures(contents));
  if (features) return writeFeatures(features, { files: given, out }, globals);
  const [file, bytes] = [given[0] as string, contents[0] as Uint8Array];
  const files = await readBeside(file, filesBeside(bytes));
  const converted = named(file, () => convertGenerator(bytes, { ...choices, imageSize: size, files }));
  const entries = converted.tensors.map((tensor) => entryOf(tensor, file));
  const fields = encodeModelMetadata({ ...converted.metadata, writtenBy: `pix2pix ${version()}` });
  await writeAtomically(out, encodeSafetensors(entries, fields));
  const result = { file, out, bytes: (await stat(out)).size, ...described(converted) };
  if (globals.json) printEvent(result);
  else printResult(convertSummary(result));
}

/** Writes the weights by which `evaluate` compares images. */
async function writeFeatures(
  { network, description, tensors }: ConvertedFeatures,
  { files, out }: Pick<ConvertRequest, 'files' | 'out'>,
  globals: GlobalOptions,
): Promise<void> {
  const entries = tensors.map((tensor) => entryOf(tensor, files.join(' and ')));
  await writeAtomically(out, encodeSafetensors(entries, encodeFeatureMetadata(network, `pix2pix ${version()}`)));
  const result = { files, out, bytes: (await stat(out)).size, recognised: description, features: network };
  if (globals.json) printEvent(result);
  else printResult(featuresSummary(result));
}

async function read(path: string): Promise<Uint8Array> {
  try {
    return await readBytes(path, FILE_SYSTEM);
  } catch (error) {
    throw systemCode(error) ? new FileError('read', path, error) : error;
  }
}

/** The files that lie beside it, by their names; of those that are missing the conversion tells. */
async function readBeside(file: string, names: readonly string[]): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const name of names) {
    const path = join(dirname(file), name);
    if (await stat(path).catch(() => undefined)) files.set(name, await read(path));
  }
  return files;
}

function described({ description, path, metadata }: ConvertedGenerator) {
  const { generator, direction, dropout, statistics } = metadata;
  return { recognised: description, network: path, generator, direction, dropout, statistics: statistics ?? null };
}

/** A tensor as the writer wants it; nothing is read before its turn. */
function entryOf({ name, shape, values }: ConvertedTensor, file: string) {
  const readValues = () => {
    const read = named(file, values);
    return new Uint8Array(read.buffer, read.byteOffset, read.byteLength);
  };
  return { name, dtype: 'F32', shape, read: readValues } as const;
}

/** Runs it; a line about the file's content begins with its name. */
function named<T>(file: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof ConvertError)) throw error;
    throw new UsageError(`Could not convert ${file}: ${error.message}`, { cause: error });
  }
}

/** Nothing is lost: only a model that was converted before is replaced. */
async function checkOut(out: string): Promise<void> {
  const there = await stat(out).catch(() => undefined);
  if (there?.isDirectory())
    throw new UsageError(`Expected --out to be a file, got the folder ${out}. Name a file in it.`);
  if (there && !(await isConverted(out)))
    throw new UsageError(`Expected a new file at ${out}, got a different one. Choose another name for --out.`);
  if (!there && !(await stat(dirname(out)).catch(() => undefined))?.isDirectory())
    throw new UsageError(
      `Expected --out to be in an existing folder, got none at ${dirname(out)}. Create it, or choose another.`,
    );
}

async function isConverted(path: string): Promise<boolean> {
  const isGenerator = readModelHeader(path).then(({ metadata }) => metadata.training.convertedFrom !== undefined);
  const isFeatures = readFileFields(path).then((fields) => parseFeatureMetadata(fields) !== undefined);
  const found = await Promise.allSettled([isGenerator, isFeatures]);
  return found.some((result) => result.status === 'fulfilled' && result.value);
}
