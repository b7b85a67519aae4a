export { MpiError } from './mpi-error.ts';
export { type OpenWorldOptions, openWorld } from './open-world.ts';
export { type World, worldOfOne } from './world.ts';
