import type { Started } from './starters.ts';
import { useBackend } from './use-backend.ts';

/** Our own wasm backend, which trains, on as many threads as asked for, or as it finds good. */
export async function startWasm(threads?: number): Promise<Started> {
  const wasm = (await import('@pix2pix-ts/backend-wasm')) as unknown as {
    setThreadsCount(n: number): void;
    getThreadsCount(): number;
  };
  if (threads !== undefined) wasm.setThreadsCount(threads);
  await useBackend('wasm');
  const running = wasm.getThreadsCount();
  return { backend: 'wasm', threads: running, description: `wasm, ${countOf(running)}` };
}

function countOf(threads: number): string {
  return threads === 1 ? '1 thread' : `${threads} threads`;
}
