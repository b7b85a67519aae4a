import { answerKernels } from './answer-kernels.ts';
import type { Answering, KernelsAnswer } from './questions.ts';

const answer: Answering<'kernels'>['answer'] = ({ inWorker }) => (inWorker ? askWorker() : answerKernels());

function askWorker(): Promise<KernelsAnswer> {
  const worker = new Worker(new URL('./kernels-worker.ts', import.meta.url), { type: 'module' });
  return new Promise<KernelsAnswer>((resolve, reject) => {
    worker.onmessage = ({ data }) => (typeof data === 'string' ? reject(new Error(data)) : resolve(data));
    worker.onerror = ({ message }) => reject(new Error(`The worker: ${message}`));
  }).finally(() => worker.terminate());
}

Object.assign(globalThis, { answer });
