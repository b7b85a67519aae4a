import { precisions } from '@pix2pix-ts/common';
import { UsageError } from '@pix2pix-ts/common/node';
import type { Preprocess } from '@pix2pix-ts/data';
import type { MetricName } from '@pix2pix-ts/metrics';
import type { WeightInitName } from '@pix2pix-ts/models';
import type { LearningRateScheduleName } from '@pix2pix-ts/trainer';
import {
  choice,
  decimalNumber,
  duration,
  type FlagValue,
  factors,
  imageSize,
  presetChoice,
  share,
  shareBelowOne,
  wholeNumber,
  wordList,
} from '../cli/flag-values.ts';
import type { FlagsOf, OptionRow } from '../cli/options.ts';
import { MODEL_NAMES } from '../models/model-options.ts';

/** Those of the trainer's table that a flag names; here because the help has to be there before the trainer is loaded. */
const SCHEDULES = ['constant', 'linear', 'step', 'cosine', 'plateau'] as const satisfies LearningRateScheduleName[];

/** Likewise of the metrics. */
const METRICS = ['l1', 'psnr', 'ssim'] as const satisfies MetricName[];

/** Likewise of the initialisations of weights. */
const INITS = ['normal', 'xavier', 'kaiming', 'orthogonal'] as const satisfies WeightInitName[];

/** Likewise of the ways in which pairs get to the model's size. */
const PREPROCESSES = [
  'resize_and_crop',
  'crop',
  'scale_width_and_crop',
  'none',
] as const satisfies readonly Preprocess[];

/** The value of `--preprocess`; the one of pytorch-CycleGAN-and-pix2pix that is not there is refused in its own words. */
const preprocess: FlagValue<Preprocess> = Object.assign(
  (text: string, flag: string) => {
    if (text !== 'scale_width') return choice(PREPROCESSES)(text, flag);
    throw new UsageError(
      `Expected ${flag} to be one of ${PREPROCESSES.join(', ')}, got 'scale_width': a run's pictures all have one size here. Use scale_width_and_crop, or give --size WIDTHxHEIGHT, to which pairs are resized.`,
    );
  },
  { words: PREPROCESSES },
);

/** The flags of `pix2pix train`. */
export const TRAIN_OPTIONS = [
  {
    flag: '--data <dir>',
    help: 'the image pairs: a folder, or a list.jsonl',
    about:
      'the pairs: a folder in one of the layouts of [data](../../packages/data/README.md), or a [list](../../packages/data/README.md#lists) such as `pairs.jsonl`',
  },
  { flag: '--out <dir>', help: "the new run's folder", fixed: true },
  {
    flag: '--resume <dir>',
    help: 'resume the run in this folder instead',
    about:
      'resume this run instead; the only other flags allowed are `--steps`, `--max-time`, `--data`, `--skip-bad`, `--precision`, `--stop-after`, `--...-every`, `--live` and `--tensorboard`',
  },
  {
    flag: '--preset <name>',
    help: 'pytorch-gan, junyanz, affinelayer or fast',
    about:
      '`pytorch-gan` (the default), named after the code base whose values it uses: 256 px, 54 million parameters, 200 epochs; `junyanz`, that of pytorch-CycleGAN-and-pix2pix: batch norm, 70x70 patches, crops of 256 out of 286 px, 100 epochs and 100 over which the rate falls; `affinelayer`, that of pix2pix-tensorflow: the same at one rate; `fast`: 64 px, 24 filters, batch 4, 10 epochs',
    read: presetChoice,
    fixed: true,
  },
  {
    flag: '--config <file>',
    help: 'a JSON file with values that replace those of the preset',
    about:
      'JSON whose values replace the preset\'s, such as `{"preset": "fast", "lambda": 10, "generator": {"dropout": 0.5}}`; a run\'s `config.json` works too, and so does a pipe, as in `--config <(jq ... config.json)`',
    fixed: true,
  },
  {
    flag: '--steps <n>',
    help: 'steps in total, including those before a resume',
    about: "steps in total, including those before a resume; by default, as many as the preset's epochs take",
    read: wholeNumber(),
  },
  {
    flag: '--epochs <n>',
    help: "passes over the pairs, in place of --steps and of the preset's",
    about: "passes over the pairs, in place of `--steps` and of the preset's",
    read: wholeNumber(),
    fixed: true,
  },
  {
    flag: '--max-time <time>',
    help: 'stop after 90s, 5m or 1h, with a checkpoint',
    read: duration,
  },
  { flag: '--batch <n>', help: 'images per step', read: wholeNumber(), fixed: true },
  { flag: '--lr <rate>', help: 'learning rate of Adam', read: decimalNumber({ above: true }), fixed: true },
  { flag: '--lambda <n>', help: 'weight of the reconstruction loss', read: decimalNumber(), fixed: true },
  {
    flag: '--lr-discriminator <rate>',
    help: 'learning rate of the discriminator, if it is another one',
    read: decimalNumber({ above: true }),
    fixed: true,
  },
  {
    flag: '--schedule <name>',
    help: `how the learning rates fall: ${SCHEDULES.join(', ')}`,
    about:
      'how both learning rates fall over the run: not at all; in a straight line to zero, from the half on; to a tenth after each quarter; along a cosine to zero; or to a tenth whenever the metric of `--eval-every` stops getting better',
    read: choice(SCHEDULES),
    fixed: true,
  },
  {
    flag: '--warm-up <n>',
    help: 'steps over which the learning rates rise at the beginning',
    about: 'steps over which both learning rates rise in a straight line at the beginning, whatever the schedule',
    read: wholeNumber(),
    fixed: true,
  },
  {
    flag: '--decay-from <share>',
    help: 'share of the run after which linear begins to fall (default: 0.5)',
    about: 'the share of the run after which `linear` begins to fall, 0.5 unless given',
    read: share,
    fixed: true,
  },
  {
    flag: '--decay-every <share>',
    help: 'share of the run after which step lowers the rates (default: 0.25)',
    about: 'after which share of the run `step` lowers the rates, again and again, 0.25 unless given',
    read: share,
    fixed: true,
  },
  {
    flag: '--decay-factor <factor>',
    help: 'what step and plateau multiply the rates by (default: 0.1)',
    about: 'what `step` and `plateau` multiply the rates by each time, 0.1 unless given',
    read: share,
    fixed: true,
  },
  {
    flag: '--patience <n>',
    help: 'evaluations without a better metric that plateau bears (default: 5)',
    about:
      'evaluations in a row without a better metric that `plateau` bears before it lowers the rates, 5 unless given',
    read: wholeNumber(0),
    fixed: true,
  },
  {
    flag: '--feature-matching <weight>',
    help: "weight of the distance between the discriminator's features, as in 10",
    about:
      "weight of the distance between what the discriminator's blocks make of generated and of real pairs, 10 in pix2pixHD; none unless given",
    read: decimalNumber(),
    fixed: true,
  },
  {
    flag: '--perceptual <weight>',
    help: 'weight of the perceptual distance LPIPS, as in 1; needs --perceptual-features',
    about:
      'weight of the perceptual distance LPIPS between the output and its target, such as 1; none unless given, and it needs `--perceptual-features`',
    read: decimalNumber(),
    fixed: true,
  },
  {
    flag: '--perceptual-features <file>',
    help: 'the weights of LPIPS, as convert writes them',
    about:
      'the weights of LPIPS for `--perceptual`, [as `convert` writes them](#fid-kid-and-lpips); `--resume` needs them again',
  },
  {
    flag: '--ema <decay>',
    help: "train a moving average of the generator's weights, which is the model, as in 0.999",
    about:
      "keep a moving average of the generator's weights with this decay, such as 0.999; samples, figures and `model.safetensors` are then the average",
    read: shareBelowOne,
    fixed: true,
  },
  {
    flag: '--accumulate <n>',
    help: 'process a batch in n parts, one after the other, for less memory',
    about:
      'process the images of a step in so many parts, one after the other: the memory of one part, the gradients of all; each takes the generator twice',
    read: wholeNumber(),
    fixed: true,
  },
  {
    flag: '--clip <norm>',
    help: "the largest norm of each network's gradients",
    about: "clip each network's gradients to this norm, taken over all of them",
    read: decimalNumber({ above: true }),
    fixed: true,
  },
  {
    flag: '--pool <n>',
    help: 'keep n generated images for the discriminator to see again',
    about:
      'keep so many generated images, half of which the discriminator sees in place of new ones; not with several ranks',
    read: wholeNumber(1, 1000),
    fixed: true,
  },
  {
    flag: '--label-smoothing <share>',
    help: "how far below 1 the discriminator's label of real images is, as in 0.1",
    about: "how far below 1 the discriminator's label of real images is, from 0 to 0.5, such as 0.1",
    read: share,
    fixed: true,
  },
  {
    flag: '--init <file>',
    help: `fine-tune this model's generator: model.safetensors, or ${MODEL_NAMES}`,
    about:
      "begin with the generator of this `model.safetensors`, or of `colour`, `3d` or `planet`: the run has that model's network, size and direction, and a new discriminator",
    fixed: true,
  },
  {
    flag: '--head-start <n>',
    help: 'steps in which only the discriminator learns (with --init: 500)',
    about:
      'steps at the beginning in which only the discriminator learns; with `--init` 500, or a tenth of `--steps` if that is less, so that a new discriminator does not spoil the generator',
    read: wholeNumber(0),
    fixed: true,
  },
  {
    flag: '--init-type <name>',
    help: `how the first weights are drawn: ${INITS.join(', ')}`,
    about: "how the networks' first weights are drawn, by PyTorch's formulas: `normal` unless given",
    read: choice(INITS),
    fixed: true,
  },
  {
    flag: '--init-gain <factor>',
    help: 'what the first weights are scaled by (default: 0.02 of normal, 1 of the others)',
    about: 'what the first weights are scaled by: 0.02 of `normal`, 1 of the others unless given',
    read: decimalNumber({ above: true }),
    fixed: true,
  },
  {
    flag: '--seed <n>',
    help: 'seed of weights, order, flips, crops and dropout',
    about: 'seed of the initial weights, order, flips, crops and dropout',
    read: wholeNumber(0),
    fixed: true,
  },
  { flag: '--filters <n>', help: "width of both networks' first layer", read: wholeNumber(1, 512), fixed: true },
  {
    flag: '--size <px>',
    help: "the model's image size, or width x height, as in 256x128",
    about:
      "the model's image size, or width x height, as in `256x128`; of the U-Net's the longer side is a multiple of the shorter, which decides how many blocks it has",
    read: imageSize,
    fixed: true,
  },
  {
    flag: '--precision <name>',
    help: `what the engine rounds: ${precisions.join(', ')}`,
    about:
      '`float32` (the default) rounds nothing; `bf16-gradients` multiplies bfloat16 in the gradients of the convolutions, on processors with AVX512_BF16 or AMX and NVIDIA GPUs from Ampere on; `tf32` multiplies TF32 on these GPUs; both are for `native` alone',
    read: choice(precisions),
  },
  {
    flag: '--direction <way>',
    help: 'AtoB or BtoA',
    about: 'which half of a pair is the input and which the target',
    read: choice(['AtoB', 'BtoA']),
    fixed: true,
  },
  { flag: '--flip', help: 'mirror half of the pairs', fixed: true },
  { flag: '--no-flip', help: 'mirror no pairs', fixed: true },
  {
    flag: '--preprocess <way>',
    help: `how pairs get to the model's size: ${PREPROCESSES.join(', ')}`,
    about:
      "how pairs get to the model's size: resized to `--jitter` whatever their form, of which a random part is taken (the default); a random part of the pair as it is; resized in its own form to `--jitter` wide, and a random part of that; or as it is, which has to be of that size",
    read: preprocess,
    fixed: true,
  },
  {
    flag: '--jitter <px>',
    help: "resize to this first, then crop a random part of the model's size",
    about: "resize the longer side to this first, the other in proportion, then crop a random part of the model's size",
    read: wholeNumber(),
    fixed: true,
  },
  {
    flag: '--scale <least..most>',
    help: 'make pairs smaller by a random factor, as in 0.4..1',
    about:
      'make pairs smaller by a random factor between these two, as in `0.4..1`, so that the model works on smaller drawings too; their outermost pixels go on to the edge',
    read: factors,
    fixed: true,
  },
  {
    flag: '--shift',
    help: 'put pairs that --scale made smaller anywhere',
    about: 'put pairs that `--scale` made smaller anywhere in the picture, in place of its middle',
    fixed: true,
  },
  {
    flag: '--hints <share>',
    help: "share of the inputs that get dots of the target's colours",
    about:
      "the share of the inputs, from 0 to 1, that get dots and short strokes of the target's colours, so that one can tell the model a colour by drawing with it; above 0, such hints fill what the lines around them close in before the model sees them, in training and in translation",
    read: share,
    fixed: true,
  },
  {
    flag: '--channels <how>',
    help: 'read pictures as colour (the default), as they are stored, or as lab: lightness in, colours out',
    about:
      '`colour`, the default: every picture becomes colours of 8 bits; `stored`: grey, alpha and 16 bits are kept, arrays of NumPy (`.npy`) are read, and the networks get [as many channels](../../packages/data/README.md#channels) as the first pair has; `lab`: every picture is a pair, its lightness in CIELAB the input and its colours the target',
    read: choice(['colour', 'stored', 'lab']),
    fixed: true,
  },
  {
    flag: '--inputs <names>',
    help: 'folders in the place of A whose channels make an input, as in sketch,mask',
    about:
      'the folders in the place of `A` whose pictures make an input together, such as `sketch,mask`: their channels are joined, as they are stored',
    read: wordList,
    fixed: true,
  },
  {
    flag: '--pages <as>',
    help: 'take all pages of a TIFF as channels of one picture, or as pairs',
    about:
      'take all pages of a TIFF, in place of the first: as `channels` of one picture, or as `pairs`, each with the same page of its target',
    read: choice(['channels', 'pairs']),
    fixed: true,
  },
  {
    flag: '--max-dataset-size <n>',
    help: 'use the first n pairs of each split only',
    about: 'use the first n pairs of each split only, by their names, or in the order of the list',
    read: wholeNumber(),
    fixed: true,
  },
  {
    flag: '--serial-batches',
    help: 'take the pairs in the order of their names, without shuffling',
    about: 'take the pairs in the order of their names, or of the list, without shuffling',
    fixed: true,
  },
  {
    flag: '--overfit <n>',
    help: 'train on the first n pairs only, to see that training works',
    about:
      'train on the first n pairs only, without flips, and evaluate on them too: the quickest way to see whether training works at all',
    read: wholeNumber(),
    fixed: true,
  },
  {
    flag: '--skip-bad',
    help: 'skip images that cannot be read',
    about: 'skip images that cannot be read; otherwise training does not start',
  },
  { flag: '--save-every <n>', help: 'steps between checkpoints (default: 1000)', read: wholeNumber() },
  { flag: '--sample-every <n>', help: 'steps between sample pictures (default: 500)', read: wholeNumber() },
  {
    flag: '--eval-every <n>',
    help: 'steps between measurements on held-out pairs; the best weights are kept',
    about:
      'steps between measurements on up to 64 held-out pairs (`val`), which the report draws; the weights with the best `--metric` are kept as `best.safetensors`',
    read: wholeNumber(),
  },
  {
    flag: '--metric <name>',
    help: 'which metric says what is the best: l1, psnr or ssim (default: l1)',
    about: 'which metric on held-out pairs says what is the best, `l1` unless given',
    read: choice(METRICS),
    fixed: true,
  },
  {
    flag: '--stop-after <n>',
    help: 'stop after n measurements in a row without a better metric',
    about: 'stop when so many measurements of `--eval-every` in a row did not have a better metric',
    read: wholeNumber(),
  },
  { flag: '--log-every <n>', help: 'steps between log lines (default: 10)', read: wholeNumber() },
  {
    flag: '--live [port]',
    help: 'serve the growing report on this machine (port 8256)',
    about:
      'serve [the growing report](#watching-a-run) on this machine alone while the run goes, on port 8256 unless given',
    read: wholeNumber(0, 65_535),
    alone: '8256',
  },
  {
    flag: '--tensorboard',
    help: 'write event files for TensorBoard, too',
    about:
      'write [event files for TensorBoard](#watching-a-run), too: losses, held-out metrics, samples, the configuration',
  },
] as const satisfies readonly OptionRow[];

/** What `pix2pix train` is asked for; what is not given is undefined. `maxTime` is in seconds. */
export type TrainFlags = FlagsOf<typeof TRAIN_OPTIONS>;
