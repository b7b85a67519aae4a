import { Command } from '@commander-js/extra-typings';
import { describe, expect, test } from '@jest/globals';
import { defineCommand } from '../cli/define-command.ts';
import { configure } from '../train/configure.ts';
import { TRAIN_OPTIONS } from '../train/train-options.ts';
import { JUNYANZ_TRAIN_OPTIONS } from './junyanz-options.ts';
import { addForeignOptions } from './translate-options.ts';
import { type AskedFor, withJunyanzOptions } from './with-junyanz-options.ts';
import { withoutPython } from './without-python.ts';

/** What this command line comes to. */
async function asked(line: string): Promise<AskedFor> {
  let seen: AskedFor | undefined;
  const command = new Command('train').exitOverride().configureOutput({ outputError: () => {} });
  defineCommand(command, TRAIN_OPTIONS, async (own) => {
    seen = withJunyanzOptions(command, own);
  });
  addForeignOptions(command, JUNYANZ_TRAIN_OPTIONS);
  await command.parseAsync(line === '' ? [] : line.split(' '), { from: 'user' });
  return seen as AskedFor;
}

/** The configuration that a run of this line would have, and its plan. */
async function configured(line: string) {
  const { flags, values } = await asked(`--dataroot d --name n ${line}`.trim());
  const { config, plan } = await configure({ ...flags, data: 'd' }, values);
  return { ...config, ...plan };
}

test('what is typed in our own words alone is left as it is', async () => {
  expect(await asked('--data d --out o --lr 1e-3')).toMatchObject({ flags: { data: 'd', lr: 1e-3 }, notes: [] });
});

test('the command of their README is the preset junyanz, with a line for each option', async () => {
  const line = '--dataroot ./datasets/facades --name facades_pix2pix --model pix2pix --direction BtoA --gpu_ids -1';
  expect(await asked(line)).toEqual({
    flags: { data: './datasets/facades', out: 'checkpoints/facades_pix2pix', direction: 'BtoA', preset: 'junyanz' },
    values: {},
    notes: [
      '--dataroot ./datasets/facades is --data ./datasets/facades here.',
      '--name facades_pix2pix is --out checkpoints/facades_pix2pix here.',
      'Without effect here: --gpu_ids (--backend chooses the engine).',
      'With these options the preset is junyanz; --preset names another.',
    ],
  });
});

describe('each option gives what it gives there', () => {
  test.each<[string, object]>([
    ['', { preset: 'junyanz', adversarial: 'bce', jitter: 286, decayFrom: 0.5, schedule: 'linear', flip: true }],
    ['--checkpoints_dir c', {}],
    ['--netG unet_128', { generator: { imageSize: 128, wiring: 'junyanz' }, jitter: 143 }],
    ['--netG unet_128 --load_size 143 --crop_size 128', { generator: { imageSize: 128 }, jitter: 143 }],
    [
      '--netG resnet_9blocks',
      { generator: { kind: 'resnet', blocks: 9, norm: 'batch', dropout: 0.5, filters: 64 }, jitter: 286 },
    ],
    [
      '--netG resnet_6blocks --no_dropout --norm instance --ngf 32 --crop_size 360 --load_size 400',
      {
        generator: { kind: 'resnet', blocks: 6, dropout: 0, norm: 'instance', filters: 32, imageSize: 360 },
        discriminator: { norm: 'instance', filters: 64 },
        jitter: 400,
      },
    ],
    ['--netD pixel --ndf 16', { discriminator: { kind: 'pixel', filters: 16, norm: 'batch' } }],
    ['--netD n_layers --n_layers_D 5', { discriminator: { kind: 'patch', layers: 5, flatLayers: 1 } }],
    ['--netD basic --n_layers_D 5', { discriminator: { layers: 3 } }],
    ['--gan_mode vanilla', { adversarial: 'bce' }],
    ['--gan_mode lsgan', { adversarial: 'lsgan' }],
    ['--lambda_L1 10 --beta1 0.9 --lr 0.001 --batch_size 4', { lambda: 10, beta1: 0.9, learningRate: 0.001, batch: 4 }],
    ['--n_epochs 150 --n_epochs_decay 50', { epochs: 200, decayFrom: 0.75, schedule: 'linear' }],
    ['--niter 10', { epochs: 110, decayFrom: 0.0909091 }],
    ['--n_epochs 5 --n_epochs_decay 0', { epochs: 5, schedule: 'constant' }],
    ['--n_epochs 5 --steps 3', { epochs: undefined, steps: 3 }],
    ['--lr_policy step --lr_decay_iters 20', { schedule: 'step', decayEvery: 0.1, decayFactor: 0.1 }],
    ['--lr_policy cosine --n_epochs_decay 0', { schedule: 'cosine', epochs: 100 }],
    [
      '--lr_policy plateau --eval-every 10',
      { schedule: 'plateau', decayFactor: 0.2, patience: 5, metric: 'l1', evalEvery: 10 },
    ],
    ['--init_type xavier', { initType: 'xavier', initGain: 0.02 }],
    ['--init_type kaiming --init_gain 0.5', { initType: 'kaiming', initGain: null }],
    ['--init_gain 0.1', { initType: 'normal', initGain: 0.1 }],
    ['--load_size 256 --no_flip', { jitter: null, flip: false }],
    ['--crop_size 128', { jitter: 286, generator: { imageSize: 128 } }],
    ['--preprocess crop --load_size 300', { preprocess: 'crop', jitter: null }],
    ['--preprocess scale_width_and_crop --load_size 300', { preprocess: 'scale_width_and_crop', jitter: 300 }],
    ['--preprocess none', { preprocess: 'none', jitter: null }],
    ['--max_dataset_size 20 --serial_batches', { maxDatasetSize: 20, serialBatches: true }],
    ['--max_dataset_size inf', { maxDatasetSize: undefined }],
    [
      '--batch_size 8 --print_freq 80 --save_latest_freq 100 --display_freq 2',
      { logEvery: 10, saveEvery: 13, sampleEvery: 1 },
    ],
    ['--input_nc 3 --output_nc 3 --pool_size 50', {}],
    ['--preset pytorch-gan --lr 0.1', { preset: 'pytorch-gan', learningRate: 0.1 }],
  ])('%s', async (line, expected) => {
    expect(await configured(line)).toMatchObject(expected);
  });
});

test('--model colorization trains lightness to colours, with the channels that it has there', async () => {
  const line = '--dataroot d --name n --model colorization --dataset_mode colorization --input_nc 1 --output_nc 2';
  expect(await asked(line)).toMatchObject({ flags: { data: 'd', channels: 'lab' }, values: {} });
});

test('--continue_train resumes the run, with what a resume takes', async () => {
  const line = '--dataroot d --name n --continue_train --epoch_count 5 --n_epochs 300 --save_latest_freq 7 --steps 9';
  expect(await asked(line)).toMatchObject({
    flags: { resume: 'checkpoints/n', steps: 9, saveEvery: 7 },
    notes: ['--continue_train is --resume checkpoints/n here: a run goes on with the settings that it began with.'],
  });
});

describe('what would give another result is refused in one line', () => {
  test.each([
    ['--model cycle_gan', "Expected --model pix2pix, got 'cycle_gan'"],
    [
      '--netG stylegan2',
      "Expected --netG to be one of unet_256, unet_128, resnet_9blocks, resnet_6blocks, got 'stylegan2'.",
    ],
    ['--netG unet_256 --crop_size 512', 'Expected --crop_size 256 with --netG unet_256, got 512'],
    [
      '--crop_size 512',
      'Expected --load_size of at least 512, the size of the crops, got 286, which it is unless given.',
    ],
    ['--gan_mode wgangp', "Expected --gan_mode to be one of vanilla, lsgan, got 'wgangp'."],
    ['--dataset_mode unaligned', "Expected --dataset_mode to be one of aligned, colorization, got 'unaligned'."],
    ['--input_nc 1', "Expected --input_nc 3, got '1'"],
    ['--lr_policy cosine', 'Expected --n_epochs_decay 0 with --lr_policy cosine, got 100'],
    ['--n_epochs some', "Expected --n_epochs to be a whole number of at least 0, got 'some'."],
    ['--n_epochs 0 --n_epochs_decay 0', "Expected --n_epochs to be a whole number of at least 1, got '0'."],
    ['--batch_size none', "Expected --batch_size to be a whole number of at least 1, got 'none'."],
    ['--preprocess scale_width', "got 'scale_width': a run's pictures all have one size here."],
    ['--epoch_count 5', 'Expected --continue_train with --epoch_count 5, got it alone'],
  ])('%s', async (line, message) => {
    await expect(asked(`--dataroot d ${line}`)).rejects.toThrow(message);
  });
});

test('python train.py in front is train', () => {
  expect(withoutPython(['python', 'train.py', '--dataroot', 'd'])).toEqual(['train', '--dataroot', 'd']);
  expect(withoutPython(['python3.10', './train.py'])).toEqual(['train']);
  expect(withoutPython(['train.py'])).toEqual(['train']);
  expect(withoutPython(['train', 'train.py'])).toEqual(['train', 'train.py']);
  expect(withoutPython([])).toEqual([]);
});

test('python test.py for pictures alone is translate, and for pairs says what there is', () => {
  const line =
    '--dataroot d --name n --model test --no_dropout --num_test 5 --netG=unet_256 --backend cpu --gpu_ids -1';
  expect(withoutPython(['python', 'test.py', ...line.split(' ')]).join(' ')).toBe(
    'translate d --model checkpoints/n/model.safetensors --out results/n --backend cpu',
  );
  expect(() => withoutPython(['test.py', '--dataroot', 'd', '--name', 'n', '--model', 'pix2pix'])).toThrow(
    "got 'pix2pix'. For pairs there is pix2pix evaluate --model checkpoints/n/model.safetensors --data d --split test.",
  );
  expect(() => withoutPython(['test.py'])).toThrow('Expected --dataroot DIR');
});
