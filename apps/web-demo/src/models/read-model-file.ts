import { parseSafetensorsHeader, safetensorsHeadLength } from '@pix2pix-ts/checkpoint';
import { MAX_MODEL_BYTES } from './check-arriving.ts';
import { convertForeign } from './convert-foreign.ts';

/**
 * The bytes of a model that was dropped or chosen; those of other code bases are converted. Its header is looked at first: a
 * file that is not a model, or not complete, is never read into memory.
 *
 * @param together the files that it was given with: the shards of a model.json are among them
 * @throws one line for a file that is empty, too large, not a model, cut short, or cannot be read
 */
export async function readModelFile(file: File, together: readonly File[] = []): Promise<Uint8Array> {
  const { name, size } = file;
  if (size === 0) throw new Error(`Expected a model in ${name}, got 0 bytes. Choose another file.`);
  if (size >= MAX_MODEL_BYTES) {
    throw new Error(
      `Expected a model of less than 2 GB, got ${(size / 1e9).toFixed(1)} GB in ${name}. A page cannot hold it; use the command line.`,
    );
  }
  if (isForeignName(name)) return convertFile(file, together);
  await checkHeader(file);
  return readWhole(file);
}

async function convertFile(file: File, together: readonly File[]): Promise<Uint8Array> {
  const bytes = await readWhole(file);
  const folder = file.name.slice(0, file.name.lastIndexOf('/') + 1); // of a folder that was dropped
  const readBeside = (name: string) => {
    const found = together.find((each) => each.name === folder + name);
    return found && readWhole(found);
  };
  try {
    return await convertForeign(bytes, readBeside);
  } catch (error) {
    throw new Error(`Could not load ${file.name}: ${(error as Error).message}`, { cause: error });
  }
}

async function readWhole(file: File): Promise<Uint8Array> {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch (error) {
    throw new Error(`Could not read ${file.name}: ${(error as Error).message}. Is there enough memory for it?`, {
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

/** Which of some files is the model: the others are its shards. Undefined where the first one is an image. */
export function modelAmong(files: readonly File[]): File | undefined {
  const [first] = files;
  if (!first || !isModelName(first.name)) return undefined;
  return files.find(({ name }) => /(^|\/)model\.json$/i.test(name)) ?? first;
}

/** Whether a file counts as a model and not as an image. */
function isModelName(name: string): boolean {
  return /\.(safetensors|bin)$/i.test(name) || isForeignName(name);
}

/** Whether its name is that of another code base's weights. */
function isForeignName(name: string): boolean {
  return /\.(pth|pt|pict|onnx|ckpt|h5|keras|json)$/i.test(name);
}
