import { withFolder } from '@pix2pix-ts/testing/with-folder';
import type { BenchFlags } from '../parse-flags.ts';
import { presetModel } from '../preset-model.ts';
import { runOurProcess } from '../process/run-our-process.ts';
import type { DataOptions, DataTimes } from './measure-data.ts';
import { writeImageFolder } from './write-image-folder.ts';

/** The result of the suite `data`: what reading images costs, at the start and during the training steps. */
export type DataResult = DataTimes & {
  suite: 'data';
  preset: string;
  images: number;
  imageSize: number;
  /** Of a file, in the mean. */
  fileKb: number;
  batch: number;
  threads: number;
  stepMs: number;
};

/** Makes a folder of images in the system's folder for temporary files, and measures how it is read, in a new process. */
export async function runDataSuite({ preset, batch, threads, steps, images, stepMs }: BenchFlags): Promise<DataResult> {
  const model = presetModel(preset, batch);
  const { imageSize } = model.generator;
  return withFolder(async (folder) => {
    console.error(`writing ${images} images`);
    const fileKb = (await writeImageFolder(folder, images, imageSize)) / images / 1024;
    const options: DataOptions = { folder, imageSize, batch: model.batch, threads, stepMs, steps };
    console.error(`reading them, and ${steps} steps of ${stepMs} ms`);
    const times = await runOurProcess<DataTimes>('data/data-process.ts', options);
    return { suite: 'data', preset, images, imageSize, fileKb, batch: model.batch, threads, stepMs, ...times };
  });
}
