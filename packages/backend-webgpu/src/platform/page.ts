import { createFeeding } from './keep-fed.ts';
import type { Platform } from './platform.ts';

/** In a page, or in a worker of it. */
export const platform: Platform = {
  async gpu(chosen) {
    if (chosen) return chosen;
    if (typeof navigator !== 'undefined' && navigator.gpu) return navigator.gpu;
    const secure = (globalThis as { isSecureContext?: boolean }).isSecureContext !== false;
    throw new Error(
      secure
        ? 'Expected WebGPU, got a browser without it. Use a newer one, or switch it on in its settings.'
        : 'Expected WebGPU, got a page that is not secure. Serve it over https, or from localhost.',
    );
  },
  inItsPage: (work) => work(),
  asking: (start) => start(),
  awaiting: (queue, asked) => (isFirefox() ? fedUntil(queue, asked) : asked),
};

const fedUntil = createFeeding();

const isFirefox = () => typeof navigator !== 'undefined' && /\bFirefox\//.test(navigator.userAgent);
