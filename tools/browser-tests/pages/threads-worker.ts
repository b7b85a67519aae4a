import { answerThreads, endThreads } from './answer-threads.ts';

// An error goes as its text.
addEventListener('message', ({ data }: MessageEvent<number[] | 'end'>) => {
  if (data === 'end') endThreads();
  else
    answerThreads(data).then(
      (answer) => postMessage(answer),
      (error) => postMessage(String(error)),
    );
});
