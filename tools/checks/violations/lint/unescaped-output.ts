// Refused in apps/node-train/src/train: plugin no-direct-output
// Allowed in apps/node-train/build
import { writeOutput } from '@pix2pix-ts/common/node';

export const violation = (name: string) => writeOutput(process.stdout, name);
