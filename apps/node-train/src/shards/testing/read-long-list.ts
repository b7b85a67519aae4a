import { setTimeout } from 'node:timers/promises';
import { countLines } from '../list-lines.ts';
import { latestEntries, openManifest } from '../manifest-file.ts';
import { openLines } from '../open-lines.ts';
import { WHOLE } from '../shard.ts';

// A process that reads a list along with its manifest, and reports what it has on the heap early and late:
// node --expose-gc read-long-list.ts LIST MANIFEST
const [list = '', manifest = ''] = process.argv.slice(2);

/** Buffers are given back after the first collection that finds them unused, when the event loop has turned. */
async function heapBytes(): Promise<number> {
  for (let i = 0; i < 2; i++) {
    (globalThis as { gc?: () => void }).gc?.();
    await setTimeout(20);
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

const images = await countLines(list, WHOLE);
let [lines, early, late] = [0, 0, 0];
for await (const _ of openLines(list, WHOLE, latestEntries(await openManifest(manifest)), '/nowhere')) {
  lines++;
  if (lines === images / 10) early = await heapBytes();
  if (lines === images) late = await heapBytes();
}
console.log(JSON.stringify({ images, lines, early, late, hasGc: 'gc' in globalThis }));
