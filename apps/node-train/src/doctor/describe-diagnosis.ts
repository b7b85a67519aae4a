import { describeSpeeds, milliseconds } from '../engines/engine-order.ts';
import type { Speeds } from '../engines/speed-file.ts';
import { describeSlowPart } from './data-advice.ts';
import type { DataSpeed, Diagnosis, Speed } from './diagnosis.ts';

/** A diagnosis for people; no line is wider than what it quotes. */
export function describeDiagnosis({ machine, engines, engine, comparison, speed, data, advice }: Diagnosis): string[] {
  const { preset, imageSize, batch, gigaflops, trainStepMs, translateMs } = speed;
  const rate = (1000 * batch) / trainStepMs;
  return [
    'Machine',
    `  Node         ${machine.node}, ${machine.platform}`,
    `  processor    ${machine.processor}, ${machine.cores === 1 ? '1 core' : `${machine.cores} cores`}`,
    `  memory       ${gigabytes(machine.memory)}, ${gigabytes(machine.freeMemory)} free`,
    '',
    'Engines',
    ...engines.map(({ name, works, description }) => {
      const state = works ? description.replace(`${name}, `, '') : description;
      return `${name === engine.name ? '>' : ' '} ${name.padEnd(12)} ${works ? state : `- ${state}`}`;
    }),
    '',
    ...(comparison === null ? [] : comparisonOf(comparison)),
    `Speed of ${engine.name} with the preset ${preset} (${imageSize} px, batch ${batch})`,
    `  products     ${gigaflops.toFixed(gigaflops < 10 ? 1 : 0)} GFLOP/s`,
    `  training     ${milliseconds(trainStepMs)} a step, ${rate.toFixed(rate < 10 ? 1 : 0)} images/s`,
    `  translating  ${milliseconds(translateMs)} an image`,
    ...(preset === 'fast' ? ['  (doctor --preset pytorch-gan measures the large networks)'] : []),
    '',
    ...(data === null ? [] : dataLines(data, speed)),
    'To make it faster',
    ...(advice.length === 0 ? ['  nothing to do'] : advice.map((line) => `  - ${line}`)),
  ];
}

/** What `auto` chooses by. */
function comparisonOf(comparison: Speeds): string[] {
  const failed = Object.entries(comparison).filter(([, speed]) => typeof speed === 'string');
  return [
    'A training step on each engine, by which auto chooses for networks of this size',
    `  ${describeSpeeds(comparison)}`,
    ...failed.map(([name, reason]) => `  ${name} is ${reason}`),
    '',
  ];
}

/** How fast data and engine are next to each other. */
function dataLines(data: DataSpeed, speed: Speed): string[] {
  const { folder, pairs, width, height, imageMs, batchMs, stepMs } = data;
  return [
    `Data in ${folder} (${pairs === 1 ? '1 pair' : `${pairs} pairs`} to train on, ${width}x${height} px on average)`,
    `  one pair     ${milliseconds(imageMs)} to read, decode and resize`,
    `  a batch      ${milliseconds(batchMs)}, ${speed.batch === 1 ? 'with the next ones on their way' : 'its pairs side by side'}`,
    `  a step       ${milliseconds(stepMs)} with this data, ${milliseconds(speed.trainStepMs)} with data in memory`,
    `  ${describeSlowPart(data, speed)}`,
    '',
  ];
}

function gigabytes(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(1)} GB`;
}
