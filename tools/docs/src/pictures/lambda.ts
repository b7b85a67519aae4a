// What lambda does: the same network trained three times on the same pairs, with another weight of the L1 loss each time.
import type { Pixels } from '@pix2pix-ts/data';
import { presets } from '@pix2pix-ts/trainer';
import { openFaces, pickPairs } from '../faces.ts';
import { grid } from '../grid.ts';
import { distance, savePicture, translate } from '../images.ts';
import { trainSmall } from '../train-small.ts';

const STEPS = 400;
const LAMBDAS = [0, 10, 100];
const NAMES = ['1F60B', '1F62D', '1F916', '1F449'];

const faces = await openFaces();
const config = presets.fast.config;
const pairs = await pickPairs(faces, NAMES, config.generator.imageSize);
const outputs: Pixels[][] = [];
for (const lambda of LAMBDAS) {
  const trained = await trainSmall({ ...config, lambda }, faces.train, STEPS);
  const translated: Pixels[] = [];
  for (const { input } of pairs) translated.push(await translate(trained, input));
  const l1 = translated.map((output, i) => distance(output, pairs[i]?.target as Pixels));
  console.log(`lambda ${lambda}: L1 ${(l1.reduce((sum, value) => sum + value, 0) / l1.length).toFixed(3)}`);
  outputs.push(translated);
}
const rows = pairs.map(({ input, target }, row) => [input, ...outputs.map((column) => column[row] as Pixels), target]);
await savePicture('lambda', grid(rows, 2));
