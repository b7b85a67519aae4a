import { parseSafetensorsHeader, safetensorsHeadLength } from '@pix2pix-ts/checkpoint';
import { MAX_MODEL_BYTES } from './check-arriving.ts';

/**
 * The bytes of a model that was dropped or chosen. Its header is looked at first: a file that is not a model, or not
 * complete, is never read into memory.
 *
 * @throws one line for a file that is empty, too large, not a model, cut short, or cannot be read
 */
export async function readModelFile(file: File): Promise<Uint8Array> {
  const { name, size } = file;
  if (size === 0) throw new Error(`Expected a model in ${name}, got 0 bytes. Choose another file.`);
  if (size >= MAX_MODEL_BYTES) {
    throw new Error(
      `Expected a model of less than 2 GB, got ${(size / 1e9).toFixed(1)} GB in ${name}. A page cannot hold it; use the command line.`,
    );
  }
  await checkHeader(file);
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch (error) {
    throw new Error(`Could not read ${name}: ${(error as Error).message}. Is there enough memory for it?`, {
      cause: error,
    });
  }
}

async function checkHeader(file: File): Promise<void> {
  const start = async (length: number) => new Uint8Array(await file.slice(0, length).arrayBuffer());
  try {
    parseSafetensorsHeader(await start(safetensorsHeadLength(await start(8), file.size)), file.size);
  } catch (error) {
    throw new Error(`Could not load ${file.name}: ${(error as Error).message}`, { cause: error });
  }
}

/** Whether a file counts as a model and not as an image. */
export function isModelName(name: string): boolean {
  return /\.(safetensors|pth|pt|bin|onnx|ckpt|h5)$/i.test(name);
}
