export { FileError } from './file-error.ts';
export { loadState } from './load-state.ts';
export {
  MODEL_FILE,
  STATE_FILE,
  saveCheckpoint,
} from './save-checkpoint.ts';
export { removeLeftovers, writeAtomically } from './write-atomically.ts';
