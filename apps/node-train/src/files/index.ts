export { loadState } from './load-state.ts';
export {
  MODEL_FILE,
  STATE_FILE,
  saveCheckpoint,
} from './save-checkpoint.ts';
