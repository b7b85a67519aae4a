import type { Batch } from '@pix2pix-ts/data';
import type { World } from './world.ts';

/** The next batch, null where the signal is aborted while it is awaited, or the error that it cannot be loaded for. */
export async function nextBatch(
  stream: AsyncGenerator<Batch, never>,
  signal?: AbortSignal,
): Promise<Batch | Error | null> {
  try {
    return (await stream.next()).value;
  } catch (error) {
    if (signal?.aborted) return null;
    return isError(error) ? error : new Error(String(error));
  }
}

/** By its shape, because a test runner's errors are those of another realm. */
export function isError(value: unknown): value is Error {
  return typeof value === 'object' && value !== null && 'message' in value && 'name' in value;
}

/** This rank's error, or else that of the first rank that has one, rebuilt from its name and message. */
export function firstError(world: World, own: unknown): Error {
  const told = isError(own) ? { name: own.name, message: own.message } : null;
  const all = world.allGather(JSON.stringify(told)).map((text): typeof told => JSON.parse(text));
  if (isError(own)) return own;
  const { name, message } = all.find((error) => error !== null) ?? { name: 'Error', message: 'A pair was not loaded.' };
  return Object.assign(new Error(message), { name });
}
