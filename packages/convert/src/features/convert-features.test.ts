import { beforeAll, describe, expect, test } from '@jest/globals';
import { featureNetworks } from '@pix2pix-ts/models';
import { featureWeights, readForeignFile, readOnnxModel } from '@pix2pix-ts/reference';
import type { ForeignTensor } from '../foreign-tensor.ts';
import { encodeTorchFile } from '../out/encode-torch-file.ts';
import { convertFeatures, inceptionTensors } from './convert-features.ts';

type Network = 'inception' | 'alexnet' | 'lpips';
type Shapes = Record<string, readonly number[]>;

/** A file of torch.save with the formula's weights, or others. */
function torchFile(network: Network, shapes: Shapes, others: Record<string, Float32Array> = {}): Uint8Array {
  const tensors = Object.entries(shapes).map(([name, shape]) => {
    const values = () => others[name] ?? featureWeights(network, name, shape);
    return { name, dtype: 'F32' as const, shape, read: () => new Uint8Array(Float32Array.from(values()).buffer) };
  });
  return new Uint8Array(Buffer.concat([...encodeTorchFile(tensors)]));
}

/** The keys and shapes of the InceptionV3 of 2015, kernels as [out, in, height, width]. */
function inceptionShapes(): Shapes {
  const shapes: Record<string, number[]> = { 'fc.weight': [1008, 2], 'fc.bias': [1008] };
  for (const [name, { shape }] of Object.entries(featureNetworks.inception.tensors())) {
    const layer = name.slice(0, name.lastIndexOf('.'));
    const [height, width, inputs, outputs] = shape as [number, number, number, number];
    if (shape.length === 4) shapes[`${layer}.conv.weight`] = [outputs, inputs, height, width];
    else
      for (const part of ['weight', 'bias', 'running_mean', 'running_var']) shapes[`${layer}.bn.${part}`] = [...shape];
  }
  return shapes;
}

const ALEXNET: Shapes = {
  'features.0.weight': [64, 3, 11, 11],
  'features.0.bias': [64],
  'features.3.weight': [192, 64, 5, 5],
  'features.3.bias': [192],
  'features.6.weight': [384, 192, 3, 3],
  'features.6.bias': [384],
  'features.8.weight': [256, 384, 3, 3],
  'features.8.bias': [256],
  'features.10.weight': [256, 256, 3, 3],
  'features.10.bias': [256],
  'classifier.1.weight': [4, 9],
};
const LIN: Shapes = Object.fromEntries(
  [64, 192, 384, 256, 256].map((channels, i) => [`lin${i}.model.1.weight`, [1, channels, 1, 1]]),
);

describe('the files of LPIPS', () => {
  let alexnet: Uint8Array;
  let lin: Uint8Array;
  beforeAll(() => {
    alexnet = torchFile('alexnet', ALEXNET);
    lin = torchFile('lpips', LIN);
  });

  test.each([
    ['one order', false],
    ['the other', true],
  ])('become one network, in %s', (_, turned) => {
    const converted = convertFeatures(turned ? [lin, alexnet] : [alexnet, lin]);
    expect(converted).toMatchObject({ network: 'lpips', description: 'LPIPS 0.1 with AlexNet' });
    const tensors = new Map(converted?.tensors.map((tensor) => [tensor.name, tensor]));
    expect([...tensors.keys()]).toEqual(Object.keys(featureNetworks.lpips.tensors()));
    const kernel = tensors.get('conv2.weight')?.values() as Float32Array;
    const theirs = featureWeights('alexnet', 'features.3.weight', [192, 64, 5, 5]);
    // [height 1, width 2, in 3, out 4] of ours is [out 4, in 3, height 1, width 2] of theirs.
    expect(kernel[((1 * 5 + 2) * 64 + 3) * 192 + 4]).toBe(theirs[((4 * 64 + 3) * 5 + 1) * 5 + 2]);
    expect(tensors.get('conv5.bias')?.values()).toEqual(featureWeights('alexnet', 'features.10.bias', [256]));
    expect(tensors.get('lin1')?.values()).toEqual(featureWeights('lpips', 'lin0.model.1.weight', [64]));
  });

  test('are refused one by one, twice the same, or with a generator', () => {
    expect(() => convertFeatures([alexnet])).toThrow('Expected both files of LPIPS, got one. Give alexnet-owt');
    expect(() => convertFeatures([lin])).toThrow('Expected both files of LPIPS, got one.');
    expect(() => convertFeatures([alexnet, alexnet])).toThrow(
      'got 2 files of alexnet. Convert the networks one by one.',
    );
    const generator = readForeignFile('gan-unet.pth');
    expect(() => convertFeatures([alexnet, generator])).toThrow('Expected one file, or the two of LPIPS');
  });

  test('are refused with weights of another form, left over, or that are not finite', () => {
    const vgg = torchFile('lpips', { ...LIN, 'lin1.model.1.weight': [1, 128, 1, 1] });
    expect(() => convertFeatures([alexnet, vgg])).toThrow(
      'Expected "lin1.model.1.weight" of shape [1,192,1,1], got [1,128,1,1]. Give lpips/weights/v0.1/alex.pth',
    );
    const more = torchFile('lpips', { ...LIN, 'lin5.model.1.weight': [1, 256, 1, 1] });
    expect(() => convertFeatures([alexnet, more])).toThrow('Expected no tensor "lin5.model.1.weight", got one.');
    const nan = torchFile('lpips', LIN, { 'lin0.model.1.weight': new Float32Array(64).fill(Number.NaN) });
    const broken = convertFeatures([alexnet, nan])?.tensors.find(({ name }) => name === 'lin1');
    expect(() => broken?.values()).toThrow('Expected finite weights, got NaN in "lin0.model.1.weight". Download');
  });
});

describe('the file of InceptionV3', () => {
  test('becomes convolutions that batch norm has been moved into', () => {
    // The file would be of 100 MB: what it would be read as is enough.
    const foreign = Object.entries(inceptionShapes()).map(([name, shape]): [string, ForeignTensor] => [
      name,
      { shape, dtype: 'float32', byteLength: 0, read: () => featureWeights('inception', name, shape) },
    ]);
    const tensors = new Map(inceptionTensors(new Map(foreign)).map((tensor) => [tensor.name, tensor]));
    expect([...tensors.keys()]).toEqual(Object.keys(featureNetworks.inception.tensors()));
    const norm = (part: string) => featureWeights('inception', `Mixed_6b.branch7x7_2.bn.${part}`, [128])[9] as number;
    const factor = norm('weight') / Math.sqrt(norm('running_var') + 0.001);
    const theirs = featureWeights('inception', 'Mixed_6b.branch7x7_2.conv.weight', [128, 128, 1, 7]);
    // [0, width 5, in 3, out 9] of ours is [out 9, in 3, 0, width 5] of theirs.
    const kernel = tensors.get('Mixed_6b.branch7x7_2.weight')?.values() as Float32Array;
    expect(kernel[(5 * 128 + 3) * 128 + 9]).toBe(Math.fround((theirs[(9 * 128 + 3) * 7 + 5] as number) * factor));
    const bias = tensors.get('Mixed_6b.branch7x7_2.bias')?.values() as Float32Array;
    expect(bias[9]).toBe(Math.fround(norm('bias') - norm('running_mean') * factor));
  });

  test('is refused where it is of ImageNet, whose figures nobody could compare', () => {
    const { 'fc.weight': _, ...shapes } = inceptionShapes();
    const small = Object.fromEntries(Object.entries(shapes).filter(([name]) => /5b\.branch1x1/.test(name)));
    const imageNet = torchFile('inception', { ...small, 'fc.weight': [1000, 2] });
    expect(() => convertFeatures([imageNet])).toThrow(
      'Expected the InceptionV3 that FID is defined by, of 1008 classes, got one of 1000',
    );
    expect(() => convertFeatures([torchFile('inception', small)])).toThrow(
      'Expected "Conv2d_1a_3x3.bn.weight" of shape [32], got none. Give pt_inception-2015-12-05-6726825d.pth.',
    );
  });
});

test('one file of something else is left to others', () => {
  expect(convertFeatures([readForeignFile('gan-unet.pth')])).toBeUndefined();
  expect(convertFeatures([readForeignFile('affinelayer.pict')])).toBeUndefined();
  expect(convertFeatures([readOnnxModel('gan-unet.onnx').bytes])).toBeUndefined();
});
