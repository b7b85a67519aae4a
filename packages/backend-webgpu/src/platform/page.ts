import { NoGpuError } from '../no-gpu-error.ts';
import { createFeeding } from './keep-fed.ts';
import type { Platform } from './platform.ts';

/** In a page, or in a worker of it. */
export const platform: Platform = {
  async gpu(chosen) {
    if (chosen) return chosen;
    if (typeof navigator !== 'undefined' && navigator.gpu) return navigator.gpu;
    const secure = (globalThis as { isSecureContext?: boolean }).isSecureContext !== false;
    throw new NoGpuError(
      secure
        ? 'not in this browser (use a newer one, or switch it on in its settings)'
        : 'not in pages that are not secure (serve it over https, or from localhost)',
    );
  },
  inItsPage: (work) => work(),
  asking: (start) => start(),
  awaiting: (queue, asked) => (isFirefox() ? fedUntil(queue, asked) : asked),
};

const fedUntil = createFeeding();

const isFirefox = () => typeof navigator !== 'undefined' && /\bFirefox\//.test(navigator.userAgent);
