import { join } from 'node:path';
import { UsageError } from '@pix2pix-ts/common/node';

/** Options of `test.py` that a value follows; those of which nothing here depends are left out. */
const WITH_VALUES = new Set(
  [
    ...['dataroot', 'name', 'model', 'checkpoints_dir', 'results_dir', 'phase', 'epoch', 'load_iter', 'suffix'],
    ...['dataset_mode', 'direction', 'netG', 'netD', 'ngf', 'ndf', 'n_layers_D', 'norm', 'init_type', 'init_gain'],
    ...['input_nc', 'output_nc', 'preprocess', 'load_size', 'crop_size', 'max_dataset_size', 'num_test'],
    ...['batch_size', 'num_threads', 'gpu_ids', 'display_winsize', 'aspect_ratio', 'model_suffix'],
  ].map((name) => `--${name}`),
);
const WITHOUT = new Set(['--no_dropout', '--no_flip', '--serial_batches', '--eval', '--use_wandb']);

/**
 * What follows `test.py` of pytorch-CycleGAN-and-pix2pix as the words of `translate`: a folder of pictures, and the model that a
 * run of that name has left. Our own flags stay as they are.
 *
 * @throws UsageError of one line for another `--model` than `test`, which has pictures without targets
 */
export function fromTestScript(words: readonly string[]): string[] {
  const given = new Map<string, string>();
  const own: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const [name = '', value] = (words[at] as string).split(/=(.*)/s);
    if (WITH_VALUES.has(name)) given.set(name, value ?? words[++at] ?? '');
    else if (!WITHOUT.has(name)) own.push(words[at] as string);
  }
  const [folder, name] = [given.get('--checkpoints_dir') ?? 'checkpoints', given.get('--name') ?? 'experiment_name'];
  const [model, data] = [join(folder, name, 'model.safetensors'), given.get('--dataroot')];
  if (data === undefined)
    throw new UsageError('Expected --dataroot DIR, the folder of the pictures, got none. Add it after test.py.');
  if (given.get('--model') !== 'test')
    throw new UsageError(
      `Expected --model test after test.py, for pictures without targets, got '${given.get('--model') ?? 'none'}'. For pairs there is pix2pix evaluate --model ${model} --data ${data} --split test.`,
    );
  return ['translate', data, '--model', model, '--out', join(given.get('--results_dir') ?? 'results', name), ...own];
}
