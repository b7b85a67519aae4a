import { sidesOf } from '@pix2pix-ts/common';
import { CHANNELS, type Pixels, spreadHints, toPixels } from '@pix2pix-ts/data';
import type { ModelMetadata } from '@pix2pix-ts/models';
import { withOwnColours } from '../hints/own-colours.ts';
import { inputTensor } from './input-tensor.ts';
import type { Dropout, Network } from './network.ts';

/** What a model makes of pictures in colours, which have one size that it takes. */
export type RunOnColours = (pictures: readonly Pixels[], dropout: Dropout) => Promise<Pixels[]>;

/** A model that takes colours and makes colours; one that was trained with hints fills them in first. */
export function onColours(network: Network, { hints, generator }: ModelMetadata): RunOnColours {
  async function run(pictures: readonly Pixels[], dropout: Dropout): Promise<Pixels[]> {
    const [{ width, height } = sidesOf(generator.imageSize)] = pictures;
    const values = await network.valuesOf(() => inputTensor(pictures, { width, height }, CHANNELS), dropout);
    const length = width * height * CHANNELS;
    return pictures.map((_, i) => toPixels(values.subarray(i * length, (i + 1) * length), width, height));
  }

  async function runWithHints(pictures: readonly Pixels[], dropout: Dropout): Promise<Pixels[]> {
    const one = async (picture: Pixels) => (await run([picture], dropout))[0] as Pixels;
    const outputs: Pixels[] = [];
    for (const picture of pictures) outputs.push(await withOwnColours(spreadHints(picture), one));
    return outputs;
  }

  return hints === 'spread' ? runWithHints : run;
}
