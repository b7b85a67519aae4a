import { expect, test } from '@jest/globals';
import { parseSafetensors } from '@pix2pix-ts/checkpoint';
import { parseModelMetadata } from '@pix2pix-ts/models';
import { readForeignFile, readLayersModel } from '@pix2pix-ts/reference';
import { modelAmong, readModelFile } from './read-model-file.ts';

const fileOf = (name: string) => new File([readForeignFile(name) as Uint8Array<ArrayBuffer>], name);

test('weights of other code bases count as models, and become one', async () => {
  for (const name of ['gan-unet.pth', 'affinelayer.pict']) {
    const file = fileOf(name);
    expect(modelAmong([file])).toBe(file);
    const { metadata } = parseSafetensors(await readModelFile(file));
    expect(parseModelMetadata(metadata)).toMatchObject({ direction: 'AtoB', generator: { kind: 'unet' } });
  }
});

test('a model.json becomes one with the shards that were given along, loose or in a folder', async () => {
  const { bytes, files } = readLayersModel('tutorial');
  for (const folder of ['', 'exported/']) {
    const named = (name: string, content: Uint8Array) => new File([content as Uint8Array<ArrayBuffer>], folder + name);
    const json = named('model.json', bytes);
    const given = [...[...files].map(([name, content]) => named(name, content)), json];
    expect(modelAmong(given)).toBe(json);
    const { metadata } = parseSafetensors(await readModelFile(json, given));
    expect(parseModelMetadata(metadata).generator.kind).toBe('unet');
    await expect(readModelFile(json, [json])).rejects.toThrow(
      /^Could not load .*model\.json: Expected .* beside model\.json, got none\./,
    );
  }
  expect(modelAmong([new File([], 'photograph.jpg'), new File([], 'model.json')])).toBeUndefined();
});

test('what cannot be converted is refused in a line with the name of the file', async () => {
  await expect(readModelFile(fileOf('refused-malicious.pth'))).rejects.toThrow(
    /^Could not load refused-malicious\.pth: Expected .* got "posix\.system": code.*Nothing of it was run\.$/,
  );
  await expect(readModelFile(new File(['text'], 'x.safetensors'))).rejects.toThrow(/^Could not load x\.safetensors: /);
});
