import type { SetUp } from '@pix2pix-ts/backend-native';
import type { Engine } from '@pix2pix-ts/engine';
import type { PresetName } from '@pix2pix-ts/trainer';
import type { Speeds } from '../engines/speed-file.ts';

/** What the machine is; memory in bytes. */
export type Machine = {
  readonly node: string;
  readonly platform: string;
  readonly processor: string;
  readonly cores: number;
  readonly memory: number;
  readonly freeMemory: number;
  /** Programs that wanted a core at a time over the last minute; 0 on Windows, which does not say. */
  readonly load: number;
};

/** Whether an engine works, and as what, or why not. */
export type EngineState = {
  readonly name: Engine['name'];
  readonly works: boolean;
  readonly description: string;
};

/** What was measured: medians, after a warm-up. */
export type Speed = {
  readonly preset: PresetName;
  readonly imageSize: number;
  readonly batch: number;
  /** Billions of floating-point operations a second in a product of matrices. */
  readonly gigaflops: number;
  readonly trainStepMs: number;
  /** One image. */
  readonly translateMs: number;
};

/** How fast the pairs of a folder come; times are means. */
export type DataSpeed = {
  readonly folder: string;
  /** To train on. */
  readonly pairs: number;
  /** Of an input on average, in pixels, as it is on the disk. */
  readonly width: number;
  readonly height: number;
  /** One pair by itself: read, decoded, resized. */
  readonly imageMs: number;
  /** A batch, when nobody trains on it: several pairs are loaded side by side. */
  readonly batchMs: number;
  /** A training step on batches that are loaded meanwhile. */
  readonly stepMs: number;
};

/** Everything that was found. */
export type Findings = {
  readonly machine: Machine;
  readonly engines: readonly EngineState[];
  /** The state of the native engine here. */
  readonly setUp: SetUp;
  readonly engine: Engine;
  /** Milliseconds of a training step by engine, by which `auto` chooses, or why there is no figure; null where one alone comes into question. */
  readonly comparison: Speeds | null;
  /** Whether this machine looks as if it had a graphics card. */
  readonly hasCard: boolean;
  readonly speed: Speed;
  /** Of the folder that was asked about; null where none was. */
  readonly data: DataSpeed | null;
};

/** What was found, and what to do about it. */
export type Diagnosis = Findings & { readonly advice: readonly string[] };
