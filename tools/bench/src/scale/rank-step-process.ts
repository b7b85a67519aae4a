// A rank that trains with the others on its share of a batch, or a process that trains on all of it alone; the first one
// prints what all of them measured.
import { openWorld, type World } from '@pix2pix-ts/distributed';
import type { PresetName } from '../preset-model.ts';
import { optionsOf } from '../process/run-our-process.ts';
import type { BackendName } from '../process/start-backend.ts';
import { startOurStep } from '../step/our-step.ts';
import type { RankTimes } from './rank-result.ts';

type Options = {
  backend: BackendName;
  preset: PresetName;
  batch: number;
  threads: number;
  warmup: number;
  steps: number;
};
const { backend, preset, batch, threads, warmup, steps } = optionsOf<Options>();
const world = await openWorld();
const spent = { waiting: 0, exchange: 0 };
const ours = await startOurStep({ backend, preset, batch: batch / world.size, threads }, timed(world));

const times: RankTimes = { stepMs: [], waitingMs: [], exchangeMs: [] };
for (let call = 0; call < warmup + steps; call++) {
  Object.assign(spent, { waiting: 0, exchange: 0 });
  const start = performance.now();
  ours.trainStep();
  if (call >= warmup) {
    times.stepMs.push(performance.now() - start);
    times.waitingMs.push(spent.waiting);
    times.exchangeMs.push(spent.exchange);
  }
  await new Promise(setImmediate); // let the engine's threads and the collector get through, as training does
}
const all = world.allGather(JSON.stringify(times)).map((text): RankTimes => JSON.parse(text));
if (world.rank === 0) console.log(JSON.stringify(all));
world.close();
process.exit(0); // the backend's threads need not end by themselves

/** The same world, whose waiting for the others is distinguished from what it does together with them. */
function timed(plain: World): World {
  return {
    ...plain,
    allReduceMean(buffers) {
      const start = performance.now();
      plain.barrier();
      const together = performance.now();
      plain.allReduceMean(buffers);
      spent.waiting += together - start;
      spent.exchange += performance.now() - together;
    },
  };
}
