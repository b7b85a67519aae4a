import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { expect, test } from '@jest/globals';
import { runCommand } from '@pix2pix-ts/testing/run-command';
import { PIX2PIX } from '../testing/run-pix2pix.ts';
import { manifestLine } from './manifest.ts';

const LINES = 200_000;

async function writeGenerated(path: string, lines: Iterable<string>): Promise<void> {
  await pipeline(Readable.from(lines), createWriteStream(path));
}

function* listLines(): Generator<string> {
  for (let i = 1; i <= LINES; i++) yield `{"a":"drawings/of/a/long/series/${i}.png","b":"colours/${i}.png"}\n`;
}

/** Two runs that could do none of the lines, so that all of them have to be done again. */
function* manifestLines(): Generator<string> {
  const names = { list: 'l', listHash: 'a', model: 'm', modelHash: 'b' };
  yield manifestLine({ type: 'shard', version: 1, shard: 1, shards: 1, ...names, dropout: null, images: LINES });
  for (const run of [1, 2])
    for (let line = 1; line <= LINES; line++) yield manifestLine({ line, error: `run ${run} could not read it` });
}

test('a list and its manifest are read in the same memory, however long they are', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'pix2pix-long-'));
  try {
    const [list, manifest] = [join(folder, 'list.jsonl'), join(folder, '1-of-1.jsonl')];
    await writeGenerated(list, listLines());
    await writeGenerated(manifest, manifestLines());
    const [node, ...flags] = PIX2PIX.slice(0, -1) as [string, ...string[]];
    const script = join(import.meta.dirname, 'testing/read-long-list.ts');
    const { stdout, stderr } = await runCommand(node, ['--expose-gc', ...flags, script, list, manifest]);
    expect(stderr).toBe('');
    const { images, lines, early, late, hasGc } = JSON.parse(stdout);
    expect({ images, lines, hasGc }).toEqual({ images: LINES, lines: LINES, hasGc: true });
    // Nine tenths of the lines, about 10 MB of them and 20 MB of entries, leave less than a megabyte behind.
    expect((await stat(list)).size).toBeGreaterThan(12e6);
    expect(late - early).toBeLessThan(1e6);
  } finally {
    await rm(folder, { recursive: true });
  }
});
