// Refused in packages/trainer/src: lint/correctness/noUndeclaredDependencies
import { expect } from '@jest/globals';

export const violation = expect;
