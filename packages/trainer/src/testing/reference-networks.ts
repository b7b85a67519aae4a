import type { ImageSize } from '@pix2pix-ts/common';
import type { TensorSpecs } from '@pix2pix-ts/models';
import { createAdam, type NamedTensors } from '@pix2pix-ts/ops';
import type { ByNetwork, PlainTensor } from '@pix2pix-ts/reference';
import { type Tensor, tensor } from '@tensorflow/tfjs-core';
import { presets } from '../presets.ts';
import type { TrainConfig } from '../train-config.ts';
import type { TrainedNetwork, TrainingState } from '../training-state.ts';

/** PyTorch-GAN's configuration for another image size and width. */
export function pytorchGanConfigOf(imageSize: ImageSize, filters: number): TrainConfig {
  const { config } = presets['pytorch-gan'];
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

/** Networks with these tensors, running statistics among them where the specs say so, whose optimizers keep a copy of the gradients they were last given. */
export function recordingNetworks(
  tensors: ByNetwork<Tensor>,
  specs?: Record<keyof ByNetwork<Tensor>, TensorSpecs>,
): {
  networks: TrainingState;
  gradients: ByNetwork<Float32Array>;
} {
  const gradients: ByNetwork<Float32Array> = { generator: {}, discriminator: {} };
  const recording = (network: keyof ByNetwork<Tensor>): TrainedNetwork => {
    const isTrained = (name: string) => specs?.[network][name]?.trained ?? true;
    const pick = (trained: boolean) =>
      Object.fromEntries(Object.entries(tensors[network]).filter(([name]) => isTrained(name) === trained));
    const adam = createAdam(pick(true));
    const optimizer = Object.assign(Object.create(adam), {
      update(given: NamedTensors, learningRate: number) {
        for (const [name, gradient] of Object.entries(given))
          gradients[network][name] = gradient.dataSync<'float32'>().slice();
        adam.update(given, learningRate);
      },
    });
    return { optimizer, buffers: pick(false) };
  };
  return { networks: { generator: recording('generator'), discriminator: recording('discriminator') }, gradients };
}
