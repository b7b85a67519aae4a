import { UsageError } from '@pix2pix-ts/common/node';
import { ConvertError, type GeneratorToWrite } from '@pix2pix-ts/convert';
import type { NodeTranslator } from '@pix2pix-ts/pix2pix/node';

/** A loaded model as its writers take it; what was rounded in its file stays so. */
export async function generatorOf({ metadata, tensors }: NodeTranslator): Promise<GeneratorToWrite> {
  const read = Object.entries(tensors).map(async ([name, tensor]) => [name, await tensor.data<'float32'>()] as const);
  return { metadata, values: Object.fromEntries(await Promise.all(read)) };
}

/** Runs it; a line that refuses the model begins with the name of its file. */
export function withModelName<T>(model: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof ConvertError)) throw error;
    throw new UsageError(`Could not export ${model}: ${error.message}`, { cause: error });
  }
}
