import { writeFile } from 'node:fs/promises';
import { encodeSafetensors, tensorEntries } from '@pix2pix-ts/checkpoint';
import { pickEngine } from '@pix2pix-ts/engine';
import { presets, train } from '@pix2pix-ts/trainer';
import { charbonnier } from './charbonnier.ts';
import { discPairs } from './disc-pairs.ts';

const [file, steps = '300'] = process.argv.slice(2);
if (!file) throw new Error('Expected the path of the file to write the model to, got none. Pass it as the argument.');

await pickEngine();
const { config } = presets.fast;
const run = train({
  ...config,
  generator: { ...config.generator, imageSize: 32, filters: 8 },
  discriminator: { ...config.discriminator, filters: 8 },
  reconstruction: charbonnier,
  data: discPairs(200, 32, 1),
  steps: Number(steps),
});
for await (const event of run) {
  if (event.type === 'step' && event.losses) console.log(event.step, event.losses.reconstruction?.toFixed(4));
  if (event.type === 'checkpoint')
    await writeFile(file, encodeSafetensors(tensorEntries(event.model.tensors), event.model.metadata));
}
