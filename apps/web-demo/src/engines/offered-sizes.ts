import { isSoftwareAdapter, requestAdapter } from '@pix2pix-ts/engine';
import { type OfferedSizes, sizesOfCard, sizesWithoutCard } from '../train/run-size.ts';
import type { EngineChoice } from './engine-choice.ts';

/** The sizes that can be trained with the engine that was chosen: larger ones where WebGPU has a card. */
export async function offeredSizes(choice: EngineChoice): Promise<OfferedSizes> {
  const card = await requestAdapter();
  if (!card) return sizesWithoutCard('Larger sizes need WebGPU, which this browser does not offer.');
  if (isSoftwareAdapter(card))
    return sizesWithoutCard('Larger sizes need a graphics card; here the processor only stands in for one.');
  if (choice !== 'auto' && choice !== 'webgpu') return sizesWithoutCard('Larger sizes need the engine WebGPU.');
  const { deviceMemory } = navigator as { deviceMemory?: number };
  return sizesOfCard({ maxBufferSize: card.limits.maxBufferSize, deviceMemory });
}
