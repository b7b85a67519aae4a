import '@pix2pix-ts/backend-wasm';
import type { PairSource } from '@pix2pix-ts/data';
import { pytorchGanGenerator, type UnetConfig } from '@pix2pix-ts/models';
import { type TrainConfig, train } from '@pix2pix-ts/trainer';
import { clone, setBackend, type Tensor } from '@tensorflow/tfjs-core';

type NamedTensors = Record<string, Tensor>;

/** Both networks after a training. */
export type Trained = { config: TrainConfig; generator: NamedTensors; discriminator: NamedTensors };

/** Trains on the wasm engine, telling the losses now and then; the parameters are the caller's. */
export async function trainSmall(config: TrainConfig, data: PairSource, steps: number): Promise<Trained> {
  await setBackend('wasm');
  for await (const event of train({ ...config, data, steps, logEvery: 50, saveEvery: 0 })) {
    if (event.type === 'step' && event.losses) console.error(event.step, 'of', steps, event.losses);
    if (event.type === 'checkpoint') {
      const { tensors } = event.state;
      return {
        config,
        generator: copies(tensors, 'generator.param.'),
        discriminator: copies(tensors, 'discriminator.param.'),
      };
    }
  }
  throw new Error('Expected a checkpoint at the end of training, got none.');
}

/** A configuration with other values for the generator. */
export function withGenerator(config: TrainConfig, generator: Partial<UnetConfig>): TrainConfig {
  return { ...config, generator: { ...pytorchGanGenerator, ...generator } };
}

/** Copies of what the trainer holds until its next event, without the prefix of their names. */
function copies(tensors: Record<string, Tensor>, prefix: string): Record<string, Tensor> {
  const named = Object.entries(tensors).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(named.map(([name, tensor]) => [name.slice(prefix.length), clone(tensor)]));
}
