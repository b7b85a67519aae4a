// Refused in packages/checkpoint/src: lint/correctness/noNodejsModules
// Allowed in packages/engine/src
import { readFileSync } from 'fs';

export const violation = readFileSync;
