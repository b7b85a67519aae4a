// What each rank of open-world.mpi.test.ts does: every function of a world once, and one line of JSON on its results.
import { openWorld } from '../index.ts';

const world = await openWorld();
const { rank, size, library } = world;
const means = [Float32Array.of(rank, 10 * rank), new Float32Array(100_003).fill(2 ** rank), new Float32Array(0)];
world.allReduceMean(means);
const shared = Float32Array.from({ length: 5 }, (_, i) => i + 100 * rank);
world.broadcast([shared]);
const texts = world.allGather('é'.repeat(rank) + rank);
const empty = world.allGather('');
world.barrier();
const [small = [], large = []] = means.map((values) => [...values]);
console.log(
  JSON.stringify({ rank, size, library, small, large: [large[0], large.at(-1)], shared: [...shared], texts, empty }),
);
world.close();
