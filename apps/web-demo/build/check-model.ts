import { open } from 'node:fs/promises';
import { parseSafetensorsHeader, safetensorsHeadLength } from '@pix2pix-ts/checkpoint';
import { parseModelMetadata } from '@pix2pix-ts/models';

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file. Check the path.',
  EISDIR: 'it is a folder. Name the model.safetensors in it.',
};

/**
 * Looks at no more than a model file's header: the page reads the rest, and says what is wrong with it.
 *
 * @throws one line where there is no such file, or it is not a model
 */
export async function checkModel(file: string): Promise<void> {
  try {
    const handle = await open(file);
    const { size } = await handle.stat();
    const head = async (length: number) => (await handle.read(Buffer.alloc(length), 0, length, 0)).buffer;
    const header = parseSafetensorsHeader(await head(safetensorsHeadLength(await head(8), size)), size);
    parseModelMetadata({ ...header.metadata });
    await handle.close();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new Error(`Could not use ${file}: ${REASONS[code ?? ''] ?? message}`, { cause: error });
  }
}
