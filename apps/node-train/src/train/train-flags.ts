import type { PresetName } from '@pix2pix-ts/trainer';
import type { RunEngine } from './run-engine.ts';

/** What `pix2pix train` is asked for; what is not given is undefined. */
export type TrainFlags = {
  readonly data?: string | undefined;
  readonly out?: string | undefined;
  readonly resume?: string | undefined;
  readonly preset?: PresetName | undefined;
  readonly config?: string | undefined;
  readonly steps?: number | undefined;
  /** Seconds. */
  readonly maxTime?: number | undefined;
  readonly batch?: number | undefined;
  readonly lr?: number | undefined;
  readonly lambda?: number | undefined;
  readonly schedule?: 'constant' | 'linear' | undefined;
  readonly seed?: number | undefined;
  readonly filters?: number | undefined;
  readonly size?: number | undefined;
  readonly direction?: 'AtoB' | 'BtoA' | undefined;
  readonly flip?: boolean | undefined;
  readonly jitter?: number | undefined;
  readonly overfit?: number | undefined;
  readonly skipBad?: boolean | undefined;
  readonly saveEvery?: number | undefined;
  readonly sampleEvery?: number | undefined;
  readonly logEvery?: number | undefined;
};

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
