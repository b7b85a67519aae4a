/** The headers that give a page shared memory, and so threads. Without them it works on one thread. */
export const ISOLATION: Readonly<Record<string, string>> = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

const SCRIPTS = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:";

/** The page's policy, which the build writes into it. A model may come from anywhere until its address is known. */
export const PAGE_POLICY = [
  SCRIPTS,
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob: mediastream:",
  "connect-src 'self' blob: https: http://localhost:* http://127.0.0.1:*",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** For scripts, as a header: a worker takes its own script's policy and not the page's, and fetches nothing but the page's files. */
export const WORKER_POLICY = `${SCRIPTS}; connect-src 'self' blob:`;
