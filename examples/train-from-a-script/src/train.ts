import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { encodeSafetensors, tensorEntries } from '@pix2pix-ts/checkpoint';
import { checkImages, encodePng, openPairs } from '@pix2pix-ts/data/node';
import { describeEngine, pickEngine } from '@pix2pix-ts/engine';
import { loadTranslator } from '@pix2pix-ts/pix2pix/node';
import { presets, train } from '@pix2pix-ts/trainer';

const [folder, out, steps = '1000'] = process.argv.slice(2);
if (!folder || !out) throw new Error('Expected the folder of the pairs and the folder to write to. Pass both.');

console.log(describeEngine(await pickEngine()));
await mkdir(out, { recursive: true });
const model = path.join(out, 'model.safetensors');

// Every file is decoded once, so that a damaged one is known now and not after an hour.
const { pairs: data } = await checkImages(await openPairs(folder, { split: 'train' }));
const stop = new AbortController();
process.once('SIGINT', () => stop.abort()); // ends training after the step in hand, with a checkpoint

for await (const event of train({ ...presets.fast.config, data, steps: Number(steps), signal: stop.signal })) {
  if (event.type === 'step' && event.losses)
    console.log(`step ${event.step} L1 ${event.losses.l1?.toFixed(3)}, ${event.secondsLeft.toFixed(0)} s left`);
  if (event.type === 'checkpoint')
    await writeFile(model, encodeSafetensors(tensorEntries(event.model.tensors), event.model.metadata));
}

// One picture that the model has not seen.
const heldOut = await openPairs(folder, { split: 'val' });
const { a } = await heldOut.load(0);
const translator = await loadTranslator(model);
const { data: rgba, width, height } = await translator.translate(a);
translator.dispose();
const picture = path.join(out, `${heldOut.names[0]}.png`);
await writeFile(picture, await encodePng({ data: rgba.filter((_, i) => i % 4 !== 3), width, height }));
console.log(`Wrote ${model} and ${picture}`);
