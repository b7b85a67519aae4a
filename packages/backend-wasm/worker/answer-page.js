import { runThread } from './run-thread.js';

/** Runs a thread in a worker of a page as soon as the page sends its data. */
export function answerPage() {
  addEventListener(
    'message',
    ({ data }) => {
      runThread(data, () => postMessage('ready'));
      postMessage('ended');
      close();
    },
    { once: true },
  );
}
