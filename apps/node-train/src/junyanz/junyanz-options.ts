import { join } from 'node:path';
import { UsageError } from '@pix2pix-ts/common/node';
import { type ForeignOption, type Given, type Meaning, numberOf, oneOf } from './meaning.ts';

/** What their code has where an option is not given. */
const DEFAULTS = { size: 256, load: 286, epochs: 100, decayEpochs: 100, decayEvery: 50, filters: 64, gain: 0.02 };

/** The U-Nets by the size that they bring down to one pixel, and the ResNets by their blocks. */
const UNETS: Readonly<Record<string, number>> = { unet_256: 256, unet_128: 128 };
const RESNETS: Readonly<Record<string, number>> = { resnet_9blocks: 9, resnet_6blocks: 6 };

/** Every picture a pair, of its lightness and its colours. */
const AS_LAB: Meaning = { flags: ['--channels', 'lab'] };

/**
 * The options of `train.py` of pytorch-CycleGAN-and-pix2pix, each with what it comes to here. To add one, add a row; names of
 * earlier versions follow today's.
 */
export const JUNYANZ_TRAIN_OPTIONS: readonly ForeignOption[] = [
  // Where things are.
  { names: ['--dataroot'], is: (folder) => ({ flags: ['--data', folder] }) },
  { names: ['--name'], is: (_, given) => ({ flags: ['--out', runFolder(given)] }) },
  { names: ['--checkpoints_dir'], is: (_, given) => (given['--name'] ? {} : { flags: ['--out', runFolder(given)] }) },
  { names: ['--suffix'], is: ignored('--out names the folder') },
  { names: ['--phase'], is: (text) => oneOf('--phase', text, { train: {} }) },

  // What is trained.
  { names: ['--model'], is: pix2pixAlone },
  { names: ['--dataset_mode'], is: (text) => oneOf('--dataset_mode', text, { aligned: {}, colorization: AS_LAB }) },
  { names: ['--direction', '--which_direction'], is: (way) => ({ flags: ['--direction', way] }) },
  { names: ['--netG', '--which_model_netG'], is: generator },
  { names: ['--netD', '--which_model_netD'], is: discriminator },
  {
    names: ['--n_layers_D'],
    is: (_, given) => (given['--netD'] === 'n_layers' ? {} : { ignored: 'it is for --netD n_layers' }),
  },
  { names: ['--ngf'], is: (_, given) => ({ config: { generator: { filters: numberOf(given, '--ngf', 64) } } }) },
  { names: ['--ndf'], is: (_, given) => ({ config: { discriminator: { filters: numberOf(given, '--ndf', 64) } } }) },
  {
    names: ['--norm'],
    is(text) {
      const norm = oneOf('--norm', text, { batch: 'batch', instance: 'instance', none: 'none' });
      return { config: { generator: { norm }, discriminator: { norm } } };
    },
  },
  { names: ['--no_dropout'], takesValue: false, is: () => ({ config: { generator: { dropout: 0 } } }) },
  { names: ['--input_nc'], is: channels('--input_nc') },
  { names: ['--output_nc'], is: channels('--output_nc') },
  {
    names: ['--init_type'],
    is(type, given) {
      // Theirs gives its gain of 0.02 to xavier and orthogonal, too, and kaiming none.
      const gain = type === 'kaiming' ? [] : ['--init-gain', String(given['--init_gain'] ?? DEFAULTS.gain)];
      return { flags: ['--init-type', type, ...gain] };
    },
  },
  {
    names: ['--init_gain'],
    is(gain, given) {
      if (given['--init_type'] === 'kaiming') return { ignored: 'kaiming has none in their code' };
      return given['--init_type'] === undefined ? { flags: ['--init-gain', gain] } : {};
    },
  },

  // How it learns.
  {
    names: ['--gan_mode'],
    is: (text) => ({ config: { adversarial: oneOf('--gan_mode', text, { vanilla: 'bce', lsgan: 'lsgan' }) } }),
  },
  { names: ['--no_lsgan'], takesValue: false, is: () => ({ config: { adversarial: 'bce' } }) },
  { names: ['--lambda_L1', '--lambda_A'], is: (weight) => ({ flags: ['--lambda', weight] }) },
  { names: ['--lr'], is: (rate) => ({ flags: ['--lr', rate] }) },
  { names: ['--beta1'], is: (text) => ({ config: { beta1: share('--beta1', text) } }) },
  { names: ['--batch_size', '--batchSize'], is: (size) => ({ flags: ['--batch', size] }) },
  { names: ['--n_epochs', '--niter'], is: (_, given) => epochs(given) },
  {
    names: ['--n_epochs_decay', '--niter_decay'],
    is: (_, given) => (given['--n_epochs'] === undefined ? epochs(given) : {}),
  },
  { names: ['--lr_policy'], is: schedule },
  {
    names: ['--lr_decay_iters'],
    is: (_, given) => (given['--lr_policy'] === 'step' ? {} : { ignored: 'it is for --lr_policy step' }),
  },
  {
    names: ['--pool_size'],
    is: (size) => (size === '0' ? {} : { ignored: 'their pix2pix uses no pool either; --pool here is one' }),
  },

  // What is done to the pairs.
  { names: ['--preprocess', '--resize_or_crop'], is: (way) => ({ flags: ['--preprocess', way] }) },
  { names: ['--load_size', '--loadSize'], is: loadSize },
  { names: ['--crop_size', '--fineSize'], is: cropSize },
  { names: ['--no_flip'], takesValue: false, is: () => ({ flags: ['--no-flip'] }) },
  { names: ['--max_dataset_size'], is: (most) => (/^inf/i.test(most) ? {} : { flags: ['--max-dataset-size', most] }) },
  { names: ['--serial_batches'], takesValue: false, is: () => ({ flags: ['--serial-batches'] }) },

  // What is written down.
  { names: ['--display_freq'], is: everyImages('--display_freq', '--sample-every') },
  { names: ['--print_freq'], is: everyImages('--print_freq', '--log-every') },
  { names: ['--save_latest_freq'], is: everyImages('--save_latest_freq', '--save-every') },
  { names: ['--save_epoch_freq'], is: ignored('--save-every counts steps') },
  { names: ['--save_by_iter'], takesValue: false, is: ignored('one checkpoint and the one before it are kept') },
  { names: ['--update_html_freq'], is: ignored('report.html comes at the end') },
  { names: ['--no_html'], takesValue: false, is: ignored() },
  { names: ['--display_id'], is: ignored() },
  { names: ['--display_ncols'], is: ignored() },
  { names: ['--display_winsize'], is: ignored() },
  { names: ['--display_server'], is: ignored() },
  { names: ['--display_port'], is: ignored() },
  { names: ['--display_env'], is: ignored() },
  { names: ['--use_wandb'], takesValue: false, is: ignored() },
  { names: ['--wandb_project_name'], is: ignored() },

  // What it runs on, and how it goes on.
  { names: ['--gpu_ids'], is: ignored('--backend chooses the engine') },
  { names: ['--num_threads', '--nThreads'], is: ignored() },
  { names: ['--continue_train'], takesValue: false, is: (_, given) => ({ flags: ['--resume', runFolder(given)] }) },
  { names: ['--epoch_count'], is: firstEpoch },
  { names: ['--epoch', '--which_epoch'], is: (text) => oneOf('--epoch', text, { latest: {} }) },
  { names: ['--load_iter'], is: (text) => oneOf('--load_iter', text, { 0: {} }) },
];

/** Their code makes checkpoints/NAME. */
function runFolder(given: Given): string {
  const [folder, name] = [given['--checkpoints_dir'] ?? 'checkpoints', given['--name'] ?? 'experiment_name'];
  return join(String(folder), String(name));
}

function ignored(because = ''): ForeignOption['is'] {
  return () => ({ ignored: because });
}

function pix2pixAlone(model: string): Meaning {
  if (model === 'pix2pix') return {};
  if (model === 'colorization') return AS_LAB;
  throw new UsageError(
    `Expected --model pix2pix, got '${model}': what is trained here learns from pairs. Leave it out if you have some.`,
  );
}

function generator(name: string, given: Given): Meaning {
  const [unet, blocks] = [UNETS[name], RESNETS[name]];
  if (unet === undefined && blocks === undefined)
    return oneOf(
      '--netG',
      name,
      Object.fromEntries([...Object.keys(UNETS), ...Object.keys(RESNETS)].map((one) => [one, {}])),
    );
  const asked = numberOf(given, '--crop_size', unet ?? DEFAULTS.size);
  if (unet === undefined) {
    const size = given['--crop_size'] === undefined ? { imageSize: asked } : {};
    const common = { inChannels: 3, outChannels: 3, filters: DEFAULTS.filters, norm: 'batch', dropout: 0.5 };
    return { config: { generator: { kind: 'resnet', blocks, ...common, ...size } } };
  }
  if (asked !== unet)
    throw new UsageError(
      `Expected --crop_size ${unet} with --netG ${name}, got ${asked}: a U-Net goes down to one pixel here. Leave --netG out for the U-Net of --crop_size.`,
    );
  const but =
    unet === DEFAULTS.size || given['--crop_size']
      ? undefined
      : 'and theirs cuts 256 pixels unless --crop_size says so';
  return { flags: ['--size', String(unet)], ...(but && { but }) };
}

function discriminator(name: string, given: Given): Meaning {
  const layers = () => numberOf(given, '--n_layers_D', 3);
  const known = {
    basic: () => ({ kind: 'patch', layers: 3 }),
    n_layers: () => ({ kind: 'patch', layers: layers() }),
    pixel: () => ({ kind: 'pixel' }),
  };
  return { config: { discriminator: oneOf('--netD', name, known)() } };
}

function channels(name: string): ForeignOption['is'] {
  return (text, given) => {
    const isOfLab = given['--model'] === 'colorization' || given['--dataset_mode'] === 'colorization';
    if (text === '3' || (isOfLab && text === (name === '--input_nc' ? '1' : '2'))) return {};
    throw new UsageError(
      `Expected ${name} 3, got '${text}': how many channels there are is told by the pictures. Give --channels stored in its place, with grey pictures for one channel.`,
    );
  };
}

function share(name: string, text: string): number {
  if (text.trim() !== '' && Number(text) >= 0 && Number(text) < 1) return Number(text);
  throw new UsageError(`Expected ${name} to be a number from 0 and below 1, got '${text}'. Change it.`);
}

/** How many epochs there are at the first rate, and how many of falling ones. */
function epochsOf(given: Given): { steady: number; total: number } {
  const steady = numberOf(given, '--n_epochs', DEFAULTS.epochs, 0);
  return { steady, total: steady + numberOf(given, '--n_epochs_decay', DEFAULTS.decayEpochs, 0) };
}

function epochs(given: Given): Meaning {
  const { steady, total } = epochsOf(given);
  const policy = given['--lr_policy'] ?? 'linear';
  const isLinear = policy === 'linear' || policy === 'lambda';
  const decay =
    steady === total ? ['--schedule', 'constant'] : ['--decay-from', String(Number((steady / total).toPrecision(6)))];
  return { flags: ['--epochs', String(total), ...(isLinear ? decay : [])] };
}

function schedule(policy: string, given: Given): Meaning {
  const { steady, total } = epochsOf(given);
  const falls = () => (steady === total ? {} : { flags: ['--schedule', 'linear'] }); // of `epochs` otherwise
  const every = numberOf(given, '--lr_decay_iters', DEFAULTS.decayEvery) / total;
  const known: Record<string, () => Meaning> = {
    linear: falls,
    lambda: falls,
    step: () => ({
      flags:
        every < 1
          ? ['--schedule', 'step', '--decay-every', String(Number(every.toPrecision(6)))]
          : ['--schedule', 'constant'],
    }),
    plateau: () => ({ flags: ['--schedule', 'plateau', '--decay-factor', '0.2', '--patience', '5'] }),
    cosine() {
      if (steady === total) return { flags: ['--schedule', 'cosine'] };
      throw new UsageError(
        `Expected --n_epochs_decay 0 with --lr_policy cosine, got ${total - steady}: their rate rises again after --n_epochs, and here it falls to the end. Add --n_epochs_decay 0.`,
      );
    },
  };
  return oneOf('--lr_policy', policy, known)();
}

/** Whether pairs are resized to `--load_size` at all. */
const isResized = (given: Given) => !['crop', 'none'].includes(String(given['--preprocess']));

function loadSize(_: string, given: Given): Meaning {
  if (!isResized(given)) return { ignored: `--preprocess ${given['--preprocess']} resizes nothing` };
  return jitter(given);
}

function cropSize(_: string, given: Given): Meaning {
  const size = numberOf(given, '--crop_size', DEFAULTS.size);
  // Any size, for a ResNet; what the architecture does not take it refuses itself.
  const flags = ['--size', [32, 64, 128, 256, 512, 1024].includes(size) ? String(size) : `${size}x${size}`];
  if (given['--load_size'] !== undefined || !isResized(given)) return { flags };
  const { flags: more = [], ...rest } = jitter(given);
  const but =
    given['--netG'] === undefined && size !== DEFAULTS.size
      ? 'with a U-Net that goes down to one pixel, where theirs stays unet_256'
      : undefined;
  return { flags: [...flags, ...more], ...rest, ...(but && { but }) };
}

/** What pairs are resized to before a part of them is cut out. */
function jitter(given: Given): Meaning {
  const unet = UNETS[String(given['--netG'])];
  const [load, size] = [
    numberOf(given, '--load_size', DEFAULTS.load),
    numberOf(given, '--crop_size', unet ?? DEFAULTS.size),
  ];
  if (load < size)
    throw new UsageError(
      `Expected --load_size of at least ${size}, the size of the crops, got ${load}${given['--load_size'] ? '' : ', which it is unless given'}. Add --load_size ${size}.`,
    );
  return load === size ? { config: { jitter: null } } : { flags: ['--jitter', String(load)] };
}

/** Theirs counts images where ours counts steps. */
function everyImages(name: string, flag: string): ForeignOption['is'] {
  return (_, given) => {
    const steps = Math.max(1, Math.round(numberOf(given, name, 1) / numberOf(given, '--batch_size', 1)));
    return { flags: [flag, String(steps)] };
  };
}

function firstEpoch(text: string, given: Given): Meaning {
  if (text === '1') return {};
  if (given['--continue_train']) return { ignored: 'a run knows where it was' };
  throw new UsageError(
    `Expected --continue_train with --epoch_count ${text}, got it alone: it would lower the rates of a new run. Leave it out.`,
  );
}
