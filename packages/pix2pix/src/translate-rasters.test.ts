import { describe, expect, test } from '@jest/globals';
import { parseSafetensors, toTensors } from '@pix2pix-ts/checkpoint';
import { type Raster, resize, toFloat } from '@pix2pix-ts/data';
import { applyGenerator, type GeneratorConfig } from '@pix2pix-ts/models';
import { SMALL, smallMetadata, smallModelFile } from '@pix2pix-ts/testing-models';
import { dispose, memory, tensor4d } from '@tensorflow/tfjs-core';
import { loadTranslator } from './index.ts';
import { sampleImage } from './testing/sample-image.ts';

const generatorOf = (inChannels: number, outChannels: number): GeneratorConfig =>
  ({ ...SMALL, inChannels, outChannels }) as GeneratorConfig;

function picture(width: number, height: number, channels: number): Raster {
  const data = Uint16Array.from({ length: width * height * channels }, (_, i) => (i * 7919) % 65_536);
  return { data, width, height };
}

/** A model of these channels for 16 bits, and what its network makes of a picture of its size, from 0 to 65,535. */
async function modelOf(inChannels: number, outChannels: number) {
  const generator = generatorOf(inChannels, outChannels);
  const bytes = await smallModelFile(smallMetadata({ generator, pictures: { depth: 16 } }), { strength: 1 });
  const expectedOf = (input: Raster) => {
    const tensors = toTensors(parseSafetensors(bytes));
    const x = tensor4d(toFloat(input), [1, 32, 32, inChannels]);
    const y = applyGenerator(generator, tensors, x);
    const values = [...y.dataSync()].map((value) => (value + 1) * 32_767.5);
    dispose([x, y, ...Object.values(tensors)]);
    return values;
  };
  return { translator: await loadTranslator(bytes), expectedOf };
}

describe('a model of other channels than colours', () => {
  test.each([
    [1, 1],
    [2, 4],
    [5, 3],
    [3, 2],
  ])('from %d to %d translates pictures of 16 bits, to within their rounding', async (inChannels, outChannels) => {
    const { translator, expectedOf } = await modelOf(inChannels, outChannels);
    const input = picture(32, 32, inChannels);
    const [output] = await translator.translateRasters([input]);
    const expected = expectedOf(input);
    expect(output?.data).toBeInstanceOf(Uint16Array);
    expect(output?.data.length).toBe(32 * 32 * outChannels);
    const apart = [...(output as Raster).data].map((value, i) => Math.abs(value - (expected[i] as number)));
    expect(Math.max(...apart)).toBeLessThan(2); // half a step, and what engines differ by
    expect(new Set(output?.data).size).toBeGreaterThan(100);
    const before = memory().numTensors;
    const [wide] = await translator.translateRasters([picture(40, 24, inChannels)]);
    expect([wide?.width, wide?.height, wide?.data.length]).toEqual([40, 24, 40 * 24 * outChannels]);
    expect(memory().numTensors).toBe(before);
    translator.dispose();
  });

  test('translates several as it translates each, and refuses channels that cannot become its own', async () => {
    const { translator } = await modelOf(2, 1);
    const inputs = [picture(32, 32, 2), picture(16, 20, 2)];
    const both = await translator.translateRasters(inputs);
    for (const [i, input] of inputs.entries()) {
      const [alone] = await translator.translateRasters([input]);
      const apart = [...(alone as Raster).data].map((value, at) => Math.abs(value - (both[i]?.data[at] as number)));
      expect(Math.max(...apart)).toBeLessThan(2);
    }
    await expect(translator.translateRasters([picture(8, 8, 3)])).rejects.toThrow(
      'Expected a picture of 2 channels, as the model takes, got 3. Pass one with as many.',
    );
    translator.dispose();
  });

  test('takes images that can be shown, and gives such: grey, and colours with their alpha', async () => {
    const image = sampleImage(32, 32);
    const grey = await modelOf(1, 1);
    const shown = await grey.translator.translate(image);
    const pixels = Array.from({ length: 32 * 32 }, (_, i) => [...shown.data.slice(4 * i, 4 * i + 4)]);
    expect(pixels.every(([red, green, blue, alpha]) => red === green && green === blue && alpha === 255)).toBe(true);
    for (const fit of ['pad', 'crop', 'tile'] as const)
      await expect(grey.translator.translate(image, { fit })).rejects.toThrow(
        `Expected fit 'stretch' with a model from 1 to 1 channels, got '${fit}', which is for colours. Leave it out.`,
      );
    grey.translator.dispose();
    const clear = await modelOf(4, 4);
    const translated = await clear.translator.translate(image);
    expect(new Set([...translated.data].filter((_, i) => i % 4 === 3)).size).toBeGreaterThan(20);
    clear.translator.dispose();
  });

  test('of colours in 16 bits gives more than bytes, and the same picture as bytes', async () => {
    const { translator, expectedOf } = await modelOf(3, 3);
    const input = picture(32, 32, 3);
    const [output] = await translator.translateRasters([input]);
    const expected = expectedOf(input);
    expect(
      Math.max(...[...(output as Raster).data].map((value, i) => Math.abs(value - (expected[i] as number)))),
    ).toBeLessThan(2);
    const image = sampleImage(40, 30);
    const [raster] = await translator.translateRasters([image]);
    const shown = await translator.translate(image);
    const colours = [...shown.data].filter((_, i) => i % 4 !== 3);
    const bytes = [...resize(raster as Raster, 40, 30).data].map((value) => value / 257);
    expect(Math.max(...bytes.map((value, i) => Math.abs(value - (colours[i] as number))))).toBeLessThan(2);
    translator.dispose();
  });
});
