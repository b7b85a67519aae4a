import { join } from 'node:path';
import { DataError, joinSideBySide } from '@pix2pix-ts/data';
import { encodePng, openHalves } from '@pix2pix-ts/data/node';
import type { GlobalOptions } from '../cli/global-options.ts';
import { untilStopped } from '../cli/stop-signal.ts';
import { printPictureNote } from '../pairs/picture-note.ts';
import { writePairs } from './write-pairs.ts';

/** What is asked for. */
export type CombineRequest = { readonly a: string; readonly b: string; readonly out: string };

/** Writes a side-by-side PNG for each name that is in both folders. @throws as `writePairs` does; DataError for folders without pairs */
export async function runCombine({ a, b, out }: CombineRequest, globals: GlobalOptions): Promise<void> {
  const pairs = await openHalves(a, b, { onNote: printPictureNote });
  const filesOf = async (index: number) => {
    const pair = await pairs.load(index);
    const [left, right] = [pair.a, pair.b].map(({ width, height }) => `${width}x${height}`);
    if (left !== right)
      throw new DataError(
        `Expected pictures of one size for ${pairs.names[index]}, got ${left} and ${right}. Resize one of them.`,
      );
    return [{ path: join(out, `${pairs.names[index]}.png`), content: await encodePng(joinSideBySide(pair)) }];
  };
  await untilStopped((signal) => writePairs({ names: pairs.names, out, filesOf }, globals, signal));
}
