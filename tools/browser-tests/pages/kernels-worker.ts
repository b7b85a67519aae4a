import { answerKernels } from './answer-kernels.ts';

// An error goes as its text.
answerKernels().then(
  (answer) => postMessage(answer),
  (error) => postMessage(String(error)),
);
