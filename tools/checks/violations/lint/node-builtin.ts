// Refused in packages/data/src: lint/correctness/noNodejsModules
// Allowed in packages/data/src/node
import { readFile } from 'node:fs/promises';

export const violation = readFile;
