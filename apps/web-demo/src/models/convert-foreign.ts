import { encodeSafetensorsToBytes } from '@pix2pix-ts/checkpoint';
import { encodeModelMetadata } from '@pix2pix-ts/models';

/**
 * A model of ours from the weights of another code base, such as a .pth: what `pix2pix convert` writes without any flags.
 * Most visitors never need the converter, so it is loaded here.
 *
 * @param readBeside reads a file that belongs to it, such as a shard of a model.json; undefined where it was not given
 * @throws ConvertError of one line for a file that cannot be converted
 */
export async function convertForeign(
  bytes: Uint8Array,
  readBeside: (name: string) => Promise<Uint8Array> | undefined,
): Promise<Uint8Array> {
  const { convertGenerator, filesBeside } = await import('@pix2pix-ts/convert');
  const files = new Map<string, Uint8Array>();
  for (const name of filesBeside(bytes)) {
    const content = await readBeside(name);
    if (content) files.set(name, content);
  }
  const { metadata, tensors } = convertGenerator(bytes, { files });
  const entries = tensors.map(({ name, shape, values }) => {
    return { name, shape, dtype: 'F32' as const, read: () => new Uint8Array(values().buffer) };
  });
  return encodeSafetensorsToBytes(entries, encodeModelMetadata(metadata));
}
