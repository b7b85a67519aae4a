import { isSoftwareGpu } from '@pix2pix-ts/common';
import type { AdapterDescription } from './shared-state.ts';

/** An adapter in words, and whether a processor plays it. */
export function describeAdapter(info: AdapterWords): AdapterDescription {
  const { vendor, architecture, device, description, isFallbackAdapter = false } = info;
  const card = device.replace(/-+$/, ''); // Dawn turns what is not a letter or a digit into a dash
  const words =
    card && description
      ? `${card} (${description})`
      : description || [vendor, architecture, card].filter(Boolean).join(' ');
  const software = isFallbackAdapter || isSoftwareGpu(`${words} ${architecture} ${device}`);
  return { name: words || 'a GPU without a name', software };
}

/** What of `GPUAdapterInfo` names it. */
export type AdapterWords = Pick<GPUAdapterInfo, 'vendor' | 'architecture' | 'device' | 'description'> & {
  readonly isFallbackAdapter?: boolean;
};
