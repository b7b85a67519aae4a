import { dataAdvice, slowPart } from './data-advice.ts';
import type { Findings } from './diagnosis.ts';
import { fasterAdvice } from './faster-advice.ts';
import { nativeAdvice } from './native-advice.ts';

/** Bytes that training PyTorch-GAN's networks takes at most. */
const SEED_NEEDS = 4e9;

/** More threads than these gain little on these networks. */
const MOST_THREADS = 8;

/** What would make it faster here, each in a sentence; empty where there is nothing to do. */
export function adviceFor(findings: Findings): string[] {
  const { machine, engines, engine, data, speed } = findings;
  const engineAdvice = [...fasterAdvice(findings), ...nativeAdvice(findings)];
  // A faster engine would only wait longer.
  const isDataSlow = data !== null && slowPart(data, speed) === 'data';
  const advice = [...(data ? dataAdvice(data, speed, machine) : []), ...(isDataSlow ? [] : engineAdvice)];
  const useful = Math.min(machine.cores, MOST_THREADS);
  const wasm = engines.find(({ name }) => name === 'wasm');
  if (engine.name === 'cpu') {
    if (wasm?.works) advice.push('Use --backend wasm: plain JavaScript is many times slower.');
    else advice.push('Get the wasm engine to work (npm install @pix2pix-ts/backend-wasm): it is many times faster.');
  }
  if (engine.name === 'wasm' && engine.threads < useful) {
    advice.push(`Use --threads ${useful}: the engine runs on ${engine.threads} of ${machine.cores} cores.`);
  }
  if (engine.name === 'wasm' && engine.threads > machine.cores) {
    advice.push(`Use --threads ${useful}: more threads than cores get in each other's way.`);
  }
  if (engine.name === 'wasm' && Number.parseInt(machine.node, 10) < 24) {
    advice.push(`Use Node 24 or newer: its wasm compiler makes faster code than that of Node ${machine.node}.`);
  }
  if (machine.load > 1.2 * machine.cores) {
    advice.push(
      `Close other programs: about ${Math.round(machine.load)} of them compete for ${machine.cores} cores, and did so during this measurement.`,
    );
  }
  if (machine.memory < SEED_NEEDS) {
    advice.push('Use --preset fast, or fewer --filters: the preset pytorch-gan may not fit into memory.');
  }
  return advice;
}
