import { type EncodeImageOptions, encodeImage, type ImageFormat } from '@pix2pix-ts/data/node';
import { Translation } from '../../result/translation.ts';

/** A translated picture in Node, of the source's size and opaque: its values, and ways to keep it. */
export class NodeTranslation extends Translation {
  /**
   * The picture as the bytes of an image file: `await writeFile('out.png', await result.toBuffer('png'))`.
   *
   * @param format `png`, `jpeg`, `webp`, `avif`, `tiff` or `gif`
   * @throws RangeError where the format is another; Error where the package sharp is not installed
   */
  toBuffer(format: ImageFormat = 'png', options: EncodeImageOptions = {}): Promise<Buffer> {
    return encodeImage(this, format, options);
  }

  /**
   * The picture as an image file.
   *
   * @param type such as `image/png`
   * @param quality from 0 to 1, where the type loses something
   * @throws as `toBuffer`
   */
  override async toBlob(type = 'image/png', quality?: number): Promise<Blob> {
    const format = type.replace(/^image\//, '') as ImageFormat;
    const bytes = await this.toBuffer(format, quality === undefined ? {} : { quality: Math.round(100 * quality) });
    return new Blob([bytes as Buffer<ArrayBuffer>], { type });
  }
}
