import { answerWebgpu } from './answer-webgpu.ts';

// An error goes as its text.
answerWebgpu().then(
  (answer) => postMessage(answer),
  (error) => postMessage(String(error)),
);
