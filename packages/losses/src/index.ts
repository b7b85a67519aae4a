export { bceWithLogits, type GanLoss, type GanLossName, ganLosses } from './gan-losses.ts';
export {
  type DiscriminatorObjectiveOptions,
  discriminatorObjective,
  type FeatureMatching,
  featureDistance,
  type GeneratorObjectiveOptions,
  generatorObjective,
  type Logits,
  type Objective,
  type PerceptualTerm,
} from './objectives.ts';
export {
  l1,
  l2,
  type ReconstructionLoss,
  type ReconstructionLossName,
  reconstructionLosses,
  smoothL1,
} from './reconstruction-losses.ts';
