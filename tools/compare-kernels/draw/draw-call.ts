import type { KernelCase } from '../kernel-case.ts';
import type { Draw } from './seeded-draw.ts';

/** What is drawn for a kernel. */
export type DrawnCall = Omit<KernelCase, 'kernel' | 'gradient'>;

/** Draws a call, or `undefined` where what it drew is not a valid call. */
export type DrawCall = (draw: Draw, kernel: string) => DrawnCall | undefined;

/** How calls are drawn, by kernel. */
export type DrawCalls = Record<string, DrawCall>;

/** The same for each of these kernels. */
export const alike = (kernels: readonly string[], draw: DrawCall): DrawCalls =>
  Object.fromEntries(kernels.map((kernel) => [kernel, draw]));

/** Any of a shape's axes. */
export const someAxes = (d: Draw, rank: number) =>
  Array.from({ length: rank }, (_, i) => i).filter(() => d.chance(0.5));

/** A shape without empty axes. */
export const fullShape = (d: Draw, rank: number, most?: number) => d.shape(rank, most).map((size) => size || 1);
