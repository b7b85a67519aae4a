export { leakyRelu, relu, tanh } from './activations.ts';
export { type Adam, type AdamOptions, type AdamState, createAdam, type NamedTensors } from './adam.ts';
export { type BatchNormOptions, batchNorm, type Moments } from './batch-norm.ts';
export { addBias, conv2dBias } from './bias.ts';
export { dropout, dropoutMask } from './dropout.ts';
export { type EngineKernel, engineKernel } from './engine-kernel.ts';
export { type InstanceNormOptions, instanceNorm, type NormActivation } from './instance-norm.ts';
export { reflectPad } from './reflect-pad.ts';
export { upsampleConv } from './upsample-conv.ts';
