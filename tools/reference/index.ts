export {
  type FeatureSamples,
  type FeaturesFixture,
  featureWeights,
  readFeaturesFixture,
} from './features-fixture.ts';
export {
  distanceFromSamples,
  type ForeignOutputs,
  type ForeignSamples,
  readExportedFile,
  readExportedOutputs,
  readForeignFile,
  readForeignOutputs,
} from './foreign-fixture.ts';
export {
  formulaImage,
  formulaImages,
  formulaMask,
  formulaWeights,
  noiseBytes,
  rampBytes,
  sampleIndices,
} from './formula.ts';
export {
  type MetricsFixture,
  type MsSsimCase,
  type ResizeCase,
  type RgbImage,
  readMetricsFixture,
  readMsSsimFixture,
  readResizeFixture,
} from './image-fixtures.ts';
export { type InitsFixture, readInitsFixture } from './inits-fixture.ts';
export { type LayersModelFixture, readLayersModel, readLayersModelOutputs } from './layers-model-fixture.ts';
export { type LossesFixture, lossInput, type ReferenceLoss, readLossesFixture } from './losses-fixture.ts';
export { type MultiScaleFixture, readMultiScaleFixture } from './multi-scale-fixture.ts';
export { type OnnxFixture, readOnnxModel, readOnnxOutputs } from './onnx-fixture.ts';
export {
  type ByNetwork,
  type Losses,
  largestDistance,
  type PlainTensor,
  type ReferenceTensor,
  toleranceOf,
  zeroGradients,
} from './reference-tensor.ts';
export { readSchedulesFixture, type SchedulesFixture } from './schedules-fixture.ts';
export { readSetsFixture, type SetsFixture, setFeatures } from './sets-fixture.ts';
export { readSmallFixture, type SmallFixture, type SmallStep } from './small-fixture.ts';
export {
  type BatchNormFixture,
  distanceFromSummary,
  formulaTensor,
  readBatchNormFixture,
  readFullFixture,
  readHalfFixture,
  readOddFixtures,
  readWideFixtures,
  type SampledTensor,
  type SummaryDistance,
  type SummaryFixture,
} from './summary-fixtures.ts';
export { readVariantsFixture, type Variant, type VariantsFixture } from './variants-fixture.ts';
