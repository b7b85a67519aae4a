export { applyDiscriminator } from './apply-discriminator.ts';
export { type ApplyGeneratorOptions, applyGenerator, type DropoutChoice } from './apply-generator.ts';
export {
  type ConvLayer,
  type ConvParams,
  countParameters,
  type NetworkParams,
  nameParams,
  outputAxis,
  paramsFromNames,
  weightShape,
} from './conv-layer.ts';
export {
  type DiscriminatorConfig,
  discriminatorConfigSchema,
  discriminatorLayers,
  seedDiscriminator,
} from './discriminator-config.ts';
export {
  type GeneratorConfig,
  generatorConfigSchema,
  generatorLayers,
  imageSizeSchema,
  seedGenerator,
} from './generator-config.ts';
export { type InitOptions, initDiscriminator, initGenerator } from './init.ts';
export {
  type Direction,
  encodeModelMetadata,
  type ModelCopy,
  type ModelMetadata,
  parseModelMetadata,
} from './model-metadata.ts';
export { type SummaryRow, summarizeDiscriminator, summarizeGenerator } from './summary.ts';
