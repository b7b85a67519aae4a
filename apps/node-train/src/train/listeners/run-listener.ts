import type { EndEvent, TrainEvent } from '@pix2pix-ts/trainer';

/**
 * What happens to the events of a run: one thing, such as writing samples. Listeners are called one after the other, in
 * the order of their list, and training waits for them.
 */
export type RunListener = {
  /**
   * Receives each event. What it throws ends training: after a last checkpoint, or at once where it `savesState`,
   * because then there is nothing to wait for.
   */
  on?(event: TrainEvent): Promise<void> | void;
  /** Whether it is the one that keeps the run from being lost. @default false */
  readonly savesState?: boolean;
  /** When training is over and the other ranks are gone. Not after an error. */
  finish?(end: EndEvent): Promise<void> | void;
  /** Always at the end, also after an error. */
  close?(): void;
};
