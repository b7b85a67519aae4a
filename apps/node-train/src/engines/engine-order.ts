import type { EngineName } from '@pix2pix-ts/engine';
import { type Candidates, MEASURED, type MeasuredName } from './candidates.ts';
import type { Speeds } from './speed-file.ts';

/** In which order `auto` tries the engines, and what speaks against some. */
export type AutoOrder = {
  readonly order: readonly EngineName[];
  readonly whyNot: (name: EngineName) => string | undefined;
};

/**
 * The fastest engine first. Without figures it is the usual order, in which a graphics card is not taken: a small model may
 * be slower on it. What is not here comes before, so that the reader hears of it.
 */
export function engineOrder({ engines, against }: Candidates, speeds: Speeds | undefined): AutoOrder {
  const failed = Object.entries(speeds ?? {}).filter(([, speed]) => typeof speed === 'string');
  const reasons: Partial<Record<EngineName, string>> = { ...Object.fromEntries(failed), ...against };
  const here = MEASURED.filter((name) => name in engines && (speeds !== undefined || name !== 'webgpu'));
  const isTold = (name: MeasuredName) => !(name in engines) && (name === 'native' || name in reasons);
  return {
    order: [...MEASURED.filter(isTold), ...here.sort(bySpeed(speeds)), 'cpu'],
    whyNot: (name) => reasons[name],
  };
}

/** The fastest first; those without a figure before them, because their reason is to be told. */
function bySpeed(speeds: Speeds | undefined) {
  const of = (name: MeasuredName) => {
    const speed = speeds?.[name];
    return typeof speed === 'number' ? speed : 0;
  };
  return (left: MeasuredName, right: MeasuredName) => of(left) - of(right);
}

/** Figures in words, the fastest first: `webgpu 12 ms, native 34 ms, wasm 46 ms`. */
export function describeSpeeds(speeds: Speeds): string {
  return figuresOf(speeds)
    .map(([name, ms]) => `${name} ${milliseconds(ms)}`)
    .join(', ');
}

/** The engines that were measured, the fastest first. */
export function figuresOf(speeds: Speeds): [name: string, milliseconds: number][] {
  return Object.entries(speeds)
    .filter((entry): entry is [string, number] => typeof entry[1] === 'number')
    .sort(([, left], [, right]) => left - right);
}

/** A duration of a step or an image, in ms or s. */
export function milliseconds(value: number): string {
  return value < 10_000 ? `${value.toFixed(value < 10 ? 1 : 0)} ms` : `${(value / 1000).toFixed(1)} s`;
}
