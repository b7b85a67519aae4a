export { type BadPair, type CheckedPairs, type CheckOptions, type CheckProgress, checkImages } from './check-images.ts';
export type { OnNote } from './dark-samples.ts';
export { type DecodeOptions, decodeImage } from './decode-image.ts';
export { type EncodeImageOptions, encodeImage, type ImageFormat } from './encode-image.ts';
export { encodePng } from './encode-png.ts';
export { filePath, plainPath } from './file-name.ts';
export { listImages } from './list-folder.ts';
export { countPairs, type FolderPairs, type OpenPairsOptions, openPairs } from './open-pairs.ts';
export { openRegularFile, readRegularFile, UNREADABLE } from './read-regular-file.ts';
