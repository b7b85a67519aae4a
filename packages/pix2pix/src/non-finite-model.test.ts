import { expect, test } from '@jest/globals';
import { type EntryToWrite, encodeSafetensorsToBytes, parseSafetensors } from '@pix2pix-ts/checkpoint';
import { encodeModelMetadata } from '@pix2pix-ts/models';
import { smallMetadata, smallModelFile } from '@pix2pix-ts/testing-models';
import { memory } from '@tensorflow/tfjs-core';
import { loadTranslator, ModelError, smallerModel } from './index.ts';
import { sampleImage } from './testing/sample-image.ts';
import { smallerModelFile } from './testing/smaller-model-file.ts';

/** A small model's file with one tensor's first value replaced, by what these bytes are. */
async function withFirstValue(file: Uint8Array, name: string, bytes: readonly number[]): Promise<Uint8Array> {
  const { tensors, metadata } = parseSafetensors(file);
  const entries: EntryToWrite[] = [...tensors].map(([tensor, { dtype, shape, data }]) => {
    const changed = data.slice();
    if (tensor === name) changed.set(bytes);
    return { name: tensor, dtype, shape, read: () => changed };
  });
  return encodeSafetensorsToBytes(entries, metadata);
}

const float32 = (value: number) => [...new Uint8Array(Float32Array.of(value).buffer)];
const black = (data: Uint8ClampedArray) => data.every((value, i) => value === (i % 4 === 3 ? 255 : 0));

test.each([
  [
    'NaN in float32',
    'up2.weight',
    async () => withFirstValue(await smallModelFile(), 'up2.weight', float32(Number.NaN)),
    'NaN',
  ],
  [
    '-Infinity in a bias',
    'final.bias',
    async () => withFirstValue(await smallModelFile(), 'final.bias', float32(-1 / 0)),
    '-Infinity',
  ],
  [
    'an infinity in float16',
    'up2.weight',
    async () => withFirstValue(await smallerModelFile('float16'), 'up2.weight', [0, 0x7c]),
    'Infinity',
  ],
  [
    'NaN in the bias of an 8-bit copy',
    'final.bias',
    async () => withFirstValue(await smallerModelFile('int8'), 'final.bias', float32(Number.NaN)),
    'NaN',
  ],
])(
  'a model with %s is refused in one line that names the tensor, unless it is asked for',
  async (_, tensor, make, shown) => {
    const file = await make();
    const before = memory().numTensors;
    const refusal = loadTranslator(file);
    await expect(refusal).rejects.toBeInstanceOf(ModelError);
    await expect(refusal).rejects.toThrow(
      new RegExp(
        `^Could not load the model: Tensor "${tensor}": expected finite values, got ${shown} as value 0\\. [^\\n]+$`,
      ),
    );
    expect(() => smallerModel(file, 'float16')).toThrow('expected finite values');
    const translator = await loadTranslator(file, { allowNonFinite: true });
    await translator.translate(sampleImage(8, 8));
    translator.dispose();
    expect(memory().numTensors).toBe(before);
  },
);

test('a model whose finite weights are so large that pictures are NaN is reported at the first picture', async () => {
  const huge = new Uint8Array(Float32Array.from({ length: 1 }, () => 3e38).buffer);
  const { tensors, metadata } = parseSafetensors(await smallModelFile());
  const entries = [...tensors].map(([name, { dtype, shape, data }]) => {
    const changed = data.slice();
    for (let at = 0; at < data.length; at += 4) changed.set(huge, at);
    return { name, dtype, shape, read: () => changed };
  });
  const file = await encodeSafetensorsToBytes(entries, metadata);
  const translator = await loadTranslator(file);
  await expect(translator.translate(sampleImage(8, 8))).rejects.toThrow(
    'Expected a picture from the model, got values that are not a number. Its weights are damaged',
  );
  translator.dispose();
  const asked = await loadTranslator(file, { allowNonFinite: true });
  expect(black((await asked.translate(sampleImage(8, 8))).data)).toBe(true);
  asked.dispose();
});

test('a flipped bit in a model with a checksum is reported, in float32 and in smaller copies', async () => {
  for (const plain of [await smallModelFile(), await smallerModelFile('float16'), await smallerModelFile('int8')]) {
    const { tensors, metadata } = parseSafetensors(plain);
    const entries = [...tensors].map(([name, { dtype, shape, data }]) => ({ name, dtype, shape, read: () => data }));
    const file = await encodeSafetensorsToBytes(entries, metadata, { check: true });
    const sound = await loadTranslator(file);
    expect(sound.metadata.licence).toBe(smallMetadata().licence);
    expect(encodeModelMetadata(sound.metadata)).not.toHaveProperty('check');
    sound.dispose();
    file[file.length - 9] = (file[file.length - 9] as number) ^ 1;
    await expect(loadTranslator(file)).rejects.toThrow(
      /^Could not load the model: .*expected content whose checksum is/,
    );
  }
});
