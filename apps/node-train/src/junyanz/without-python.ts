import { fromTestScript } from './from-test-script.ts';

/**
 * `python train.py ...` and `python test.py ...`, as one types them in pytorch-CycleGAN-and-pix2pix, as the commands `train ...` and
 * `translate ...`; anything else as it is.
 *
 * @throws UsageError of one line for a test that is not of pictures alone
 */
export function withoutPython(args: readonly string[]): readonly string[] {
  const at = /^python[\d.]*$/.test(args[0] ?? '') ? 1 : 0;
  const [script, words] = [args[at] ?? '', args.slice(at + 1)];
  if (/(^|[\\/])train\.py$/.test(script)) return ['train', ...words];
  return /(^|[\\/])test\.py$/.test(script) ? fromTestScript(words) : args;
}
