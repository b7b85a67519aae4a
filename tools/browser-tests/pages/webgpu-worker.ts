import { answerWebgpu } from './answer-webgpu.ts';

// An error goes as its text.
answerWebgpu(2).then(
  (answer) => postMessage(answer),
  (error) => postMessage(String(error)),
);
