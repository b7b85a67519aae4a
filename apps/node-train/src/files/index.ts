export { FileError } from './file-error.ts';
export type { FileOperations } from './file-operations.ts';
export { type LoadedState, loadState } from './load-state.ts';
export {
  type CheckpointContent,
  MODEL_FILE,
  PREVIOUS_STATE_FILE,
  STATE_FILE,
  saveCheckpoint,
} from './save-checkpoint.ts';
export { type Content, removeLeftovers, writeWhole } from './write-whole.ts';
