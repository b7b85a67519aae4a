export { adamUpdate } from './adam-update';
export { leakyReluGrad } from './leaky-relu-grad';
export { instanceNormApply, instanceNormMeans } from './norm/instance-norm';
export { instanceNormGradApply, instanceNormGradMeans } from './norm/instance-norm-grad';
export { dots, moments } from './norm/moments';
export { sumChunks } from './norm/sum-chunks';
export { reluGrad } from './relu-grad';
