import type { Diagnosis } from './diagnosis.ts';

/** A diagnosis for people; no line is wider than what it quotes. */
export function describeDiagnosis({ machine, engines, engine, speed, advice }: Diagnosis): string[] {
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
    `Speed of ${engine.name} with the preset ${preset} (${imageSize} px, batch ${batch})`,
    `  products     ${gigaflops.toFixed(gigaflops < 10 ? 1 : 0)} GFLOP/s`,
    `  training     ${milliseconds(trainStepMs)} a step, ${rate.toFixed(rate < 10 ? 1 : 0)} images/s`,
    `  translating  ${milliseconds(translateMs)} an image`,
    ...(preset === 'fast' ? ['  (doctor --preset pytorch-gan measures the large networks)'] : []),
    '',
    'To make it faster',
    ...(advice.length === 0 ? ['  nothing to do'] : advice.map((line) => `  - ${line}`)),
  ];
}

function gigabytes(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(1)} GB`;
}

function milliseconds(value: number): string {
  return value < 10_000 ? `${value.toFixed(value < 10 ? 1 : 0)} ms` : `${(value / 1000).toFixed(1)} s`;
}
