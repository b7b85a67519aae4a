export {
  type AdversarialLoss,
  type AdversarialLossName,
  adversarialLosses,
  bceWithLogits,
} from './adversarial-losses.ts';
export {
  type DiscriminatorObjectiveOptions,
  discriminatorObjective,
  type GeneratorObjective,
  type GeneratorObjectiveOptions,
  generatorObjective,
} from './objectives.ts';
export {
  l1,
  type ReconstructionLoss,
  type ReconstructionLossName,
  reconstructionLosses,
} from './reconstruction-losses.ts';
