import { answerPage } from './answer-page.js';

/** Where this script stands: the page imports it to learn that, and starts its threads there. */
export const address = import.meta.url;

/** Tells a thread from the page, and from a worker of the page's. */
export const THREAD_NAME = 'pix2pix-ts-thread';

if (globalThis.name === THREAD_NAME) answerPage();
