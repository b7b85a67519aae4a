import type { PresetName } from '@pix2pix-ts/trainer';
import type { RunEngine } from './run-engine.ts';

/** How a run goes about its work, beyond what it computes; kept in its state, so that a resume goes about it alike. */
export type RunPlan = {
  /** The folder of the pairs, as it was given. */
  readonly data: string;
  readonly preset: PresetName;
  /** null: what the preset's epochs come to. */
  readonly steps: number | null;
  /** null: all pairs. */
  readonly overfit: number | null;
  readonly skipBad: boolean;
  readonly saveEvery: number;
  readonly sampleEvery: number;
  readonly logEvery: number;
  /** What it was trained on; undefined before it begins. */
  readonly engine?: RunEngine | undefined;
  /** How many pairs it was trained on; undefined before it begins. */
  readonly pairs?: number | undefined;
};
