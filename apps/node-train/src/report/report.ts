import type { Evaluation } from '@pix2pix-ts/metrics';

/** A line of the log: the losses of a training step. */
export type LoggedStep = {
  readonly step: number;
  /** By their names; null where one was not finite. */
  readonly losses: Readonly<Record<string, number | null>>;
  /** Since the run's beginning, all resumes included. */
  readonly seconds: number | null;
};

/** A line of the log: the figures of the held-out images after a step. */
export type LoggedEvaluation = Evaluation & { readonly step: number };

/** A line of the log: the figures of the held-out images while training. */
export type LoggedHeldOut = {
  readonly step: number;
  /** By the names of their metrics. */
  readonly figures: Readonly<Record<string, number>>;
  /** Whether the run's metric was the best so far. */
  readonly isBest: boolean;
};

/** What a run's log says. */
export type Log = {
  readonly steps: readonly LoggedStep[];
  readonly evaluations: readonly LoggedEvaluation[];
  readonly heldOut: readonly LoggedHeldOut[];
};

/** An image inside the page. */
export type EmbeddedImage = { readonly uri: string; readonly width: number; readonly height: number };

/** The samples as they were after a step. */
export type EmbeddedSample = EmbeddedImage & { readonly step: number };

/** A held-out image: input, output and target in one strip. */
export type EmbeddedResult = { readonly name: string; readonly l1: number; readonly strip: EmbeddedImage };

/** Everything a report shows. */
export type Report = {
  /** The run's folder, as it is typed in a command. */
  readonly folder: string;
  /** How the command line is called. */
  readonly command: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** What the data set shows, where it says so. */
  readonly dataSet: { readonly name: string; readonly a: string; readonly b: string } | null;
  readonly log: Log;
  readonly samples: readonly EmbeddedSample[];
  /** From the best to the worst. */
  readonly results: readonly EmbeddedResult[];
  /** How many held-out images there are, the ones that are not shown included. */
  readonly resultCount: number;
  /** The chart library, to be put into the page. */
  readonly uplot: { readonly script: string; readonly style: string };
};
