import { longerSide, sidesOf } from '@pix2pix-ts/common';
import { presets } from '@pix2pix-ts/trainer';
import type { DataSpeed, Machine, Speed } from './diagnosis.ts';

/** Which part of training takes the time: the engine waits for the data no longer than noise, for a while, or most of the time. */
export type SlowPart = 'engine' | 'both' | 'data';

/** Shares of a step that the engine waits for its data; below the first one it is the noise of a measurement. */
const [NOTICED, MOST] = [0.15, 0.5];
/** Threads that Node reads files and decodes pictures with, unless told otherwise. */
const POOL = 4;

/** What is slow, from a step with data in memory and one with the data of the folder. */
export function slowPart({ stepMs }: DataSpeed, { trainStepMs }: Speed): SlowPart {
  const waits = 1 - trainStepMs / stepMs;
  if (waits < NOTICED) return 'engine';
  return waits < MOST ? 'both' : 'data';
}

/** What that means, in a sentence. */
export function describeSlowPart(data: DataSpeed, speed: Speed): string {
  const percent = Math.round((1 - speed.trainStepMs / data.stepMs) * 100);
  switch (slowPart(data, speed)) {
    case 'engine':
      return 'The engine is the slow part: pictures are ready before it needs them, and faster data would change little.';
    case 'both':
      return `The engine takes most of the time, but the data costs ${percent} % of each step.`;
    case 'data':
      return `The data is the slow part: ${percent} % of each step goes into loading pictures, and a faster engine would change little.`;
  }
}

/** What to do about slow data, each in a sentence; empty where it is not slow. */
export function dataAdvice(data: DataSpeed, speed: Speed, { cores }: Pick<Machine, 'cores'>): string[] {
  if (slowPart(data, speed) === 'engine') return [];
  const { generator, jitter } = presets[speed.preset].config;
  const side = Math.max(longerSide(generator.imageSize), jitter ?? 0);
  const { width, height } = sidesOf(generator.imageSize);
  const advice: string[] = [];
  if (data.width * data.height > 4 * side * side)
    advice.push(
      `Make smaller copies of the pictures beforehand, of about ${2 * side} px a side: they have ${data.width}x${data.height} on average, and each is decoded in full to train on ${width}x${height}.`,
    );
  if (cores > POOL && process.env.UV_THREADPOOL_SIZE === undefined)
    advice.push(`Set UV_THREADPOOL_SIZE=${Math.min(cores, 16)}: pictures are decoded on ${POOL} of ${cores} cores.`);
  if (advice.length === 0)
    advice.push(
      'Put the pictures on a fast local disk, and leave them a core: other programs, and more --threads than needed, take it from them.',
    );
  return advice;
}
