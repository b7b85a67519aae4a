/** `python train.py ...`, as one types it in pytorch-CycleGAN-and-pix2pix, as the command `train ...`. */
export function withoutPython(args: readonly string[]): readonly string[] {
  const at = /^python[\d.]*$/.test(args[0] ?? '') ? 1 : 0;
  return /(^|[\\/])train\.py$/.test(args[at] ?? '') ? ['train', ...args.slice(at + 1)] : args;
}
