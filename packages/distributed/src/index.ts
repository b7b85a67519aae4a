export { MpiError } from './mpi-error.ts';
export { type OpenWorldOptions, openWorld } from './open-world.ts';
export type { World } from './world.ts';
export { worldOfOne } from './world-of-one.ts';
