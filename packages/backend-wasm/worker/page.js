import { runThread } from './run-thread.js';

addEventListener(
  'message',
  ({ data }) => {
    runThread(data, () => postMessage('ready'));
    postMessage('ended');
    close();
  },
  { once: true },
);
