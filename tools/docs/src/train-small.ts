import '@pix2pix-ts/backend-wasm';
import type { PairSource } from '@pix2pix-ts/data';
import {
  discriminatorLayers,
  type GeneratorConfig,
  generatorLayers,
  type NetworkParams,
  paramsFromNames,
} from '@pix2pix-ts/models';
import { type TrainConfig, train } from '@pix2pix-ts/trainer';
import { clone, setBackend, type Tensor } from '@tensorflow/tfjs-core';

/** Both networks after a training. */
export type Trained = { config: TrainConfig; generator: NetworkParams; discriminator: NetworkParams };

/** Trains on the wasm engine, telling the losses now and then; the parameters are the caller's. */
export async function trainSmall(config: TrainConfig, data: PairSource, steps: number): Promise<Trained> {
  await setBackend('wasm');
  for await (const event of train({ ...config, data, steps, logEvery: 50, saveEvery: 0 })) {
    if (event.type === 'step' && event.losses) console.error(event.step, 'of', steps, event.losses);
    if (event.type === 'checkpoint') {
      const { tensors } = event.state;
      return {
        config,
        generator: paramsFromNames(generatorLayers(config.generator), copies(tensors, 'generator.param.')),
        discriminator: paramsFromNames(
          discriminatorLayers(config.discriminator),
          copies(tensors, 'discriminator.param.'),
        ),
      };
    }
  }
  throw new Error('Expected a checkpoint at the end of training, got none.');
}

/** A configuration with other values for the generator. */
export function withGenerator(config: TrainConfig, generator: Partial<GeneratorConfig>): TrainConfig {
  return { ...config, generator: { ...config.generator, ...generator } };
}

/** Copies of what the trainer holds until its next event, without the prefix of their names. */
function copies(tensors: Record<string, Tensor>, prefix: string): Record<string, Tensor> {
  const named = Object.entries(tensors).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(named.map(([name, tensor]) => [name.slice(prefix.length), clone(tensor)]));
}
