export { type ConvertedDiscriminator, convertDiscriminator } from './convert-discriminator.ts';
export { ConvertError } from './convert-error.ts';
export { type ConvertedGenerator, type ConvertOptions, convertGenerator } from './convert-generator.ts';
export { filesBeside } from './read-networks.ts';
export type { ConvertedTensor } from './recognise.ts';
