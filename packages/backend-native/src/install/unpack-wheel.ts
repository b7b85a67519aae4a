import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { hashFile } from '@pix2pix-ts/common/node';
import { InstallError } from './install-error.ts';
import { extractEntry, readZip, type ZipEntry } from './zip.ts';

/** The libraries, which come first in the wheel. */
const LIBRARIES = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'].map((name) => `tensorflow/${name}`);

/** The headers that tfjs-node's addon includes, with those that they include. */
const HEADERS = [
  ...['c_api', 'c_api_macros', 'tf_attrtype', 'tf_buffer', 'tf_datatype', 'tf_status', 'tf_tensor', 'tf_tstring'].map(
    (name) => `tensorflow/c/${name}.h`,
  ),
  'tensorflow/c/eager/c_api.h',
  'tensorflow/core/platform/ctstring.h',
  'tensorflow/core/platform/ctstring_internal.h',
  'tsl/platform/ctstring.h',
  'tsl/platform/ctstring_internal.h',
  'xla/tsl/c/tsl_status.h',
].map((name) => `tensorflow/include/${name}`);

/**
 * Unpacks of TensorFlow's wheel what an addon is built from and runs on: two libraries and 14 headers of some 20,000
 * files. Each is checked against the hash that the wheel itself records.
 *
 * @returns the libraries' paths inside the folder
 */
export async function unpackTensorflow(wheel: string, into: string): Promise<string[]> {
  const entries = await readZip(wheel);
  await unpack(wheel, entries, [...LIBRARIES, ...HEADERS], into);
  return LIBRARIES;
}

/** Unpacks the libraries and programs of one of NVIDIA's wheels, without their headers. */
export async function unpackNvidia(wheel: string, into: string): Promise<string[]> {
  const entries = await readZip(wheel);
  const names = [...entries.keys()].filter(
    (name) => /^nvidia\/\w+\/(lib|bin|nvvm)\//.test(name) && !name.endsWith('/'),
  );
  await unpack(wheel, entries, names, into);
  return names;
}

async function unpack(wheel: string, entries: Map<string, ZipEntry>, names: readonly string[], into: string) {
  const hashes = await recordedHashes(wheel, entries, into);
  for (const name of names) {
    const entry = entries.get(name);
    if (!entry)
      throw new InstallError(
        `Expected ${wheel} to contain ${name}, but it does not. Use a wheel of TensorFlow 2.20 or 2.21.`,
      );
    await extractEntry(wheel, entry, join(into, name));
    if ((await hashFile(join(into, name), 'sha256', 'base64url')) !== hashes.get(name)) {
      throw new InstallError(
        `Expected ${name} to match the record of ${wheel}, got a different file. Fetch the wheel again.`,
      );
    }
  }
}

/** What a wheel says of itself and of what it asks for. */
export async function readMetadata(wheel: string, temporary: string): Promise<string> {
  const entries = await readZip(wheel);
  const described = [...entries.values()].find(({ name }) => /^[^/]+\.dist-info\/METADATA$/.test(name));
  return described ? readEntry(wheel, described, join(temporary, 'METADATA')) : '';
}

async function readEntry(wheel: string, entry: ZipEntry, file: string): Promise<string> {
  await extractEntry(wheel, entry, file);
  const text = await readFile(file, 'utf8');
  await rm(file);
  return text;
}

/** The hashes in the wheel's RECORD: lines of `path,sha256=HASH,size`. */
async function recordedHashes(
  wheel: string,
  entries: Map<string, ZipEntry>,
  into: string,
): Promise<Map<string, string>> {
  const record = [...entries.values()].find(({ name }) => /^[^/]+\.dist-info\/RECORD$/.test(name));
  if (!record)
    throw new InstallError(`Expected ${wheel} to be a wheel, got an archive without RECORD. Fetch it again.`);
  const lines = (await readEntry(wheel, record, join(into, 'RECORD'))).split('\n');
  const parts = lines.map((line) => /^"?(.*?)"?,sha256=([\w-]+),/.exec(line));
  return new Map(parts.flatMap((part) => (part ? [[part[1] as string, part[2] as string] as const] : [])));
}
