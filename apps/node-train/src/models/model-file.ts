import { stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { UsageError } from '@pix2pix-ts/common/node';
import { suggest } from '../cli/nearest.ts';

const require = createRequire(import.meta.url);

/** The trained models that come with it, each in a package of its own. */
export const PACKAGED: Readonly<Record<string, () => string>> = {
  colour: () => require.resolve('@pix2pix-ts/model-colour/model.safetensors'),
  '3d': () => require.resolve('@pix2pix-ts/model-3d/model.safetensors'),
  planet: () => require.resolve('@pix2pix-ts/model-planet/model.safetensors'),
};

/**
 * The weights file that `--model` means: the file of that path, or else the model of that name.
 *
 * @throws UsageError where it is one word, and neither
 */
export async function modelFile(asked: string): Promise<string> {
  const found = await stat(asked).catch(() => undefined);
  if (found?.isFile()) return asked;
  const names = Object.keys(PACKAGED);
  if (Object.hasOwn(PACKAGED, asked)) return (PACKAGED[asked] as () => string)();
  // What looks like a path is left to whoever opens it, and says why it cannot be.
  if (found || !/^[\w-]+$/.test(asked)) return asked;
  const remedy = suggest(asked, names, 'Check the path.');
  throw new UsageError(`Expected --model to be a file, or one of ${names.join(', ')}, got '${asked}'. ${remedy}`);
}
