import type { findBackendFactory } from '@tensorflow/tfjs-core';

/** What the copies of this package in one process agree on: TensorFlow.js has one registry of backends for all of them. */
export type SharedState = {
  threadsAsked?: number;
  threadsRunning?: number | undefined;
  /** What the backend has been started with. */
  features?: { simd: boolean; fma: boolean; reason?: string } | undefined;
  /** Ours, registered under the name `wasm`. */
  factory?: ReturnType<typeof findBackendFactory>;
  /** What has been said on the console. */
  said: Set<string>;
};

const KEY = Symbol.for('@pix2pix-ts/backend-wasm');
const place = globalThis as { [KEY]?: SharedState };

export const shared: SharedState = place[KEY] ?? { said: new Set() };
place[KEY] = shared;

/** Warns on the console, once for each text. */
export function warnOnce(text: string): void {
  if (shared.said.has(text)) return;
  shared.said.add(text);
  console.warn(text);
}
