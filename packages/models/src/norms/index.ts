import { createTable, type NameOf } from '@pix2pix-ts/common';
import { batch } from './batch.ts';
import { instance } from './instance.ts';
import { instanceAffine } from './instance-affine.ts';
import { none } from './none.ts';
import type { Norm } from './norm.ts';

/** The names that are there from the beginning. */
type Known = 'instance' | 'instance-affine' | 'batch' | 'none';

/** The norms by name. `norms.add('mine', norm)` adds one of yours, which configurations then name. */
export const norms = /* @__PURE__ */ createTable<Norm, Known>('a norm', {
  instance,
  'instance-affine': instanceAffine,
  batch,
  none,
});

/** The name of a norm: `instance`, `instance-affine`, `batch`, `none`, or one of yours. */
export type NormName = NameOf<Known>;
