import { type ImageSize, imageSizeOf } from '@pix2pix-ts/common';
import { UsageError } from '@pix2pix-ts/common/node';
import type { PresetName } from '@pix2pix-ts/trainer';
import { suggest } from './nearest.ts';

/** Reads the value of a flag, whose name is for the line that refuses it. */
export type FlagValue<T> = {
  (text: string, flag: string): T;
  /** The words that it takes, where these are few. */
  readonly words?: readonly string[];
};

/** An integer of at least `least`, such as `--steps 500`. */
export function wholeNumber(least = 1, most = Number.MAX_SAFE_INTEGER): FlagValue<number> {
  const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
  return (text, flag) => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return value;
    throw new UsageError(`Expected ${flag} to be a whole number ${range}, got '${text}'. Change it.`);
  };
}

/** A number of at least `least`, or above it, such as `--lr 2e-4`. */
export function decimalNumber({ least = 0, above = false } = {}): FlagValue<number> {
  return (text, flag) => {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    if (Number.isFinite(value) && (above ? value > least : value >= least)) return value;
    throw new UsageError(
      `Expected ${flag} to be a number ${above ? 'above' : 'of at least'} ${least}, got '${text}'. Change it.`,
    );
  };
}

/** Two factors above 0 and up to 1, the smaller first, such as `--scale 0.4..1`. */
export const factors: FlagValue<[number, number]> = (text, flag) => {
  const [least = Number.NaN, most = Number.NaN, ...rest] = text
    .split('..')
    .map((part) => Number(part.trim() || 'none'));
  if (least > 0 && least <= most && most <= 1 && rest.length === 0) return [least, most];
  throw new UsageError(`Expected ${flag} to be two factors above 0 and up to 1, got '${text}'. Write them as 0.4..1.`);
};

/** A number from 0 to 1, such as `--hints 0.5`. */
export const share: FlagValue<number> = (text, flag) => {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (value >= 0 && value <= 1) return value;
  throw new UsageError(`Expected ${flag} to be a number from 0 to 1, got '${text}'. Change it.`);
};

/** A number from 0 and below 1, such as `--ema 0.999`. */
export const shareBelowOne: FlagValue<number> = (text, flag) => {
  const value = share(text, flag);
  if (value < 1) return value;
  throw new UsageError(`Expected ${flag} to be a number from 0 and below 1, got '${text}'. Change it.`);
};

const SECONDS = { s: 1, m: 60, h: 3600 } as const;

/** A time such as `90s`, `5m`, `1h` or `1h30m`, in seconds. */
export const duration: FlagValue<number> = (text, flag) => {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)([smh])/g)];
  const seconds = parts.reduce((sum, [, count, unit]) => sum + Number(count) * SECONDS[unit as 's' | 'm' | 'h'], 0);
  if (seconds > 0 && parts.map(([part]) => part).join('') === text) return seconds;
  throw new UsageError(`Expected ${flag} to be a time, got '${text}'. Write it as 90s, 5m, 1h or 1h30m.`);
};

/** One of a few words, such as `--backend wasm`; for `former` ones the word that they mean is used. */
export function choice<const T extends string>(
  words: readonly T[],
  former: Readonly<Record<string, T>> = {},
): FlagValue<T> {
  const read = (text: string, flag: string): T => {
    const word = words.find((known) => known === text) ?? former[text];
    if (word !== undefined) return word;
    throw new UsageError(
      `Expected ${flag} to be one of ${words.join(', ')}, got '${text}'. ${suggest(text, words, 'Use one of these.')}`,
    );
  };
  return Object.assign(read, { words });
}

/** Numbers from `least` to `most` with commas between them, such as `--line-widths 1,1.7`. */
export function numberList(least: number, most: number): FlagValue<number[]> {
  return (text, flag) => {
    const values = text.split(',').map((part) => Number(part.trim() || 'none'));
    if (values.every((value) => value >= least && value <= most)) return values;
    throw new UsageError(
      `Expected ${flag} to be numbers from ${least} to ${most}, got '${text}'. Separate them by commas, as in 1,1.7.`,
    );
  };
}

/** Words with commas between them, such as `--groups food-drink,objects`. */
export function wordList(text: string): string[] {
  return text
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean);
}

/** The sizes that the U-Net takes. */
const IMAGE_SIZES = [32, 64, 128, 256, 512, 1024];

/** The size of the model's images in pixels: the side of a square, or width and height, which the architecture checks. */
export const imageSize: FlagValue<ImageSize> = Object.assign(
  (text: string, flag: string) => {
    const size = IMAGE_SIZES.find((known) => String(known) === text);
    if (size !== undefined) return size;
    const sides = /^(\d{1,5})[xX×](\d{1,5})$/.exec(text);
    if (sides) return imageSizeOf({ width: Number(sides[1]), height: Number(sides[2]) });
    throw new UsageError(
      `Expected ${flag} to be one of ${IMAGE_SIZES.join(', ')}, or a width and a height such as 256x128, got '${text}'. Use one of these.`,
    );
  },
  { words: IMAGE_SIZES.map(String) },
);

/** The value of `--dropout`: `off`, or a seed. */
export function dropoutChoice(text: string): 'off' | number {
  if (text === 'off') return 'off';
  if (/^\d+$/.test(text) && Number(text) <= Number.MAX_SAFE_INTEGER) return Number(text);
  throw new UsageError(`Expected --dropout to be off or a seed, got '${text}'. A seed is a whole number, such as 1.`);
}

/** The value of `--preset`. What is named `seed` in older scripts is `pytorch-gan`. */
export const presetChoice = choice(['pytorch-gan', 'junyanz', 'affinelayer', 'fast'] satisfies PresetName[], {
  seed: 'pytorch-gan',
});
