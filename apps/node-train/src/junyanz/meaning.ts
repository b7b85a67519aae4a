import { UsageError } from '@pix2pix-ts/common/node';

/** What was typed of the options of another code base: their texts by the option's first name, true where it has no value. */
export type Given = Readonly<Record<string, string | true | undefined>>;

/** What an option comes to here; nothing at all where it says what is so anyway. */
export type Meaning = {
  /** Our flags, as one would type them. */
  readonly flags?: readonly string[];
  /** Values for which there is no flag, as a file of `--config` has them. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** What else is to be known, as the end of the line. */
  readonly but?: string;
  /** Why it is left out: it changes nothing that is learned. */
  readonly ignored?: string;
};

/** An option of another code base. */
export type ForeignOption = {
  /** Its names, today's first; `given` knows it by that one. */
  readonly names: readonly [`--${string}`, ...`--${string}`[]];
  /** Whether a value follows. @default true */
  readonly takesValue?: boolean;
  /**
   * What it comes to here.
   *
   * @throws UsageError of one line where nothing here gives the same result
   */
  readonly is: (text: string, given: Given) => Meaning;
};

/** A text that is looked up; others are refused with the known ones. */
export function oneOf<Result>(name: string, text: string, known: Readonly<Record<string, Result>>): Result {
  if (Object.hasOwn(known, text)) return known[text] as Result;
  throw new UsageError(
    `Expected ${name} to be one of ${Object.keys(known).join(', ')}, got '${text}'. Use one of these.`,
  );
}

/** A whole number of at least `least`, or what stands in its place where it was not given. */
export function numberOf(given: Given, name: string, otherwise: number, least = 1): number {
  const text = given[name];
  if (text === undefined) return otherwise;
  if (/^\d+$/.test(String(text)) && Number(text) >= least) return Number(text);
  throw new UsageError(`Expected ${name} to be a whole number of at least ${least}, got '${text}'. Change it.`);
}
