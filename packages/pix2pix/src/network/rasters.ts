import { sidesOf } from '@pix2pix-ts/common';
import { asColours, type Raster, resize, toRaster, withChannels } from '@pix2pix-ts/data';
import type { ModelMetadata } from '@pix2pix-ts/models';
import { checkSize } from '../image.ts';
import { mayStop } from '../may-stop.ts';
import type { RunOnColours } from './colours.ts';
import { inputTensor } from './input-tensor.ts';
import type { Dropout, Network } from './network.ts';

/** How pictures of any channels are translated. */
export type RasterOptions = { dropout?: Dropout | undefined; signal?: AbortSignal | undefined };

/** Translates pictures with their channels and depth, resized to the model and back. */
export type TranslateRasters = (pictures: readonly Raster[], options?: RasterOptions) => Promise<Raster[]>;

/** A model of any channels; one with hints works on colours. */
export function onRasters(network: Network, metadata: ModelMetadata, runOnColours: RunOnColours): TranslateRasters {
  const { generator, hints, pictures: trainedOn } = metadata;
  const { inChannels, outChannels } = generator;
  const sides = sidesOf(generator.imageSize);

  async function run(inputs: readonly Raster[], dropout: Dropout): Promise<Raster[]> {
    if (hints === 'spread') return runOnColours(inputs.map(asColours), dropout);
    const { width, height } = sides;
    const values = await network.valuesOf(() => inputTensor(inputs, sides, inChannels), dropout);
    const length = width * height * outChannels;
    const valuesAt = (i: number) => values.subarray(i * length, (i + 1) * length);
    return inputs.map((_, i) => toRaster(valuesAt(i), width, height, trainedOn?.depth ?? 8));
  }

  return async (pictures, { dropout = network.usualDropout, signal } = {}) => {
    network.expectLoaded();
    signal?.throwIfAborted();
    const inputs = pictures.map((picture) => {
      checkSize(picture);
      return resize(withChannels(picture, inChannels), sides.width, sides.height);
    });
    const outputs: Raster[] = [];
    const atOnce = network.isAlike(dropout) ? Math.max(1, inputs.length) : 1;
    for (let first = 0; first < inputs.length; first += atOnce) {
      await mayStop(signal);
      outputs.push(...(await run(inputs.slice(first, first + atOnce), dropout)));
    }
    return outputs.map((output, i) => {
      const { width, height } = pictures[i] as Raster;
      return resize(output, width, height);
    });
  };
}
