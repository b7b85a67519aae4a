import { discriminatorTensors, generatorTensors } from '@pix2pix-ts/models';
import type { TrainConfig } from '@pix2pix-ts/trainer';

/** How many values each gradient of a step has: those of the discriminator, then those of the generator. */
export function gradientLengths({ generator, discriminator }: TrainConfig): number[] {
  return [discriminatorTensors(discriminator), generatorTensors(generator)].flatMap((specs) =>
    Object.values(specs)
      .filter(({ trained }) => trained)
      .map(({ shape }) => shape.reduce((product, length) => product * length, 1)),
  );
}
