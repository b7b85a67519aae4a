export type {
  AnyDiscriminatorConfig,
  AnyGeneratorConfig,
  Architecture,
  DiscriminatorArchitecture,
  DropoutChoice,
  GeneratorArchitecture,
  Init,
  LogitMaps,
  Mode,
  OtherSides,
  Statistics,
  SummaryRow,
  TensorSpec,
  TensorSpecs,
} from './architecture.ts';
export { type CompiledGenerator, compileGenerator } from './compiled-generator.ts';
export { nameIn, storedPictures } from './config-fields.ts';
export { applyBlock, blockRow, blockTensors, type ConvBlock, outputSize } from './conv-block.ts';
export {
  type DiscriminatorConfig,
  discriminatorConfigSchema,
  discriminators,
  paperDiscriminator,
  pytorchGanDiscriminator,
} from './discriminators/index.ts';
export type { MultiScaleConfig } from './discriminators/multi-scale.ts';
export type { PatchConfig } from './discriminators/patch.ts';
export type { PixelConfig } from './discriminators/pixel.ts';
export {
  encodeFeatureMetadata,
  type FeatureNetwork,
  type FeatureNetworkFacts,
  featureNetworks,
  parseFeatureMetadata,
} from './features/feature-networks.ts';
export { applyInception, INCEPTION_FEATURES } from './features/inception.ts';
export { LPIPS_LEAST, lpipsDistance } from './features/lpips.ts';
export type { EarlyUnetConfig } from './generators/early-unet.ts';
export type { EncoderDecoderConfig } from './generators/encoder-decoder.ts';
export {
  affinelayerGenerator,
  type GeneratorConfig,
  generatorConfigSchema,
  generators,
  junyanzGenerator,
  pytorchGanGenerator,
  type Square,
} from './generators/index.ts';
export { type ResnetBlocks, type ResnetConfig, resnetBlocks } from './generators/resnet.ts';
export {
  type TransposedNetwork,
  type UnetBlocks,
  type UnetConfig,
  unetBlocks,
  withTransposedConvolutions,
} from './generators/unet.ts';
export { type Fans, fansOf, type WeightInit, type WeightInitName, weightInits } from './inits.ts';
export {
  encodeModelMetadata,
  type ModelCopy,
  type ModelMetadata,
  parseModelMetadata,
  writerOf,
} from './model-metadata.ts';
export { checkTensors, countParameters, type DrawOptions } from './named-tensors.ts';
export {
  applyDiscriminator,
  applyGenerator,
  discriminatorKeys,
  discriminatorTensors,
  generatorKeys,
  generatorSides,
  generatorTensors,
  type InitOptions,
  initDiscriminator,
  initGenerator,
  judgesPerImage,
  summarizeDiscriminator,
  summarizeGenerator,
} from './networks.ts';
export { type NormName, norms } from './norms/index.ts';
export type { Norm, NormMode } from './norms/norm.ts';
