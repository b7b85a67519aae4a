import { type GanLoss, ganLosses, reconstructionLosses } from '@pix2pix-ts/losses';
import { learningRateSchedules } from '@pix2pix-ts/trainer';
import { add, mean, relu, sqrt, square, sub } from '@tensorflow/tfjs-core';

/** Least squares between logits of 1 and -1, with nothing to gain beyond 1. */
const clipped: GanLoss = {
  discriminator: (real, fake) => mean(add(square(relu(sub(1, real))), square(relu(add(1, fake))))),
  generator: (fake) => mean(square(relu(sub(1, fake)))),
};
ganLosses.add('clipped', clipped);

reconstructionLosses.add('charbonnier', (output, target) => mean(sqrt(add(square(sub(output, target)), 1e-6))));

/** A tenth of the run to get up to speed, then down with the root of the steps, as transformers are trained. */
learningRateSchedules.add('inverse-root', (step, steps) => {
  const pace = (step + 1) / (steps / 10);
  return Math.min(pace, 1 / Math.sqrt(pace));
});
