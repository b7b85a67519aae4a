import type { WorkerTask } from './worker/start-worker.ts';

// A message that comes before the task's own script has been loaded would be lost: it is held until then.
const early: MessageEvent[] = [];
const hold = (event: MessageEvent) => void early.push(event);
globalThis.addEventListener('message', hold);

const task = (globalThis as unknown as { name: WorkerTask }).name;
const load = {
  translate: () => import('./translate/translate-worker.ts'),
  train: () => import('./train/train-worker.ts'),
  photographs: () => import('./photographs/photograph-worker.ts'),
  check: () => import('./check/check-worker.ts'),
};
await load[task]();

globalThis.removeEventListener('message', hold);
for (const { data } of early) globalThis.dispatchEvent(new MessageEvent('message', { data }));
