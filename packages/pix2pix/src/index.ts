export { type FetchOptions, type FetchProgress, fetchBytes } from './fetch-bytes.ts';
export { type ImageLike, overWhite, type TranslatedImage } from './image.ts';
export { type LoadTranslatorOptions, loadTranslator } from './load-translator.ts';
export { ModelError } from './model-error.ts';
export { type SmallerModel, smallerModel } from './smaller-model.ts';
export type { TranslateOptions, Translator } from './translator.ts';
