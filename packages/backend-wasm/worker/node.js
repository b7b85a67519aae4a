import { parentPort, workerData } from 'node:worker_threads';
import { runThread } from './run-thread.js';

runThread(workerData, () => parentPort.postMessage('ready'));
