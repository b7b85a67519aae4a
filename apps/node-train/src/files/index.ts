export { loadState } from './load-state.ts';
export {
  BEST_FILE,
  MODEL_FILE,
  STATE_FILE,
  saveCheckpoint,
} from './save-checkpoint.ts';
