import { encodeSafetensorsToBytes } from '@pix2pix-ts/checkpoint';
import { encodeModelMetadata } from '@pix2pix-ts/models';

/**
 * A model of ours from the weights of another code base, such as a .pth: what `pix2pix convert` writes without any flags.
 * Most visitors never need the converter, so it is loaded here.
 *
 * @throws ConvertError of one line for a file that cannot be converted
 */
export async function convertForeign(bytes: Uint8Array): Promise<Uint8Array> {
  const { convertGenerator } = await import('@pix2pix-ts/convert');
  const { metadata, tensors } = convertGenerator(bytes);
  const entries = tensors.map(({ name, shape, values }) => {
    return { name, shape, dtype: 'F32' as const, read: () => new Uint8Array(values().buffer) };
  });
  return encodeSafetensorsToBytes(entries, encodeModelMetadata(metadata));
}
