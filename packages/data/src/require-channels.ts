import { DataError } from './data-error.ts';
import { channelsOf, type Raster } from './pixels.ts';
import type { TransformedPair } from './transform-pair.ts';

/** How many channels a model takes and makes. */
export type PairChannels = {
  /** Of the inputs. */
  readonly input: number;
  /** Of the targets. */
  readonly target: number;
};

/**
 * Makes sure that a pair has the channels of the model.
 *
 * @param name the pair's, which the error then begins with
 *
 * @throws DataError of one line
 */
export function requireChannels(
  { input, target }: TransformedPair<Raster>,
  channels: PairChannels,
  name?: string,
): void {
  const [found, foundTarget] = [channelsOf(input), channelsOf(target)];
  if (found === channels.input && foundTarget === channels.target) return;
  throw new DataError(
    `${name === undefined ? '' : `${name}: `}Expected an input of ${channels.input} and a target of ${channels.target} channels, as the model has, got ${found} and ${foundTarget}. Convert the pictures, or leave them out.`,
  );
}
