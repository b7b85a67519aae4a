/** What a worker is for. */
export type WorkerTask = 'translate' | 'train' | 'photographs' | 'check';

/** Starts a worker for this task. All tasks have one script, so that the build contains what they share once. */
export function startWorker(task: WorkerTask): Worker {
  return new Worker(new URL('../worker.ts', import.meta.url), { type: 'module', name: task });
}
