import { createAdam, type NamedTensors } from '@pix2pix-ts/ops';
import type { ByNetwork, PlainTensor } from '@pix2pix-ts/reference';
import { type Tensor, tensor } from '@tensorflow/tfjs-core';
import { presets } from '../presets.ts';
import type { TrainConfig } from '../train-config.ts';
import type { Networks } from '../train-step.ts';

/** The seed's configuration for another image size and width. */
export function seedConfigOf(imageSize: number, filters: number): TrainConfig {
  const { config } = presets.seed;
  return {
    ...config,
    generator: { ...config.generator, imageSize, filters },
    discriminator: { ...config.discriminator, filters },
  };
}

export function toTensor({ shape, values }: PlainTensor): Tensor {
  return tensor(values, shape);
}

export function toTensors(plain: Record<string, PlainTensor>): NamedTensors {
  return Object.fromEntries(Object.entries(plain).map(([name, values]) => [name, toTensor(values)]));
}

/** Networks with these weights whose optimizers keep a copy of the gradients they were last given. */
export function recordingNetworks(weights: ByNetwork<Tensor>): {
  networks: Networks;
  gradients: ByNetwork<Float32Array>;
} {
  const gradients: ByNetwork<Float32Array> = { generator: {}, discriminator: {} };
  const recording = (network: keyof Networks) => {
    const adam = createAdam(weights[network]);
    return Object.assign(Object.create(adam), {
      update(given: NamedTensors, learningRate: number) {
        for (const [name, gradient] of Object.entries(given))
          gradients[network][name] = gradient.dataSync<'float32'>().slice();
        adam.update(given, learningRate);
      },
    });
  };
  return { networks: { generator: recording('generator'), discriminator: recording('discriminator') }, gradients };
}
