import {
  checkTensors,
  discriminatorTensors,
  generatorTensors,
  type InitOptions,
  initDiscriminator,
  initGenerator,
  type TensorSpec,
  type TensorSpecs,
} from '@pix2pix-ts/models';
import { type Adam, assign, createAdam, type NamedTensors } from '@pix2pix-ts/ops';
import { dispose, keep, type Tensor, zeros } from '@tensorflow/tfjs-core';
import type { TrainConfig } from './train-config.ts';
import { averageTensors, broadcastTensors, type World } from './world.ts';

/** A network in training. */
export type TrainedNetwork = {
  /** Adam, which owns the tensors that it trains. */
  readonly optimizer: Adam;
  /** Running statistics, which the network moves by running; empty where it has none. Owned by the state. */
  readonly buffers: NamedTensors;
};

/** The two networks in training. */
export type TrainingState = {
  /** The network that translates. */
  readonly generator: TrainedNetwork;
  /** The network that judges. */
  readonly discriminator: TrainedNetwork;
};

const NETWORKS = ['generator', 'discriminator'] as const;
/** What a state's file has for each trained tensor: the tensor itself and Adam's two moments. */
const TRAINED = ['param', 'm', 'v'] as const;
/** What it has for a running statistic. */
const BUFFER = 'buffer';

/** Both networks at the beginning of a run, drawn from the configuration's seed; free them by `disposeTrainingState`. */
export function createTrainingState(config: TrainConfig): TrainingState {
  const { generator, discriminator } = config;
  const options = initOptions(config);
  return {
    generator: newNetwork(generatorTensors(generator), initGenerator(generator, options), config),
    discriminator: newNetwork(discriminatorTensors(discriminator), initDiscriminator(discriminator, options), config),
  };
}

function initOptions({ seed, initType, initGain, initBias }: TrainConfig): InitOptions {
  const isUsual = initType === 'normal' && initGain === null; // and then the architecture's own
  return { seed, biases: initBias, ...(!isUsual && { weights: initType, gain: initGain ?? undefined }) };
}

function newNetwork(specs: TensorSpecs, tensors: NamedTensors, config: TrainConfig): TrainedNetwork {
  const pick = (trained: boolean) =>
    Object.fromEntries(Object.entries(tensors).filter(([name]) => specs[name]?.trained === trained));
  return { optimizer: createAdam(pick(true), config), buffers: pick(false) };
}

/**
 * Both networks as they were after `step` steps. The tensors are taken over; `stateTensors` gives their names.
 *
 * @throws if a tensor is missing, has another shape, or belongs to no network; nothing is taken over then.
 */
export function restoreTrainingState(config: TrainConfig, tensors: NamedTensors, step: number): TrainingState {
  checkTensors(stateSpecs(config), tensors, 'Is it the state of another model?');
  const restore = (network: keyof TrainingState): TrainedNetwork => {
    const group = (name: string) => withPrefix(tensors, `${network}.${name}.`);
    return {
      optimizer: createAdam(group('param'), config, { step, m: group('m'), v: group('v') }),
      buffers: group(BUFFER),
    };
  };
  return { generator: restore('generator'), discriminator: restore('discriminator') };
}

/**
 * Both networks at the beginning of a run, or as a state's file has them. All ranks get the tensors of the first one, so
 * that they begin with the same bits; only that one draws them, or needs those of the file.
 *
 * @param from the tensors are taken over; those of ranks other than the first are freed
 * @throws on the first rank, if the tensors are not those of this configuration
 */
export function startTrainingState(
  world: World,
  config: TrainConfig,
  from?: { step: number; tensors: NamedTensors },
): TrainingState {
  if (world.rank > 0) dispose({ ...from?.tensors });
  const own = world.rank > 0 ? {} : stateTensors(firstState(config, from));
  // By the configuration's order of names, because buffers have none, and a file may have another order.
  const specs = Object.entries(stateSpecs(config));
  const entries = specs.map(([name, { shape }]): [string, Tensor] => [name, own[name] ?? zeros([...shape])]);
  return restoreTrainingState(config, broadcastTensors(world, Object.fromEntries(entries)), from?.step ?? 0);
}

function firstState(config: TrainConfig, from?: { step: number; tensors: NamedTensors }): TrainingState {
  return from ? restoreTrainingState(config, from.tensors, from.step) : createTrainingState(config);
}

/**
 * Everything that both networks and their optimizers hold, as `generator.param.down1.weight`, `discriminator.v.block1.bias`
 * or `generator.buffer.down2.norm.mean`: the tensors themselves and no copies, valid until the next step.
 */
export function stateTensors(state: TrainingState): NamedTensors {
  const named: NamedTensors = {};
  for (const network of NETWORKS) {
    const { optimizer, buffers } = state[network];
    const groups = { param: optimizer.params, ...moments(optimizer), [BUFFER]: buffers };
    for (const [group, tensors] of Object.entries(groups))
      for (const [name, tensor] of Object.entries(tensors)) named[`${network}.${group}.${name}`] = tensor;
  }
  return named;
}

function moments(optimizer: Adam) {
  const { m, v } = optimizer.state();
  return { m, v };
}

/** A network's tensors by their names in a model file, valid until the next step. */
export function networkTensors({ optimizer, buffers }: TrainedNetwork): NamedTensors {
  return { ...optimizer.params, ...buffers };
}

/** Frees both networks. */
export function disposeTrainingState(state: TrainingState): void {
  for (const network of NETWORKS) {
    state[network].optimizer.dispose();
    dispose(state[network].buffers);
  }
}

/** Gives running statistics the values of those of the same names, which are taken over or left to the caller's tidy. */
export function moveBuffers({ buffers }: TrainedNetwork, moved: NamedTensors): void {
  for (const [name, tensor] of Object.entries(moved)) {
    const before = buffers[name];
    buffers[name] = before ? assign(before, tensor) : keep(tensor);
  }
}

/** Puts the mean over the ranks in place of each rank's own running statistics. */
export function averageBuffers(world: World, network: TrainedNetwork): void {
  if (world.size === 1) return;
  const own = Object.entries(network.buffers).map(([name, tensor]) => [name, tensor.clone()]); // averaging frees them
  moveBuffers(network, averageTensors(world, Object.fromEntries(own)));
}

/** Every tensor of a state by its name, in the order of a file. */
export function stateSpecs({ generator, discriminator }: TrainConfig): TensorSpecs {
  const specsOf = { generator: generatorTensors(generator), discriminator: discriminatorTensors(discriminator) };
  const named: [string, TensorSpec][] = NETWORKS.flatMap((network) => {
    const specs = Object.entries(specsOf[network]);
    const ofGroup = (group: string, trained: boolean) =>
      specs
        .filter(([, spec]) => spec.trained === trained)
        .map(([name, spec]): [string, TensorSpec] => [`${network}.${group}.${name}`, spec]);
    return [...TRAINED.flatMap((group) => ofGroup(group, true)), ...ofGroup(BUFFER, false)];
  });
  return Object.fromEntries(named);
}

function withPrefix(tensors: NamedTensors, prefix: string): NamedTensors {
  const named = Object.entries(tensors).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(named.map(([name, tensor]) => [name.slice(prefix.length), tensor]));
}
