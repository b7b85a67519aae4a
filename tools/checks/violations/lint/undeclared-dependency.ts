// Refused in packages/metrics/src: lint/correctness/noUndeclaredDependencies
import { add } from '@tensorflow/tfjs-layers';

export const violation = add;
