import type { WorkerTask } from './worker/start-worker.ts';

// A message that comes before the task's own script has been loaded would be lost: it is held until then.
const early: MessageEvent[] = [];
const hold = (event: MessageEvent) => void early.push(event);
globalThis.addEventListener('message', hold);

const task = (globalThis as unknown as { name: WorkerTask }).name;
await (task === 'train' ? import('./train/train-worker.ts') : import('./translate/translate-worker.ts'));

globalThis.removeEventListener('message', hold);
for (const { data } of early) globalThis.dispatchEvent(new MessageEvent('message', { data }));
