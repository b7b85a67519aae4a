import { answerWebgpu } from './answer-webgpu.ts';
import type { Answering, WebgpuAnswer } from './questions.ts';

const answer: Answering<'webgpu'>['answer'] = ({ inWorker }) => (inWorker ? askWorker() : answerWebgpu(0));

function askWorker(): Promise<WebgpuAnswer> {
  const worker = new Worker(new URL('./webgpu-worker.ts', import.meta.url), { type: 'module' });
  return new Promise<WebgpuAnswer>((resolve, reject) => {
    worker.onmessage = ({ data }) => (typeof data === 'string' ? reject(new Error(data)) : resolve(data));
    worker.onerror = ({ message }) => reject(new Error(`The worker: ${message}`));
  }).finally(() => worker.terminate());
}

Object.assign(globalThis, { answer });
