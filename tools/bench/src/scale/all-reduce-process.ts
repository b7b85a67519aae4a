// A rank that averages buffers with the others; the first one prints the milliseconds of each call.
import { openWorld } from '@pix2pix-ts/distributed';
import { optionsOf } from '../process/run-our-process.ts';

const { lengths, warmup, steps } = optionsOf<{ lengths: number[]; warmup: number; steps: number }>();
const world = await openWorld();
const buffers = lengths.map((length) => new Float32Array(length).fill(1));
const times: number[] = [];
for (let call = 0; call < warmup + steps; call++) {
  world.barrier();
  const start = performance.now();
  world.allReduceMean(buffers);
  world.barrier();
  times.push(performance.now() - start);
}
if (world.rank === 0) console.log(JSON.stringify({ library: world.library, times: times.slice(warmup) }));
world.close();
