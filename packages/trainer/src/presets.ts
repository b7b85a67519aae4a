import {
  affinelayerGenerator,
  type GeneratorConfig,
  junyanzGenerator,
  paperDiscriminator,
  pytorchGanDiscriminator,
  pytorchGanGenerator,
  type Square,
} from '@pix2pix-ts/models';
import type { TrainConfig } from './train-config.ts';

/** A configuration, and how many passes over the data it is meant for. */
export type Preset = {
  /** What a run computes; images of a preset are square. */
  config: Omit<TrainConfig, 'generator'> & {
    /** The network that translates. */
    generator: GeneratorConfig & Square;
  };
  /** Passes over the training pairs. */
  epochs: number;
};

const pytorchGanConfig: Preset['config'] = {
  generator: pytorchGanGenerator,
  discriminator: pytorchGanDiscriminator,
  batch: 1,
  learningRate: 2e-4,
  beta1: 0.5,
  beta2: 0.999,
  epsilon: 1e-8,
  schedule: 'constant',
  discriminatorLearningRate: null,
  warmUp: 0,
  decayFrom: 0.5,
  decayEvery: 0.25,
  decayFactor: 0.1,
  patience: 5,
  metric: 'l1',
  adversarial: 'bce',
  labelSmoothing: 0,
  featureMatching: 0,
  perceptual: 0,
  pool: 0,
  accumulate: 1,
  clip: null,
  ema: 0,
  headStart: 0,
  reconstruction: 'l1',
  lambda: 100,
  direction: 'AtoB',
  flip: true,
  preprocess: 'resize_and_crop',
  serialBatches: false,
  jitter: null,
  scale: [1, 1],
  shift: false,
  hints: 0,
  pictures: null,
  initType: 'normal',
  initGain: null,
  initBias: 'uniform',
  seed: 1,
  translateWithDropout: false,
  translateStatistics: 'running',
  precision: 'float32',
};

const pytorchGan: Preset = { config: pytorchGanConfig, epochs: 200 };

/** What junyanz and affinelayer have in common: batch norm, 70x70 patches, and random crops of 256 out of 286 px. */
const paperConfig: Omit<Preset['config'], 'generator'> = {
  ...pytorchGanConfig,
  discriminator: paperDiscriminator,
  initBias: 'zero',
  jitter: 286,
  translateStatistics: 'image',
};

const junyanz: Preset = {
  config: { ...paperConfig, generator: junyanzGenerator, schedule: 'linear', decayFrom: 0.5 },
  epochs: 200, // 100, and 100 over which the rate falls
};

const affinelayer: Preset = { config: { ...paperConfig, generator: affinelayerGenerator }, epochs: 200 };

const fast: Preset = {
  config: {
    ...pytorchGanConfig,
    generator: { ...pytorchGanGenerator, imageSize: 64, filters: 24, dropout: 0 },
    discriminator: { ...pytorchGanDiscriminator, filters: 24 },
    batch: 4,
    learningRate: 1e-3,
  },
  epochs: 10,
};

/** Complete configurations by name; a new one is one entry here. */
export const presets = {
  /** The model and the values of PyTorch-GAN's pix2pix: 256 px, 54 million parameters. */
  'pytorch-gan': pytorchGan,
  /** `--model pix2pix` of junyanz's pytorch-CycleGAN-and-pix2pix: batch norm, 70x70 patches, 286 px jitter, 100 + 100 epochs. */
  junyanz,
  /** affinelayer's pix2pix-tensorflow: the same but for its U-Net's innermost norm and dropout, at one rate. */
  affinelayer,
  /** 64 px and 24 filters without dropout: shows something within minutes on a laptop's processor. */
  fast,
} as const satisfies Record<string, Preset>;

/** The name of a preset. */
export type PresetName = keyof typeof presets;

/** What the first release called a preset; flags, states and configurations still say it. */
const FORMER_NAMES: Readonly<Record<string, PresetName>> = { seed: 'pytorch-gan' };

/** The current name of a preset, also where its old name is given; `undefined` where there is none. */
export function presetName(name: string): PresetName | undefined {
  return Object.hasOwn(presets, name) ? (name as PresetName) : FORMER_NAMES[name];
}
