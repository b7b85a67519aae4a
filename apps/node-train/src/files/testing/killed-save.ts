import { FILE_SYSTEM } from '@pix2pix-ts/common/node';
import { interruptedFiles } from '@pix2pix-ts/testing/interrupted-files';
import { saveCheckpoint } from '../save-checkpoint.ts';
import { checkpointOf } from './checkpoint-content.ts';

// A process that saves a checkpoint and is killed at one moment of it: node killed-save.ts FOLDER VALUE OPERATION MOMENT
const [folder, value, operation, moment] = process.argv.slice(2);

const { fs } = interruptedFiles(FILE_SYSTEM, (number, _, now) => {
  if (number === Number(operation) && now === moment) process.kill(process.pid, 'SIGKILL');
});
await saveCheckpoint(folder as string, checkpointOf(Number(value)), fs);
