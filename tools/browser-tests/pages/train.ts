import '@pix2pix-ts/backend-wasm';
import { setBackend } from '@tensorflow/tfjs-core';
import { trainingLosses } from '../cases/training.ts';
import type { Answering } from './questions.ts';

const answer: Answering<'train'>['answer'] = async () => {
  if (!(await setBackend('wasm'))) throw new Error('Expected the backend wasm to start, got none.');
  return trainingLosses();
};

Object.assign(globalThis, { answer });
