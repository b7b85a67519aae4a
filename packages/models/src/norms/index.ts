import { createTable, type NameOf } from '@pix2pix-ts/common';
import { batch } from './batch.ts';
import { instance } from './instance.ts';
import { none } from './none.ts';
import type { Norm } from './norm.ts';

/** The norms by name. `norms.add('mine', norm)` adds one of yours, which configurations then name. */
export const norms = /* @__PURE__ */ createTable<Norm, 'instance' | 'batch' | 'none'>('a norm', {
  instance,
  batch,
  none,
});

/** The name of a norm: `instance`, `batch`, `none`, or one of yours. */
export type NormName = NameOf<'instance' | 'batch' | 'none'>;
