export { loadTranslator, type NodeTranslator } from './load-translator.ts';
export { NodeTranslation } from './result/node-translation.ts';
export type { NodePictureSource } from './sources/read-node-picture.ts';
export type { SharpInfo, SharpPicture, SharpPixels } from './sources/sharp-picture.ts';
export type { TranslateEachOptions, TranslationOfStream } from './translate-each.ts';
export { type TranslateFileOptions, translateFile } from './translate-file.ts';
export { type TranslateStoredOptions, translateStoredFiles } from './translate-stored.ts';
