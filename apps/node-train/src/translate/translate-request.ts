import type { Fit } from '@pix2pix-ts/pix2pix';

/** What `pix2pix translate` is asked for. */
export type TranslateRequest = {
  images: string[];
  model: string;
  out: string;
  dropout?: 'off' | number | undefined;
  fit?: Fit | undefined;
  tile?: number | undefined;
  allowNonFinite?: boolean | undefined;
};
