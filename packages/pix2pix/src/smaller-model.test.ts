import { describe, expect, test } from '@jest/globals';
import { type EntryToWrite, parseSafetensors } from '@pix2pix-ts/checkpoint';
import { smallMetadata, smallModelFile } from '@pix2pix-ts/testing-models';
import { memory } from '@tensorflow/tfjs-core';
import { loadTranslator, ModelError, smallerModel } from './index.ts';
import { sampleImage } from './testing/sample-image.ts';
import { smallerModelFile } from './testing/smaller-model-file.ts';

/** 8-bit steps that the pictures of a small model's copies may differ by: about twice what its random weights, which are harder to round than trained ones, show. */
const STEPS = { float16: { max: 2, mean: 0.06 }, int8: { max: 18, mean: 1.3 } } as const;

/** The values of every tensor, as they are on the engine. */
function valuesOf({ tensors }: Awaited<ReturnType<typeof loadTranslator>>) {
  return Object.entries(tensors).map(([name, tensor]) => [name, Array.from(tensor.dataSync()), tensor.shape] as const);
}

/** The one line that a file is refused with; no tensor is left. */
async function refusal(bytes: Uint8Array): Promise<string> {
  const before = memory().numTensors;
  const error = await loadTranslator(bytes).then(
    () => undefined,
    (reason) => reason,
  );
  expect(error).toBeInstanceOf(ModelError);
  expect(error.message).toMatch(/^Could not load the model: [^\n]+$/);
  expect(memory().numTensors).toBe(before);
  return error.message;
}

/** An 8-bit file in which an entry is another. */
function withEntry(name: string, other: Partial<EntryToWrite> | undefined) {
  return smallerModelFile('int8', (entries) =>
    entries.flatMap((entry) => {
      if (entry.name !== name) return [entry];
      return other ? [{ ...entry, ...other }] : [];
    }),
  );
}

const floats = (...values: number[]) => new Uint8Array(Float32Array.from(values).buffer);

describe('a smaller copy of a model', () => {
  test('in float16 has half of its size, in 8 bits a quarter', async () => {
    const size = (bytes: Uint8Array) =>
      [...parseSafetensors(bytes).tensors.values()].reduce((sum, { data }) => sum + data.length, 0);
    const whole = size(await smallModelFile());
    expect(size(await smallerModelFile('float16'))).toBe(whole / 2);
    const scales = 4 * (4 + 8 + 16 + 32 + 32 + (32 + 16 + 8 + 4) + 3); // an F32 for each output channel
    const biases = 4 * 3;
    expect(size(await smallerModelFile('int8'))).toBe((whole - biases) / 4 + scales + biases);
  });

  test.each(['float16', 'int8'] as const)(
    'in %s is loaded, and each weight is as near as its rounding lets it',
    async (to) => {
      const original = await loadTranslator(await smallModelFile());
      const copy = await loadTranslator(await smallerModelFile(to));
      const copied = valuesOf(copy);
      for (const [i, [name, values, shape]] of valuesOf(original).entries()) {
        const [sameName, rounded, sameShape] = copied[i] as (typeof copied)[number];
        expect([sameName, sameShape]).toEqual([name, shape]);
        const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
        // Half a unit of 11 bits, or half a scale of the channel, which is at most that of the tensor.
        const allowed = to === 'float16' ? largest * 2 ** -11 : (largest / 127 / 2) * 1.000001;
        const error = values.reduce((most, value, at) => Math.max(most, Math.abs(value - (rounded[at] as number))), 0);
        expect([name, error <= allowed]).toEqual([name, true]);
      }
      original.dispose();
      copy.dispose();
    },
  );

  test.each(['float16', 'int8'] as const)('in %s translates almost as the original does', async (to) => {
    const original = await loadTranslator(await smallModelFile());
    const copy = await loadTranslator(await smallerModelFile(to));
    const image = sampleImage(32, 32);
    const [left, right] = [(await original.translate(image)).data, (await copy.translate(image)).data];
    const differences = Array.from(left, (value, i) => Math.abs(value - (right[i] as number)));
    expect(Math.max(...differences)).toBeLessThanOrEqual(STEPS[to].max);
    expect(differences.reduce((sum, value) => sum + value) / differences.length).toBeLessThanOrEqual(STEPS[to].mean);
    expect(copy.metadata).toEqual(original.metadata);
    original.dispose();
    copy.dispose();
  });

  test('scales the outputs of each layer: up1 along its third dimension, all others along the last', async () => {
    const { tensors } = parseSafetensors(await smallerModelFile('int8'));
    const shapes = Object.fromEntries([...tensors].map(([name, { dtype, shape }]) => [name, [dtype, ...shape]]));
    expect(shapes['down2.weight']).toEqual(['I8', 4, 4, 4, 8]);
    expect(shapes['down2.weight.scale']).toEqual(['F32', 1, 1, 1, 8]);
    expect(shapes['up2.weight']).toEqual(['I8', 4, 4, 16, 64]);
    expect(shapes['up2.weight.scale']).toEqual(['F32', 1, 1, 16, 1]);
    expect(shapes['final.weight.scale']).toEqual(['F32', 1, 1, 1, 3]);
    expect(shapes['final.bias']).toEqual(['F32', 3]);
  });

  test('is not made of a copy, of other weights than float32, or of what it cannot hold', async () => {
    const copy = { weights: 'int8', source: { sha256: 'a'.repeat(64), bytes: 1 } } as const;
    const difference = { images: 1, inputs: 'x', mean: 0, max: 0, l1: 0 };
    const copied = await smallModelFile(smallMetadata({ copy: { ...copy, difference } }));
    expect(() => smallerModel(copied, 'float16')).toThrow(
      'Could not load the model: Expected a model as it was trained, got a copy in int8. Use the file that the copy was made from.',
    );
    for (const [to, dtype] of [
      ['float16', 'F16'],
      ['int8', 'I8'],
    ] as const) {
      const bytes = await smallerModelFile(to);
      expect(() => smallerModel(bytes, 'int8')).toThrow(`in F32, got ${dtype}. Use the file that training wrote.`);
    }
    const large = await smallModelFile();
    const file = parseSafetensors(large);
    file.tensors.get('up2.weight')?.data.set(floats(70000), 400);
    expect(() => smallerModel(large, 'float16', 'x.safetensors')).toThrow(
      'Could not load x.safetensors: Tensor "up2.weight": expected values of at most 65504, got 70000. Use 8 bits, or keep float32.',
    );
    expect(smallerModel(large, 'int8').entries.length).toBeGreaterThan(10);
    file.tensors.get('final.bias')?.data.set(floats(Number.NaN));
    expect(() => smallerModel(large, 'float16')).toThrow('"final.bias": expected finite values, got NaN');
  });
});

describe('an untrusted 8-bit file', () => {
  test('is refused in one line where scales are missing, left over, or of another shape or type', async () => {
    const about = 'Tensor "up2.weight.scale": expected scales in F32 of shape [1, 1, 16, 1], got ';
    expect(await refusal(await withEntry('up2.weight.scale', undefined))).toContain(`${about}none`);
    const other = { shape: [1, 1, 1, 16] };
    expect(await refusal(await withEntry('up2.weight.scale', other))).toContain(`${about}F32 of shape [1, 1, 1, 16]`);
    expect(await refusal(await withEntry('up2.weight.scale', { dtype: 'I32' }))).toContain(`${about}I32 of shape`);
    const extra = { name: 'extra.weight.scale', dtype: 'F32', shape: [1], read: () => floats(1) } as const;
    const leftOver = await smallerModelFile('int8', (entries) => [...entries, extra]);
    expect(await refusal(leftOver)).toContain("Expected no tensor 'extra.weight.scale', got one");
    const bias = { ...extra, name: 'final.bias.scale' };
    const ofBias = await smallerModelFile('int8', (entries) => [...entries, bias]);
    expect(await refusal(ofBias)).toContain("Expected no tensor 'final.bias.scale', got one");
    const ofFloats = await smallerModelFile('float16', (entries) => [
      ...entries,
      { ...extra, name: 'up2.weight.scale' },
    ]);
    expect(await refusal(ofFloats)).toContain("Expected no tensor 'up2.weight.scale', got one");
  });

  test.each([0, -0.5, Number.NaN, Number.POSITIVE_INFINITY, 1e38])('is refused with a scale of %d', async (scale) => {
    const bytes = await withEntry('final.weight.scale', { read: () => floats(1, scale, 1) });
    expect(await refusal(bytes)).toContain('"final.weight.scale": expected scales above 0 and at most 2^120, got ');
  });

  test('is refused where weights are missing, of another shape, or a bias is in 8 bits', async () => {
    expect(await refusal(await withEntry('up2.weight', undefined))).toContain("Expected a tensor 'up2.weight'");
    const turned = { shape: [4, 4, 64, 16] };
    expect(await refusal(await withEntry('up2.weight', turned))).toContain(
      "'up2.weight' of shape [4,4,16,64], got [4,4,64,16]",
    );
    const bias = { dtype: 'I8', read: () => new Uint8Array(3) } as const;
    expect(await refusal(await withEntry('final.bias', bias))).toContain("Expected 'final.bias' as one of F32");
  });
});
