import { basename } from 'node:path';
import { FILE_SYSTEM, FileError, UsageError } from '@pix2pix-ts/common/node';
import { modelTensors, parseModel } from '@pix2pix-ts/pix2pix';
import type { RunPlan, TrainConfig, TrainOptions } from '@pix2pix-ts/trainer';
import { readBytes } from '../files/read-file.ts';
import { modelFile } from '../models/model-file.ts';
import type { TrainFlags } from './train-options.ts';

/** A model whose generator a run begins with. */
export type InitialModel = {
  /** What of a configuration it decides. */
  readonly config: Pick<TrainConfig, 'generator' | 'direction' | 'translateWithDropout' | 'translateStatistics'>;
  /** What the run's plan says of it. */
  readonly told: NonNullable<RunPlan['init']>;
  /** Its generator's tensors on the engine that runs by then, which the caller owns; copies in 8 or 16 bits as float32. */
  makeTensors(): NonNullable<TrainOptions['initial']>;
};

/**
 * Reads the model of `--init`.
 *
 * @throws UsageError of one line for a file that is no model, and for flags that its network has decided; FileError
 */
export async function readInitialModel(asked: string, flags: TrainFlags): Promise<InitialModel> {
  for (const key of ['size', 'filters', 'initType', 'initGain'] as const)
    if (flags[key] !== undefined)
      throw new UsageError(
        `Expected no --${key.replace(/[A-Z]/, (letter) => `-${letter.toLowerCase()}`)} with --init, got one: the model has a network of its own. Leave one of them out.`,
      );
  const path = await modelFile(asked);
  const bytes = await readBytes(path, FILE_SYSTEM).catch((error) => {
    throw new FileError('read', path, error);
  });
  const model = parsed(bytes, asked);
  const { generator, direction, dropout, statistics = 'running', licence } = model.metadata;
  return {
    config: { generator, direction, translateWithDropout: dropout === 'on', translateStatistics: statistics },
    told: { model: basename(asked), licence },
    makeTensors: () => modelTensors(model),
  };
}

function parsed(bytes: Uint8Array, asked: string) {
  try {
    return parseModel(bytes, asked);
  } catch (error) {
    throw new UsageError((error as Error).message, { cause: error });
  }
}
