// Dropout at test time: one trained network, its output without dropout, and with the masks of three seeds.
import { type Pixels, toFloat } from '@pix2pix-ts/data';
import { presets } from '@pix2pix-ts/trainer';
import { openFaces, pickPairs } from '../faces.ts';
import { grid } from '../grid.ts';
import { savePicture, tinted, translate } from '../images.ts';
import { trainSmall, withGenerator } from '../train-small.ts';

const STEPS = 500;
const SEEDS = [1, 2, 3];
const NAMES = ['1F60B', '1F62D', '1F9B8'];

const faces = await openFaces();
const config = withGenerator(presets.fast.config, { dropout: 0.5 });
const pairs = await pickPairs(faces, NAMES, config.generator.imageSize);
const trained = await trainSmall(config, faces.train, STEPS);
const rows: Pixels[][] = [];
for (const { input, target } of pairs) {
  const drawn: Pixels[] = [];
  for (const seed of SEEDS) drawn.push(await translate(trained, input, { seed }));
  rows.push([input, await translate(trained, input), ...drawn, spread(drawn), target]);
}
await savePicture('dropout', grid(rows, 2));

/** Where the draws differ: black where some value of a pixel differs by a quarter of the full range or more. */
function spread(images: readonly Pixels[]): Pixels {
  const values = images.map((image) => toFloat(image));
  const { width, height } = images[0] as Pixels;
  const ranges = Array.from({ length: width * height }, (_, pixel) =>
    Math.max(
      ...[0, 1, 2].map((channel) => {
        const drawn = values.map((image) => image[pixel * 3 + channel] as number);
        return Math.max(...drawn) - Math.min(...drawn);
      }),
    ),
  );
  return tinted(
    ranges.map((range) => range / 0.5),
    width,
    [
      [255, 255, 255],
      [0, 0, 0],
    ],
  );
}
