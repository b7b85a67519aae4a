import { createEvaluation } from '@pix2pix-ts/metrics';
import { presets, train } from '@pix2pix-ts/trainer';
import { setBackend } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { kernelCalls } from './kernel.ts';
import './layer-norm.ts';
import './losses.ts';
import './plain-network.ts';
import './worst-pixel.ts';

/** Half black and half white, and the same turned over. */
const SIDE = 32;
const half = (isWhite: (row: number) => boolean) => ({
  data: Uint8Array.from({ length: SIDE * SIDE * 3 }, (_, i) => (isWhite(Math.floor(i / (3 * SIDE))) ? 255 : 0)),
  width: SIDE,
  height: SIDE,
});
const pair = { a: half((row) => row < SIDE / 2), b: half((row) => row >= SIDE / 2) };
const pairs = { names: ['halves'], load: async () => pair };

await setBackend('cpu');
const { config } = presets.fast;
const run = train({
  ...config,
  generator: { kind: 'plain', imageSize: SIDE, inChannels: 3, outChannels: 3, width: 4, norm: 'layer' },
  discriminator: { ...config.discriminator, filters: 2, norm: 'layer' },
  adversarial: 'clipped',
  reconstruction: 'charbonnier',
  schedule: 'inverse-root',
  batch: 1,
  flip: false,
  data: pairs,
  samples: pairs,
  steps: 2,
  logEvery: 1,
});
const figures = createEvaluation({ meanTarget: null });
for await (const event of run) {
  if (event.type === 'step') console.log(JSON.stringify({ step: event.step, losses: event.losses }));
  if (event.type === 'sample') for (const image of event.images) figures.add(image);
  if (event.type === 'checkpoint') console.log(JSON.stringify({ tensors: Object.keys(event.model.tensors) }));
}
console.log(JSON.stringify({ figures: figures.result(), kernelCalls: kernelCalls() }));
