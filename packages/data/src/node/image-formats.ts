import { extname } from 'node:path';

/** The formats that are read, by sharp's names for them. */
export const IMAGE_FORMATS: Readonly<Record<string, { title: string; extensions: readonly string[] }>> = {
  png: { title: 'PNG', extensions: ['.png'] },
  jpeg: { title: 'JPEG', extensions: ['.jpg', '.jpeg'] },
  webp: { title: 'WebP', extensions: ['.webp'] },
  tiff: { title: 'TIFF', extensions: ['.tif', '.tiff'] },
  heif: { title: 'AVIF', extensions: ['.avif'] },
  gif: { title: 'GIF', extensions: ['.gif'] },
};

const EXTENSIONS = new Set(Object.values(IMAGE_FORMATS).flatMap(({ extensions }) => extensions));

/** Whether a file's name says that it is an image of a format that is read; hidden files are not. */
export function isImageName(file: string): boolean {
  return !file.startsWith('.') && EXTENSIONS.has(extname(file).toLowerCase());
}
