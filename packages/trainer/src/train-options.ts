import type { PairSource, Raster } from '@pix2pix-ts/data';
import type { ReconstructionLoss } from '@pix2pix-ts/losses';
import type { AnyDiscriminatorConfig, AnyGeneratorConfig } from '@pix2pix-ts/models';
import type { NamedTensors } from '@pix2pix-ts/ops';
import { checkNetworks } from './check-networks.ts';
import type { HeldOutStanding } from './held-out/standing.ts';
import { type LossChoice, OWN_LOSS } from './own-loss.ts';
import { requirePrecision } from './require-precision.ts';
import { parseConfig, type TrainConfig, trainConfigSchema } from './train-config.ts';
import type { Provenance } from './train-state.ts';
import { ALONE, type World } from './world.ts';

/** @see train */
export type TrainOptions = Omit<TrainConfig, 'generator' | 'discriminator' | 'reconstruction'> &
  Provenance & {
    /** Of one of our architectures, or of one that was added to `generators`. */
    generator: AnyGeneratorConfig;
    /** Of one of our architectures, or of one that was added to `discriminators`. */
    discriminator: AnyDiscriminatorConfig;
    /**
     * The name of a reconstruction loss, or a function of your own: a mean over the batch, differentiable in the output.
     * Checkpoints call it 'custom', and a run that continues from one needs the function again.
     */
    reconstruction: LossChoice;
    /**
     * The distance whose weight is `perceptual`, such as the mean of `lpipsDistance` of models: of outputs and targets, a mean over
     * the batch, differentiable in the outputs. A run that continues needs it again. @default none, where that weight is 0
     */
    perceptualDistance?: ReconstructionLoss | undefined;
    /** The pairs to learn from. */
    data: PairSource<Raster>;
    /** Total number of steps, counted from the beginning of the run. */
    steps: number;
    /** Stop after this many seconds. @default Infinity */
    maxSeconds?: number;
    /** Read the losses every this many steps. @default 10 */
    logEvery?: number;
    /** Fixed pairs to draw samples of; 8 are taken, spread evenly over them. */
    samples?: PairSource<Raster>;
    /** Draw samples every this many steps, and at the end; 0 draws none. @default 500 */
    sampleEvery?: number;
    /**
     * The generator's first tensors by their names in a model file, in place of drawn ones, as for a fine-tuning; taken over.
     * Those of the first rank are everybody's. They are not looked at where a run continues `from` a state.
     */
    initial?: NamedTensors;
    /** Pairs that are not learned from, to measure the generator on; 64 are taken, spread evenly over them. */
    heldOut?: PairSource<Raster>;
    /** Measure the generator on `heldOut` every this many steps, and at the end; 0 never does. @default 0 */
    evalEvery?: number;
    /** End training when so many evaluations in a row did not have a better `metric`; 0 never does. @default 0 */
    stopAfter?: number;
    /** Give a checkpoint every this many steps, and at the end; 0 gives one only at the end. @default 1000 */
    saveEvery?: number;
    /** Give a checkpoint too when the last one is so many seconds old; not later than with the step after. @default Infinity */
    saveEverySeconds?: number;
    /**
     * Where to continue, with the tensors of a checkpoint's state, which are taken over. Those of the first rank are
     * everybody's: the others need none, and pass {}.
     */
    from?: {
      /** Steps that are done. */
      step: number;
      /** Images of the data that were consumed. */
      position: number;
      /** As `saveState` names them. */
      tensors: NamedTensors;
      /** What the evaluations before came to, as `parseState` reads it. */
      standing?: HeldOutStanding | undefined;
    };
    /**
     * Lets an engine that can do so run steps without their JavaScript, once it has seen a few of them. The losses and
     * networks must then do the same at every step, a function of your own too.
     * @default true
     */
    compile?: boolean;
    /** Ends training after the current step, with a checkpoint. */
    signal?: AbortSignal;
    /**
     * The processes that train together, called with the same options except `signal`; `batch` is what all of them take
     * a step, each its share. The result does not depend on how many there are, except for rounding. @default alone
     */
    world?: World;
  };

/**
 * The configuration from the options, once it is sure that a run can be had with both.
 *
 * @throws an error of one line for options that cannot be used, or not together
 */
export function checkedConfigOf(options: TrainOptions): TrainConfig {
  const config = configOf(options);
  requireShares(config, options.world ?? ALONE);
  requirePrecision(config.precision);
  requireEvaluations(config, options);
  requireDistance(config, options.perceptualDistance);
  return config;
}

/** How often a run measures its generator on held-out pairs; 0 where there are none. */
export function evaluationsEvery({ heldOut, evalEvery = 0 }: TrainOptions): number {
  return heldOut && heldOut.names.length > 0 ? evalEvery : 0;
}

/** The configuration from the options. */
function configOf(options: TrainOptions): TrainConfig {
  const picked = Object.keys(trainConfigSchema.entries).map((name) => [name, options[name as keyof TrainConfig]]);
  const isOwn = typeof options.reconstruction === 'function';
  return parseConfig({ ...Object.fromEntries(picked), ...(isOwn && { reconstruction: OWN_LOSS }) });
}

/** Makes sure that the ranks can share what the configuration asks for. */
function requireShares(config: TrainConfig, { size }: World): void {
  const { batch, accumulate, pool } = config;
  if (size > 1 && pool > 0)
    throw new RangeError(
      `Expected no pool with ${size} processes, got one of ${pool} images: each would have its own. Leave it out.`,
    );
  if (batch % size === 0 && (batch / size) % accumulate !== 0)
    throw new RangeError(
      `Expected a batch that ${size} processes can share in ${accumulate} parts each, got ${batch}. Make it a multiple of ${size * accumulate}.`,
    );
  checkNetworks(config, batch / size / accumulate);
}

function requireEvaluations({ schedule }: TrainConfig, options: TrainOptions): void {
  const { stopAfter = 0 } = options;
  if (evaluationsEvery(options) > 0 || (schedule !== 'plateau' && stopAfter === 0)) return;
  throw new RangeError(
    `Expected held-out pairs and evalEvery above 0 with ${schedule === 'plateau' ? "the schedule 'plateau'" : 'stopAfter'}, got none: they decide what it does. Add them, or leave it out.`,
  );
}

function requireDistance({ perceptual }: TrainConfig, distance: ReconstructionLoss | undefined): void {
  if (perceptual > 0 === (distance !== undefined)) return;
  throw new RangeError(
    distance
      ? 'Expected a weight above 0 for perceptualDistance, got 0. Pass perceptual, such as 1.'
      : `Expected perceptualDistance with a perceptual weight of ${perceptual}, got none. Pass the function.`,
  );
}
