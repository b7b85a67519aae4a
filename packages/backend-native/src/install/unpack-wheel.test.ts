import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { temporaryFolder } from '@pix2pix-ts/testing/temporary-folder';
import { writeWheel, writeZip } from '../testing/write-zip.ts';
import { unpackNvidia, unpackTensorflow } from './unpack-wheel.ts';

const folder = temporaryFolder();
const headers = [
  'c_api',
  'c_api_macros',
  'tf_attrtype',
  'tf_buffer',
  'tf_datatype',
  'tf_status',
  'tf_tensor',
  'tf_tstring',
  'eager/c_api',
].map((name) => `tensorflow/c/${name}.h`);
const deeper = ['tensorflow/core/', 'tsl/'].flatMap((at) =>
  ['ctstring', 'ctstring_internal'].map((name) => `${at}platform/${name}.h`),
);
const needed = [
  ...['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'].map((name) => `tensorflow/${name}`),
  ...[...headers, ...deeper, 'xla/tsl/c/tsl_status.h'].map((name) => `tensorflow/include/${name}`),
];
const file = (name: string) => ({ name, data: Buffer.from(`what ${name} holds`) });

test('of the wheel of TensorFlow only the two libraries and the 14 headers are unpacked', async () => {
  const [wheel, into] = [join(folder.path, 'x.whl'), join(folder.path, 'out')];
  writeWheel(wheel, [...needed, 'tensorflow/python/large.so', 'tensorflow/include/other.h'].map(file));
  expect(await unpackTensorflow(wheel, into)).toEqual(needed.slice(0, 2));
  const unpacked = readdirSync(into, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  expect(unpacked).toHaveLength(16);
  for (const name of needed) expect(readFileSync(join(into, name), 'utf8')).toBe(`what ${name} holds`);
});

test('a file that is not what the wheel records is refused by its name', async () => {
  const wheel = join(folder.path, 'x.whl');
  const record = { name: 'x.dist-info/RECORD', data: Buffer.from('tensorflow/libtensorflow_cc.so.2,sha256=AAAA,9\n') };
  writeZip(wheel, [record, ...needed.map(file)]);
  await expect(unpackTensorflow(wheel, join(folder.path, 'out'))).rejects.toThrow(
    'Expected tensorflow/libtensorflow_cc.so.2 to match',
  );
});

test('a wheel without the libraries, and an archive that is not a wheel, are refused', async () => {
  const wheel = join(folder.path, 'x.whl');
  writeWheel(wheel, [file('tensorflow/python/large.so')]);
  await expect(unpackTensorflow(wheel, folder.path)).rejects.toThrow(
    'to contain tensorflow/libtensorflow_cc.so.2, but it does not',
  );
  writeZip(wheel, needed.map(file));
  await expect(unpackTensorflow(wheel, folder.path)).rejects.toThrow('got an archive without RECORD');
});

test("of NVIDIA's wheels come the libraries and programs, not the headers", async () => {
  const wheel = join(folder.path, 'x.whl');
  const wanted = [
    'nvidia/cublas/lib/libcublas.so.12',
    'nvidia/cuda_nvcc/bin/ptxas',
    'nvidia/cuda_nvcc/nvvm/libdevice.bc',
  ];
  writeWheel(wheel, [...wanted, 'nvidia/cublas/include/cublas.h', 'nvidia/__init__.py'].map(file));
  expect(await unpackNvidia(wheel, folder.path)).toEqual(wanted);
  expect(existsSync(join(folder.path, 'nvidia/cublas/include'))).toBe(false);
});
