import { answerThreads, endThreads } from './answer-threads.ts';
import type { Answering, ThreadsAnswer } from './questions.ts';

let worker: Worker | undefined;

const answer: Answering<'threads'>['answer'] = ({ counts, inWorker }) => {
  if (!inWorker) return answerThreads(counts);
  worker = new Worker(new URL('./threads-worker.ts', import.meta.url), { type: 'module' });
  return askWorker(worker, counts);
};

function askWorker(asked: Worker, counts: readonly number[]): Promise<ThreadsAnswer> {
  return new Promise((resolve, reject) => {
    asked.onmessage = ({ data }) => (typeof data === 'string' ? reject(new Error(data)) : resolve(data));
    asked.onerror = ({ message }) => reject(new Error(`The worker: ${message}`));
    asked.postMessage(counts);
  });
}

/** Removes the backend, and leaves the worker that it ran in. */
const end = () => (worker ? worker.postMessage('end') : endThreads());

Object.assign(globalThis, { answer, end });
