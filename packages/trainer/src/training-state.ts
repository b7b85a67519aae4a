import { sidesOf } from '@pix2pix-ts/common';
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
import { dispose, keep, type Tensor, type Tensor4D, zeros } from '@tensorflow/tfjs-core';
import { startAverage } from './ema/moving-average.ts';
import type { ImagePool } from './pool/image-pool.ts';
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
  /** The moving average of the generator's weights by their names, where the configuration has one; owned by the state. */
  readonly average?: NamedTensors;
  /** What the generator made before, where the configuration keeps it; owned by the state. */
  readonly pool?: ImagePool;
};

const NETWORKS = ['generator', 'discriminator'] as const;
/** A network's name. */
type NetworkName = (typeof NETWORKS)[number];
/** What a state's file has for each trained tensor: the tensor itself and Adam's two moments. */
const TRAINED = ['param', 'm', 'v'] as const;
/** What it has for a running statistic. */
const BUFFER = 'buffer';
/** What it has for the average of a trained tensor of the generator, in addition. */
const AVERAGE = 'generator.average.';
/** The image pool's name. */
const POOL = 'pool.images';

/**
 * Both networks at the beginning of a run, drawn from the configuration's seed; free them by `disposeTrainingState`.
 *
 * @param initial the generator's tensors, in place of drawn ones, which are taken over
 * @throws if they are not those of the configuration's generator; they stay the caller's then
 */
export function createTrainingState(config: TrainConfig, initial?: NamedTensors): TrainingState {
  const { generator, discriminator, ema } = config;
  const options = initOptions(config);
  if (initial) checkTensors(generatorTensors(generator), initial, 'Is it the model of another generator?');
  const first = newNetwork(generatorTensors(generator), initial ?? initGenerator(generator, options), config);
  return {
    generator: first,
    discriminator: newNetwork(discriminatorTensors(discriminator), initDiscriminator(discriminator, options), config),
    ...(ema > 0 && { average: startAverage(first.optimizer.params) }),
    ...(config.pool > 0 && { pool: { images: zeros(poolShape(config)) as Tensor4D } }),
  };
}

function poolShape({ generator, pool }: TrainConfig): [number, number, number, number] {
  const { width, height } = sidesOf(generator.imageSize);
  return [pool, height, width, generator.outChannels + generator.inChannels];
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
  const restore = (network: NetworkName, updates: number): TrainedNetwork => {
    const group = (name: string) => withPrefix(tensors, `${network}.${name}.`);
    return {
      optimizer: createAdam(group('param'), config, { step: updates, m: group('m'), v: group('v') }),
      buffers: group(BUFFER),
    };
  };
  return {
    generator: restore('generator', generatorUpdates(config, step)),
    discriminator: restore('discriminator', step),
    ...(config.ema > 0 && { average: withPrefix(tensors, AVERAGE) }),
    ...(config.pool > 0 && { pool: { images: tensors[POOL] as Tensor4D } }),
  };
}

/** How often the generator has moved after `step` steps: in the first ones of a run the discriminator may move alone. */
export function generatorUpdates({ headStart }: Pick<TrainConfig, 'headStart'>, step: number): number {
  return Math.max(0, step - headStart);
}

/**
 * Both networks at the beginning of a run, or as a state's file has them. All ranks get the tensors of the first one, so
 * that they begin with the same bits; only that one draws them, or needs those of the file.
 *
 * @param from the tensors are taken over; those of ranks other than the first are freed
 * @param initial the generator's first tensors, taken over likewise, where the run does not continue `from` a state
 * @throws on the first rank, if the tensors are not those of this configuration
 */
export function startTrainingState(
  world: World,
  config: TrainConfig,
  from?: { step: number; tensors: NamedTensors },
  initial?: NamedTensors,
): TrainingState {
  if (world.rank > 0) dispose({ ...from?.tensors, ...initial });
  const own = world.rank > 0 ? {} : stateTensors(firstState(config, from, initial));
  // By the configuration's order of names, because buffers have none, and a file may have another order.
  const specs = Object.entries(stateSpecs(config));
  const entries = specs.map(([name, { shape }]): [string, Tensor] => [name, own[name] ?? zeros([...shape])]);
  return restoreTrainingState(config, broadcastTensors(world, Object.fromEntries(entries)), from?.step ?? 0);
}

function firstState(
  config: TrainConfig,
  from?: { step: number; tensors: NamedTensors },
  initial?: NamedTensors,
): TrainingState {
  return from ? restoreTrainingState(config, from.tensors, from.step) : createTrainingState(config, initial);
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
  for (const [name, tensor] of Object.entries(state.average ?? {})) named[`${AVERAGE}${name}`] = tensor;
  if (state.pool) named[POOL] = state.pool.images;
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

/**
 * The generator's tensors that translate: the average of its weights where there is one, else its weights as they are, and
 * its running statistics as they are. Valid until the next step.
 */
export function translatingTensors({ generator, average }: TrainingState): NamedTensors {
  return { ...networkTensors(generator), ...average };
}

/** Frees both networks, and what is kept besides. */
export function disposeTrainingState(state: TrainingState): void {
  dispose({ ...state.average });
  state.pool?.images.dispose();
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
export function stateSpecs(config: TrainConfig): TensorSpecs {
  const { generator, discriminator, ema, pool } = config;
  const specsOf = { generator: generatorTensors(generator), discriminator: discriminatorTensors(discriminator) };
  const named: [string, TensorSpec][] = NETWORKS.flatMap((network) => {
    const specs = Object.entries(specsOf[network]);
    const ofGroup = (group: string, trained: boolean) =>
      specs
        .filter(([, spec]) => spec.trained === trained)
        .map(([name, spec]): [string, TensorSpec] => [`${network}.${group}.${name}`, spec]);
    return [...TRAINED.flatMap((group) => ofGroup(group, true)), ...ofGroup(BUFFER, false)];
  });
  const averaged = ema > 0 ? Object.entries(specsOf.generator).filter(([, { trained }]) => trained) : [];
  named.push(...averaged.map(([name, spec]): [string, TensorSpec] => [`${AVERAGE}${name}`, spec]));
  if (pool > 0) named.push([POOL, { shape: poolShape(config), init: { constant: 0 }, trained: false }]);
  return Object.fromEntries(named);
}

function withPrefix(tensors: NamedTensors, prefix: string): NamedTensors {
  const named = Object.entries(tensors).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(named.map(([name, tensor]) => [name.slice(prefix.length), tensor]));
}
