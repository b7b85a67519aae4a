import { expect, test } from '@jest/globals';
import { readForeignFile, readLayersModel, readOnnxModel } from '@pix2pix-ts/reference';
import { convertDiscriminator, convertGenerator } from './index.ts';
import { unpickle } from './pickle/unpickle.ts';
import { torchFormat } from './pytorch/torch-values.ts';
import { readStoredZip } from './stored-zip.ts';
import { refusedOf } from './testing/mutate.ts';

/** As many mutations as usual, or as PIX2PIX_MUTATIONS says, which takes many minutes: with --testTimeout 7200000. */
const mutations = (usual: number) => Number(process.env.PIX2PIX_MUTATIONS ?? usual);

/** The share of so many mutations of a file that is refused. */
function refusedShare(bytes: Uint8Array, usual: number, read: (mutated: Uint8Array) => void): number {
  const count = mutations(usual);
  return refusedOf(bytes, count, read) / count;
}

const file = readForeignFile('junyanz-pixel-instance.pth');
const readAll = (bytes: Uint8Array) => {
  for (const { values } of convertDiscriminator(bytes).tensors) values();
};

test('3,000 mutated archives are converted or refused in a line', () => {
  expect(refusedShare(file, 3000, readAll)).toBeGreaterThan(0.6); // their CRC-32 sees nearly all
});

test('3,000 mutated files in the older format are converted or refused in a line', () => {
  const older = readForeignFile('older-stream.pth');
  const begin = older.subarray(0, 4096); // the pickles are at its head, and at its end nothing but values
  const refused = refusedShare(begin, 3000, (head) => {
    const bytes = new Uint8Array(head.length + older.length - begin.length);
    bytes.set(head);
    bytes.set(older.subarray(begin.length), head.length);
    convertGenerator(bytes);
  });
  expect(refused).toBeGreaterThan(0.15);
});

test('30,000 mutated pickles are read or refused in a line', () => {
  const pickle = readStoredZip(file).get('junyanz-pixel-instance/data.pkl') as Uint8Array;
  const format = torchFormat((_key, kind, count) => ({ kind, count, bytes: () => new Uint8Array(0) }));
  const refused = refusedShare(pickle, 30_000, (bytes) => unpickle(bytes, format));
  expect(refused).toBeGreaterThan(0.3);
  expect(refused).toBeLessThan(1);
});

const readGenerator = (bytes: Uint8Array, files = new Map<string, Uint8Array>()) => {
  for (const { values } of convertGenerator(bytes, { files }).tensors) values();
};

test('1,000 mutated .pict files are converted or refused in a line', () => {
  const refused = refusedShare(readForeignFile('affinelayer.pict'), 1000, (bytes) => readGenerator(bytes));
  expect(refused).toBeGreaterThan(0.3); // a code that is another one is a weight that is another one
  expect(refused).toBeLessThan(1);
});

test('1,000 mutated ONNX models are converted or refused in a line', () => {
  const { bytes } = readOnnxModel('junyanz-resnet-instance.onnx');
  const refused = refusedShare(bytes, 1000, (mutated) => readGenerator(mutated));
  expect(refused).toBeGreaterThan(0.2);
  expect(refused).toBeLessThan(1);
});

test('1,000 mutated model.json files, and 200 mutated shards, are converted or refused in a line', () => {
  const { bytes, files } = readLayersModel('tutorial');
  expect(refusedShare(bytes, 1000, (mutated) => readGenerator(mutated, files))).toBeGreaterThan(0.3);
  const [[name, shard]] = [...files] as [[string, Uint8Array]];
  const refused = refusedShare(shard, 200, (mutated) => readGenerator(bytes, new Map([[name, mutated]])));
  expect(refused).toBeGreaterThan(0.25);
});
