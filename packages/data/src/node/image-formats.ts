import { extname } from 'node:path';

/** The formats that are read, by sharp's names for them. */
export const IMAGE_FORMATS: Readonly<Record<string, { title: string; extensions: readonly string[] }>> = {
  png: { title: 'PNG', extensions: ['.png', '.apng'] },
  jpeg: { title: 'JPEG', extensions: ['.jpg', '.jpeg', '.jpe', '.jfif', '.jif'] },
  webp: { title: 'WebP', extensions: ['.webp'] },
  tiff: { title: 'TIFF', extensions: ['.tif', '.tiff'] },
  heif: { title: 'AVIF', extensions: ['.avif'] },
  gif: { title: 'GIF', extensions: ['.gif'] },
};

/** Arrays of NumPy, which are pictures where they are read as they are stored. */
const ARRAYS = ['.npy'];

const EXTENSIONS = new Set([...Object.values(IMAGE_FORMATS).flatMap(({ extensions }) => extensions), ...ARRAYS]);

/** Whether a file's name says that it is an image of a format that is read; hidden files are not. */
export function isImageName(file: string): boolean {
  return !file.startsWith('.') && EXTENSIONS.has(extname(file).toLowerCase());
}

/** What is next to pictures and is not a picture: nobody misses it. */
const COMPANIONS =
  /\.(txt|md|json|jsonl|csv|tsv|ya?ml|toml|xml|html?|pdf|py|ipynb|sh|log|db|ini|safetensors)$|^[^.]*$/i;

/** Whether a file's name says that it is a text, a table or the like, so that leaving it out need not be reported. */
export function isCompanionName(file: string): boolean {
  return (
    COMPANIONS.test(file) && (file.includes('.') || /^(licen[cs]e|readme|notice|copying|authors|makefile)/i.test(file))
  );
}
