// Instance and batch norm, applied to pictures: the same four as they are, each by itself, and all as one batch.
import '@pix2pix-ts/backend-wasm';
import { type Pixels, toPixels } from '@pix2pix-ts/data';
import { batchNorm, instanceNorm } from '@pix2pix-ts/ops';
import { add, concat, mul, setBackend, type Tensor4D, tidy } from '@tensorflow/tfjs-core';
import { openFaces, pickPairs } from '../faces.ts';
import { grid } from '../grid.ts';
import { imageTensor, savePicture } from '../images.ts';

const SIZE = 128;
const NAMES = ['1F60B', '1F916', '1FAC0'];

await setBackend('wasm');
const pairs = await pickPairs(await openFaces(), NAMES, SIZE);
const batch = tidy(() => {
  const [first, ...others] = pairs.map(({ target }) => imageTensor(target)) as [Tensor4D, ...Tensor4D[]];
  return concat([first, dimmed(first), ...others]);
});
const rows = [batch, inPixels(instanceNorm(batch)), inPixels(batchNorm(batch))];
await savePicture('normalisation', grid(await Promise.all(rows.map(pictures))));

/** The picture with a third of its contrast, and darker. */
function dimmed(image: Tensor4D): Tensor4D {
  return add(mul(image, 1 / 3), -1 / 3);
}

/** Normalised values have a mean of 0 and a deviation of 1: two and a half deviations reach to black and white. */
function inPixels(normalised: Tensor4D): Tensor4D {
  return mul(normalised, 1 / 2.5);
}

async function pictures(images: Tensor4D): Promise<Pixels[]> {
  const values = await images.data();
  const size = SIZE * SIZE * 3;
  return Array.from({ length: images.shape[0] }, (_, i) =>
    toPixels(values.slice(i * size, (i + 1) * size), SIZE, SIZE),
  );
}
