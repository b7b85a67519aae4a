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
  type ResizeCase,
  type RgbImage,
  readMetricsFixture,
  readResizeFixture,
} from './image-fixtures.ts';
export {
  type ByNetwork,
  type Losses,
  largestDistance,
  type PlainTensor,
  type ReferenceTensor,
  toleranceOf,
  zeroGradients,
} from './reference-tensor.ts';
export {
  distanceFromSummary,
  readSeedFixture,
  type SampledTensor,
  type SeedFixture,
  type SummaryDistance,
  seedWeights,
} from './seed-fixture.ts';
export { readSmallFixture, type SmallFixture, type SmallStep } from './small-fixture.ts';
