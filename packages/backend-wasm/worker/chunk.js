import { answerPage } from './answer-page.js';

/** The address of this script: the page imports it to learn that, and starts its threads there. */
export const address = import.meta.url;

/** Distinguishes a thread from the page, and from the page's own workers. */
export const THREAD_NAME = 'pix2pix-ts-thread';

if (globalThis.name === THREAD_NAME) answerPage();
