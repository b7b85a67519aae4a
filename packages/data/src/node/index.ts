export { type BadPair, type CheckedPairs, type CheckOptions, type CheckProgress, checkImages } from './check-images.ts';
export type { OnNote } from './dark-samples.ts';
export { type DecodeOptions, decodeImage } from './decode-image.ts';
export { type EncodeImageOptions, encodeImage, type ImageFormat } from './encode-image.ts';
export { encodePng } from './encode-png.ts';
export { type FileLine, fileLines, readChunks } from './file-lines.ts';
export { filePath, plainPath } from './file-name.ts';
export { listImages } from './list-folder.ts';
export { type ListLine, listLines, listObject, shortLine, wrongLine } from './list-lines.ts';
export {
  countPairs,
  type FolderPairs,
  type OpenPairsOptions,
  openHalves,
  openPairs,
  type StoredReading,
} from './open-pairs.ts';
export { type PictureRowsOptions, withPictureRows } from './picture-rows.ts';
export { encodePngRows, type PngRowsOptions } from './png-rows.ts';
export { openRegularFile, readRegularFile, UNREADABLE } from './read-regular-file.ts';
export { type DecodeStoredOptions, decodeStored, pagesIn } from './stored/decode-stored.ts';
export { encodeStored } from './stored/encode-stored.ts';
export { checkPictureName, writePicture } from './write-picture.ts';
