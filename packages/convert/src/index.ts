export { type ConvertedDiscriminator, convertDiscriminator } from './convert-discriminator.ts';
export { ConvertError } from './convert-error.ts';
export { type ConvertedGenerator, type ConvertOptions, convertGenerator } from './convert-generator.ts';
export { filesBeside } from './read-networks.ts';
export { encodeTorchFile } from './out/encode-torch-file.ts';
export type { GeneratorToWrite } from './out/generator-to-write.ts';
export { TORCH_FORMS, type TorchForm } from './out/torch-forms.ts';
export { generatorForTorch, type TorchGenerator, type TorchTensor } from './out/torch-tensors.ts';
export type { ConvertedTensor } from './recognise.ts';
