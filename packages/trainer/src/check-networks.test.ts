import { expect, test } from '@jest/globals';
import { tinyBatchNormRun, tinyRun } from './testing/tiny-run.ts';
import { train } from './train.ts';
import { parseConfig } from './train-config.ts';

const unet = tinyRun({ steps: 1 });
const resnet = tinyBatchNormRun({ steps: 1 });
const small = { ...resnet.generator, imageSize: 16 };

test.each([
  [
    'a discriminator with more layers than the image has halves',
    { ...unet, discriminator: { ...unet.discriminator, layers: 6 } },
    /^Expected images that the discriminator's patches fit into, got 32 pixels, of which 'block6' leaves none\. Use/,
  ],
  [
    'a discriminator whose last scale has more layers than its image has halves',
    { ...unet, discriminator: { ...unet.discriminator, kind: 'multi-scale', scales: 3, norm: 'none' } },
    /^Expected images that the discriminator's patches fit into, got 32 pixels, of which 'scale3\.block4' leaves none\. Use fewer layers or scales, or/,
  ],
  [
    'batch norm with one value per channel',
    { ...resnet, generator: small },
    /^Expected more than one value per channel for the norm 'batch' of 'block4', got one: the image is one pixel there\. Use larger images, fewer layers, a larger batch, or/,
  ],
  [
    'instance norm with one value per channel',
    { ...unet, generator: small, batch: 8, discriminator: { ...unet.discriminator, norm: 'instance' } },
    /^Expected more than one value per channel for the norm 'instance' of 'block4', got one: .* Use larger images, fewer layers, or/,
  ],
  [
    'a discriminator for other channels',
    { ...unet, discriminator: { ...unet.discriminator, targetChannels: 1 } },
    /^Expected a discriminator of 3 and 3 channels, like the generator, got 3 and 1\. Change its config\.$/,
  ],
  [
    'a norm that nobody knows',
    { ...unet, generator: { ...unet.generator, norm: 'bacth' } },
    /whose generator\.norm is wrong: Expected a norm \(instance, instance-affine, batch, none\), got "bacth"\. Did you mean 'batch'\?/,
  ],
  [
    'an architecture that nobody knows',
    { ...unet, generator: { ...unet.generator, kind: 'unte' } },
    /whose generator\.kind is wrong: Expected a generator \(unet, resnet, encoder-decoder, early-unet\), got "unte"\. Did you mean 'unet'\?/,
  ],
  [
    'a GAN loss that nobody knows',
    { ...unet, adversarial: 'LSGan' },
    /whose adversarial is wrong: Expected a GAN loss \(bce, lsgan, hinge\), got "LSGan"\. Did you mean 'lsgan'\?/,
  ],
])('%s is refused before training, in one line', async (_, run, line) => {
  await expect(train(run as never).next()).rejects.toThrow(line);
});

test('batch norm of one pixel is right with two images, and refused where each of two processes has one', async () => {
  const config = { ...resnet, generator: small, batch: 2 };
  const { data: _, steps: __, ...plain } = config;
  expect(() => parseConfig(plain)).not.toThrow();
  const world = { rank: 0, size: 2, allReduceMean() {}, broadcast() {}, allGather: () => [] };
  await expect(train({ ...config, world }).next()).rejects.toThrow("norm 'batch' of 'block4', got one");
});
