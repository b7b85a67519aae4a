import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodePng } from '@pix2pix-ts/data/node';
import { withFolder } from '@pix2pix-ts/testing/with-folder';
import { noisyWaves } from '../data/write-image-folder.ts';
import { newModel } from '../new-model.ts';
import type { BenchFlags } from '../parse-flags.ts';
import { presetModel } from '../preset-model.ts';
import { median } from '../process/median.ts';
import { runJsonProcess } from '../process/run-json-process.ts';
import { ourCommand } from '../process/run-our-process.ts';

/** A list translated by several shards of one thread at once, compared with one shard of one thread. */
export type ShardsBesideOne = {
  images: number;
  shards: number;
  /** Seconds from the start of the first process to the end of the last, the median of the rounds. */
  shardsSeconds: number;
  oneSeconds: number;
  /** Images a second of the shards / of the one. */
  ratio: number;
};

const COMMAND = '../../../apps/node-train/src/index.ts';

/** Times `translate --list` by one shard and by several in turn, on new images of the model's size. */
export async function measureShards(
  { backend, preset, rounds, images }: BenchFlags,
  shards: number,
): Promise<ShardsBesideOne> {
  return withFolder(async (folder) => {
    const [model, list] = [await newModel(folder, preset), await writeList(folder, images, preset)];
    const translate = async (count: number, round: number) => {
      const out = join(folder, `${count}-${round}`);
      const args = ['translate', '--list', list, '--model', model, '--out', out, '--json', '--threads', '1'];
      const started = performance.now();
      const all = Array.from({ length: count }, (_, i) =>
        run([...args, '--backend', backend, '--shard', `${i + 1}/${count}`]),
      );
      const done = await Promise.all(all);
      const seconds = (performance.now() - started) / 1000;
      const translated = done.reduce((sum, one) => sum + one.translated, 0);
      if (translated !== images) throw new Error(`Expected ${images} images translated, got ${translated}.`);
      return seconds;
    };
    const [one, several]: [number[], number[]] = [[], []];
    for (let round = 1; round <= rounds; round++) {
      const [alone, together] = [await translate(1, round), await translate(shards, round)];
      one.push(alone);
      several.push(together);
      console.error(
        `round ${round} of ${rounds}: ${alone.toFixed(1)} s by one shard, ${together.toFixed(1)} s by ${shards}`,
      );
    }
    const [oneSeconds, shardsSeconds] = [median(one), median(several)];
    return { images, shards, shardsSeconds, oneSeconds, ratio: oneSeconds / shardsSeconds };
  });
}

/** Runs the command line from its sources; its last line says what it did. */
function run(args: readonly string[]): Promise<{ translated: number }> {
  const [node, ...flags] = ourCommand(COMMAND, {});
  return runJsonProcess(node, [...flags.slice(0, -1), ...args]);
}

async function writeList(folder: string, images: number, preset: BenchFlags['preset']): Promise<string> {
  const { imageSize } = presetModel(preset).generator;
  const lines: string[] = [];
  for (let i = 0; i < images; i++) {
    await writeFile(join(folder, `${i}.png`), await encodePng(noisyWaves(imageSize, i)));
    lines.push(`${JSON.stringify({ a: `${i}.png` })}\n`);
  }
  const list = join(folder, 'list.jsonl');
  await writeFile(list, lines.join(''));
  return list;
}
