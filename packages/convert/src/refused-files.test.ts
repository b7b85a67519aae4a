import { describe, expect, test } from '@jest/globals';
import { readForeignFile } from '@pix2pix-ts/reference';
import { ConvertError, convertDiscriminator, convertGenerator } from './index.ts';

/** The line with which a file is refused, whether at once or when its values are read. */
function refusal(read: () => { tensors: readonly { values(): Float32Array }[] }): string {
  try {
    for (const { values } of read().tensors) values();
  } catch (error) {
    if (!(error instanceof ConvertError)) throw error;
    expect(error.message).not.toContain('\n');
    return error.message;
  }
  throw new Error('Expected the file to be refused, but it was converted.');
}

test.each([
  ['malicious', /got "posix.system": code; .* Nothing of it was run\.$/],
  ['whole-model', /got "torch\.nn\.modules\.container\.Sequential": a pickled model; save model\.state_dict\(\)/],
  ['sparse', /sparse tensors; save dense ones/],
  ['quantised', /a quantised model; save the floating-point one/],
  ['options', /got "argparse\.Namespace": code/],
  ['script', /as in a TorchScript program .* Save model\.state_dict\(\)/],
  ['other-model', /^Expected a generator of PyTorch-GAN or .*, got tensors such as "0\.weight"/],
  ['no-tensors', /^Expected a state dict, got a file without tensors/],
  ['nan', /^Expected finite weights, got NaN in "down2\.model\.0\.weight"/],
  ['shape', /^Expected "down2\.model\.0\.weight" of shape \[4,2,4,4\], got \[4,2,3,3\]\. It looks like a U-Net 64/],
])('what a file of PyTorch is instead of weights is said: %s', (name, line) => {
  expect(refusal(() => convertGenerator(readForeignFile(`refused-${name}.pth`)))).toMatch(line);
});

test.each([
  ['HDF5', '\x89HDF\r\n\x1a\n', /got a Keras file in HDF5\. Convert it first: tensorflowjs_converter/],
  ['a picture', '\x89PNG\r\n\x1a\n', /got a PNG image\. Give the file with the weights/],
  [
    'safetensors',
    '\x40\0\0\0\0\0\0\0{"__metadata__":{}}',
    /got a safetensors file\. If pix2pix-ts wrote it, it is a model/,
  ],
  ['a web page', '<!doctype html>', /got a web page\. Download the file itself/],
  [
    'text',
    'latest_net_G.pth',
    /^Expected a \.pth of PyTorch, a \.pict, an ONNX model or a model\.json, got something else/,
  ],
  ['nothing', '', /^Expected a \.pth of PyTorch/],
])('what a file of another kind is, is said: %s', (_kind, begin, line) => {
  expect(refusal(() => convertGenerator(new Uint8Array(Buffer.from(begin, 'latin1'))))).toMatch(line);
});

test('a discriminator given as a generator is named, and so is the other way round', () => {
  expect(refusal(() => convertGenerator(readForeignFile('junyanz-patch-batch.pth')))).toMatch(
    /^Expected a generator, got a PatchGAN discriminator of .*\. Give the generator's file, such as latest_net_G\.pth/,
  );
  expect(refusal(() => convertDiscriminator(readForeignFile('gan-unet.pth')))).toMatch(
    /^Expected a discriminator, got a U-Net 64 of PyTorch-GAN/,
  );
});

test('of two generators one must be named', () => {
  const file = readForeignFile('two-generators.pth');
  expect(refusal(() => convertGenerator(file))).toBe(
    'Expected one generator, got "G_AB", "G_BA". Say which (--network).',
  );
  expect(convertGenerator(file, { network: 'G_BA' }).path).toBe('G_BA');
  expect(refusal(() => convertGenerator(file, { network: 'G' }))).toMatch(/^Expected a network "G" in the file, got/);
});

test('a U-Net has one size, a ResNet any multiple of 4', () => {
  const [unet, resnet] = [readForeignFile('gan-unet.pth'), readForeignFile('junyanz-resnet-batch.pth')];
  expect(refusal(() => convertGenerator(unet, { imageSize: 128 }))).toMatch(/^Expected 64 as the image size/);
  expect(convertGenerator(resnet, { imageSize: 100 }).metadata.generator.imageSize).toBe(100);
  expect(refusal(() => convertGenerator(resnet, { imageSize: 101 }))).toMatch(/multiple of 4/);
});

describe('a damaged archive is refused', () => {
  const file = readForeignFile('junyanz-pixel-instance.pth');
  const read = (bytes: Uint8Array) => () => convertDiscriminator(bytes);
  const changed = (at: number, value: number) => {
    const bytes = file.slice();
    bytes[at] = value;
    return bytes;
  };
  const placeOf = (text: string) => Buffer.from(file).indexOf(text);

  test('wherever a file in the older format ends too soon', () => {
    const older = readForeignFile('older-stream.pth');
    for (let length = 0; length < older.length; length += 997)
      expect(refusal(() => convertGenerator(older.subarray(0, length)))).toMatch(/^Expected /);
    expect(refusal(() => convertGenerator(older.subarray(0, -1)))).toMatch(/ends too soon or is damaged/);
  });

  test('wherever it ends too soon', () => {
    for (const length of [0, 3, 4, 30, 100, file.length >> 1, file.length - 22, file.length - 1])
      expect(refusal(read(file.subarray(0, length)))).toMatch(/^Expected /);
  });

  test('where a bit of a weight is another one', () => {
    const at = placeOf('data/0') + 64;
    expect(refusal(read(changed(at, (file[at] as number) ^ 1)))).toMatch(/CRC-32/);
  });

  test('where it comes from a big-endian machine', () => {
    const bytes = Buffer.from(file);
    const word = bytes.indexOf('little');
    expect(word).toBeGreaterThan(0);
    bytes.write('bigend', word);
    // Its CRC-32 has to be right, wherever the archive has it.
    const [before, after] = [crcOf('little'), crcOf('bigend')];
    for (let at = bytes.indexOf(before); at >= 0; at = bytes.indexOf(before, at)) after.copy(bytes, at);
    expect(refusal(read(new Uint8Array(bytes)))).toMatch(/big-endian machine/);
  });
});

/** The CRC-32 bit by bit, little-endian, independent of the reader's table. */
function crcOf(text: string): Buffer {
  let rest = 0xffffffff;
  for (const byte of Buffer.from(text)) {
    rest ^= byte;
    for (let bit = 0; bit < 8; bit++) rest = (rest >>> 1) ^ (rest & 1 ? 0xedb88320 : 0);
  }
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(~rest >>> 0);
  return bytes;
}
