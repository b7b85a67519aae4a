import { expect, test } from '@jest/globals';
import { parseSafetensors } from '@pix2pix-ts/checkpoint';
import { parseModelMetadata } from '@pix2pix-ts/models';
import { readForeignFile } from '@pix2pix-ts/reference';
import { isModelName, readModelFile } from './read-model-file.ts';

const fileOf = (name: string) => new File([readForeignFile(name) as Uint8Array<ArrayBuffer>], name);

test('weights of other code bases count as models, and become one', async () => {
  for (const name of ['gan-unet.pth', 'affinelayer.pict']) {
    expect(isModelName(name)).toBe(true);
    const { metadata } = parseSafetensors(await readModelFile(fileOf(name)));
    expect(parseModelMetadata(metadata)).toMatchObject({ direction: 'AtoB', generator: { kind: 'unet' } });
  }
});

test('what cannot be converted is refused in a line with the name of the file', async () => {
  await expect(readModelFile(fileOf('refused-malicious.pth'))).rejects.toThrow(
    /^Could not load refused-malicious\.pth: Expected .* got "posix\.system": code.*Nothing of it was run\.$/,
  );
  await expect(readModelFile(new File(['text'], 'x.safetensors'))).rejects.toThrow(/^Could not load x\.safetensors: /);
});
