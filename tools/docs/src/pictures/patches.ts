// What the patches see: a discriminator's logits, the field of one of them, and how much each pixel weighs in it.
import { type Pixels, toFloat } from '@pix2pix-ts/data';
import { applyDiscriminator, pytorchGanDiscriminator } from '@pix2pix-ts/models';
import { presets } from '@pix2pix-ts/trainer';
import { abs, grad, max, sigmoid, slice, sum, type Tensor4D, tidy } from '@tensorflow/tfjs-core';
import { openFaces, pickPairs } from '../faces.ts';
import { grid } from '../grid.ts';
import { imageTensor, savePicture, tinted, translate } from '../images.ts';
import { patchField } from '../patch-field.ts';
import { type Trained, trainSmall, withGenerator } from '../train-small.ts';

const STEPS = 300;
const NAME = '1F60B';
/** The row and the column of the logit that is looked at, of 16. */
const [ROW, COLUMN] = [8, 8];
const [WHITE, BLUE, ORANGE, RED] = [
  [255, 255, 255],
  [38, 84, 166],
  [246, 153, 51],
  [190, 20, 40],
] as const;

const faces = await openFaces();
const seed = presets['pytorch-gan'].config;
const discriminator = { ...pytorchGanDiscriminator, filters: 12 };
const trained = await trainSmall(
  {
    ...withGenerator(seed, { filters: 12, dropout: 0 }),
    discriminator,
    learningRate: 1e-3,
  },
  faces.train,
  STEPS,
);
const [pair] = await pickPairs(faces, [NAME], 256);
if (!pair) throw new Error('Expected a pair, got none.');
const { input, target } = pair;
const output = await translate(trained, input);
await savePicture(
  'patches',
  grid([
    [input, framed(target), weights(trained, target)],
    [output, judged(trained, target), judged(trained, output)],
  ]),
);

/** The image with a red frame around what the logit sees. */
function framed({ data, width, height }: Pixels): Pixels {
  const copy = Uint8Array.from(data);
  const rows = patchField(discriminator, ROW);
  const columns = patchField(discriminator, COLUMN);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const edge = Math.min(y - rows.first, rows.last - y, x - columns.first, columns.last - x);
      if (edge >= 0 && edge < 3) copy.set(RED, (y * width + x) * 3);
    }
  return { data: copy, width, height };
}

/** How much the logit moves with each pixel of the image: the largest gradient is black. */
function weights({ config, discriminator }: Trained, image: Pixels): Pixels {
  const shares = tidy(() => {
    const logit = (x: Tensor4D) =>
      sum(
        slice(
          applyDiscriminator(config.discriminator, discriminator, x, imageTensor(input))[0],
          [0, ROW, COLUMN, 0],
          [1, 1, 1, 1],
        ),
      );
    const gradient = grad((x) => logit(x as Tensor4D))(imageTensor(image));
    return max(abs(gradient), 3).dataSync<'float32'>();
  });
  const largest = shares.reduce((most, share) => Math.max(most, share), 0);
  // The root shows the small ones as well.
  return tinted(
    shares.map((share) => Math.sqrt(share / largest)),
    image.width,
    [WHITE, [0, 0, 0]],
  );
}

/** Each patch's probability of being real, as a square over the image: blue counts as made, orange as real. */
function judged({ config, discriminator }: Trained, image: Pixels): Pixels {
  const probabilities = tidy(() =>
    sigmoid(
      applyDiscriminator(config.discriminator, discriminator, imageTensor(image), imageTensor(input))[0],
    ).dataSync(),
  );
  const side = Math.sqrt(probabilities.length);
  const square = image.width / side;
  const grey = toFloat(image);
  const data = new Uint8Array(image.data.length);
  for (let i = 0; i < data.length; i++) {
    const [x, y] = [Math.floor(i / 3) % image.width, Math.floor(i / 3 / image.width)];
    const probability = probabilities[Math.floor(y / square) * side + Math.floor(x / square)] as number;
    const colour = (BLUE[i % 3] as number) * (1 - probability) + (ORANGE[i % 3] as number) * probability;
    const green = grey[i - (i % 3) + 1] as number; // the image itself, faintly, from its green
    data[i] = Math.round(colour * (0.8 + 0.2 * green));
  }
  return { data, width: image.width, height: image.height };
}
