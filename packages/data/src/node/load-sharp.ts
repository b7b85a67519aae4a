import type Sharp from 'sharp';

let loaded: Promise<typeof Sharp> | undefined;

/**
 * The package sharp, loaded when the first image is read, because it is an optional peer. One thread per image: several
 * images are decoded at once on the threads of libuv's pool (four, or UV_THREADPOOL_SIZE), which is enough to stay ahead
 * of a training step, while more threads would only take cores from the engine.
 *
 * @throws Error of one line where sharp is not installed or does not run here
 */
export function loadSharp(): Promise<typeof Sharp> {
  loaded ??= importSharp().then((sharp) => {
    sharp.concurrency(1);
    return sharp;
  });
  return loaded;
}

/** Loads sharp, or says in one line how to get it. */
export async function importSharp(load: () => Promise<{ default: typeof Sharp }> = () => import('sharp')) {
  try {
    return (await load()).default;
  } catch (error) {
    const reason = String((error as Error).message).split('\n', 1)[0];
    throw new Error(
      `Expected the package sharp, which reads image files, got "${reason}". Install it: npm install sharp@0.35`,
      { cause: error },
    );
  }
}
