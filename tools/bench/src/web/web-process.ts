import { readFileSync } from 'node:fs';
import { loadTranslator } from '@pix2pix-ts/pix2pix';
import { median } from '../process/median.ts';
import { optionsOf } from '../process/run-our-process.ts';
import { startBackend } from '../process/start-backend.ts';

/** What is translated how often; the result is in milliseconds. */
export type WebProcessOptions = {
  backend: 'wasm' | 'cpu';
  threads: number;
  model: string;
  side: number;
  steps: number;
};

const { backend, threads, model, side, steps } = optionsOf<WebProcessOptions>();
await startBackend(backend, threads);
const translator = await loadTranslator(readFileSync(model));
const data = new Uint8ClampedArray(side * side * 4).map((_, i) => (i * 31) % 256);
const times: number[] = [];
for (const begin = performance.now(); times.length < steps + 2 && performance.now() - begin < 20_000; ) {
  const start = performance.now();
  await translator.translate({ data, width: side, height: side });
  times.push(performance.now() - start);
}
console.log(JSON.stringify(median(times.slice(times.length > 2 ? 2 : 0))));
process.exit(0); // the engine's threads are of no use any more
